using StrictPost.Protocol.Changes;
using StrictPost.Protocol.Findings;

namespace StrictPost.Protocol.Tests.Changes.Simulation;

/// <summary>The mail hosts' certificates, and what senders report of them. Some are bad only as one sender sees them: a network stands between.</summary>
internal sealed class ModelHosts
{
    private const int AllSenders = 7;

    private static readonly GateResult Open = new([], null, []);
    private static readonly GateResult Closed = new([ChangeFindings.NeedsProof.Found(ModelWorld.Domain.Ascii)], null, []);

    private readonly ModelWorld _world;
    private readonly int[] _badFor = new int[MailHostPool.Count];
    private readonly int[] _goodReports = new int[MailHostPool.Count];

    public ModelHosts(ModelWorld world)
    {
        _world = world;
        for (int host = 0; host < MailHostPool.Count; host++)
            _badFor[host] = world.Chance.Happens(20) ? AnyFault() : 0;
    }

    public bool IsTrustedBy(int host, int sender) => (_badFor[host] >> sender & 1) == 0;

    public void Report(int host, int sender, bool isGood)
    {
        if (isGood)
            _goodReports[host] |= 1 << sender;
        else
            _goodReports[host] &= ~(1 << sender);
    }

    public void Spoil(int host) => _badFor[host] = AllSenders;

    public void MendAll() => Array.Clear(_badFor);

    /// <summary>
    /// A stand-in for the gate: the live check is clean, and every sender reported a good session with every host, or would do so in the end.
    /// </summary>
    public GateResult Judge()
    {
        if (_world.Mail.SettledAt > _world.Now)
            return Closed;
        int hosts = _world.Mail.Newest.Hosts;
        for (int host = 0; host < MailHostPool.Count; host++)
        {
            if (MailHostPool.Has(hosts, host) && (_badFor[host] == AllSenders || (_world.IsCalm ? _badFor[host] != 0 : _goodReports[host] != AllSenders)))
                return Closed;
        }

        return Open;
    }

    private int AnyFault() => _world.Chance.Happens(50) ? AllSenders : 1 << _world.Chance.Below(3);
}
