using StrictPost.Engine.Storage;
using StrictPost.Protocol.MtaSts;

namespace StrictPost.Server.Hosting;

/// <summary>
/// Which policy host serves which bytes. Readers see one state as a whole; a change makes the next state and swaps it in.
/// One thread at a time may change it.
/// </summary>
public sealed class PolicyTable
{
    private volatile Dictionary<string, byte[]> _bodies = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>How many hosts there are.</summary>
    public int Count => _bodies.Count;

    /// <summary>The body to serve, or null where the host is none of ours. Case does not count.</summary>
    public byte[]? Find(string policyHost) => _bodies.GetValueOrDefault(policyHost);

    /// <summary>True where the host is one of ours. Case does not count.</summary>
    public bool Holds(string policyHost) => _bodies.ContainsKey(policyHost);

    /// <summary>Starts anew with these policies.</summary>
    public void Load(IReadOnlyList<ServedPolicy> policies)
    {
        var bodies = new Dictionary<string, byte[]>(policies.Count, StringComparer.OrdinalIgnoreCase);
        Enter(policies, bodies);
        _bodies = bodies;
    }

    /// <summary>Changes some, and leaves the others as they are.</summary>
    public void Apply(IReadOnlyList<ServedPolicy> changes)
    {
        var bodies = new Dictionary<string, byte[]>(_bodies, StringComparer.OrdinalIgnoreCase);
        Enter(changes, bodies);
        _bodies = bodies;
    }

    private static void Enter(IReadOnlyList<ServedPolicy> policies, Dictionary<string, byte[]> bodies)
    {
        foreach (var policy in policies)
        {
            string host = $"{StsPolicy.HostLabel}.{policy.Domain}";
            if (policy.Body is null)
                bodies.Remove(host);
            else
                bodies[host] = policy.Body;
        }
    }
}
