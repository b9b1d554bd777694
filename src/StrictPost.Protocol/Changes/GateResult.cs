using System.Collections.Immutable;
using StrictPost.Protocol.Findings;

namespace StrictPost.Protocol.Changes;

/// <summary>Whether the evidence for enforcing is there.</summary>
/// <param name="Missing">What is missing, or speaks against it; empty when the gate is open.</param>
/// <param name="Earliest">When it can open at the earliest, if nothing else goes wrong; null where time alone does not help, or it is open.</param>
/// <param name="Replay">What the policy to come would have done to sessions that reporters told of.</param>
public sealed record GateResult(ImmutableArray<Finding> Missing, DateTimeOffset? Earliest, ImmutableArray<ReplayedDay> Replay)
{
    /// <summary>True when the policy may be enforced.</summary>
    public bool IsOpen => Missing.IsEmpty;
}

/// <summary>Sessions of one day that a policy would have refused.</summary>
/// <param name="Day">The day, UTC.</param>
/// <param name="Reporter">Who reported them.</param>
/// <param name="Sessions">How many; 1 or more.</param>
/// <param name="Why">Why, as the rest of a sentence such as "mx2.example.org: its certificate had expired".</param>
public sealed record ReplayedDay(DateOnly Day, string Reporter, long Sessions, string Why);
