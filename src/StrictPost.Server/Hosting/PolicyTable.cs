using StrictPost.Engine.Storage;
using StrictPost.Protocol.MtaSts;

namespace StrictPost.Server.Hosting;

/// <summary>
/// Which policy host serves which bytes. Readers see one state as a whole; a change makes the next state and swaps it in.
/// One thread at a time may change it.
/// </summary>
public sealed class PolicyTable
{
    private volatile Dictionary<string, ServedPolicy> _policies = new(StringComparer.OrdinalIgnoreCase);
    private long _sequence;

    /// <summary>How many hosts there are.</summary>
    public int Count => _policies.Count;

    /// <summary>The number of the last change of the store that has been followed.</summary>
    public long Sequence => Volatile.Read(ref _sequence);

    /// <summary>What to serve, with a body, or null where the host is none of ours. Case does not count.</summary>
    public ServedPolicy? Find(string policyHost) => _policies.GetValueOrDefault(policyHost);

    /// <summary>True where the host is one of ours. Case does not count.</summary>
    public bool Holds(string policyHost) => _policies.ContainsKey(policyHost);

    /// <summary>Starts anew with these policies.</summary>
    /// <param name="policies">All that are to be served.</param>
    /// <param name="sequence">The number of the last change that is in them.</param>
    public void Load(IReadOnlyList<ServedPolicy> policies, long sequence)
    {
        var table = new Dictionary<string, ServedPolicy>(policies.Count, StringComparer.OrdinalIgnoreCase);
        Enter(policies, table);
        _policies = table;
        Volatile.Write(ref _sequence, sequence);
    }

    /// <summary>Changes some, and leaves the others as they are.</summary>
    /// <param name="changes">What to serve otherwise than before; without a body: no longer.</param>
    /// <param name="sequence">The number of the last change that is in them.</param>
    public void Apply(IReadOnlyList<ServedPolicy> changes, long sequence)
    {
        if (changes.Count > 0)
        {
            var table = new Dictionary<string, ServedPolicy>(_policies, StringComparer.OrdinalIgnoreCase);
            Enter(changes, table);
            _policies = table;
        }

        Volatile.Write(ref _sequence, sequence);
    }

    private static void Enter(IReadOnlyList<ServedPolicy> policies, Dictionary<string, ServedPolicy> table)
    {
        foreach (var policy in policies)
        {
            string host = $"{StsPolicy.HostLabel}.{policy.Domain}";
            if (policy.Body is null)
                table.Remove(host);
            else
                table[host] = policy;
        }
    }
}
