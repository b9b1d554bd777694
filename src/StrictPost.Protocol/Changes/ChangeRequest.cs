using StrictPost.Protocol.MtaSts;

namespace StrictPost.Protocol.Changes;

/// <summary>What somebody wants of a domain's policy, without the way there.</summary>
public abstract record ChangeRequest
{
    private ChangeRequest()
    {
    }

    /// <summary>Another policy: mode, patterns or max_age. To enforce only where it is enforced already.</summary>
    public sealed record Edit(StsPolicy Target) : ChangeRequest;

    /// <summary>Enforce what is being tested.</summary>
    /// <param name="Terms">What has to be proven first.</param>
    /// <param name="MaxAge">The max_age from then on, in seconds; null to leave it.</param>
    public sealed record Promote(GateTerms Terms, int? MaxAge) : ChangeRequest;

    /// <summary>Other mail hosts.</summary>
    /// <param name="Hosts">All that take mail afterwards.</param>
    /// <param name="Patterns">The policy's patterns afterwards; empty for the hosts' own names, and what covers them already.</param>
    public sealed record Move(MailHostSet Hosts, System.Collections.Immutable.ImmutableArray<MxPattern> Patterns) : ChangeRequest;

    /// <summary>No policy any more (RFC 8461 §8.3).</summary>
    public sealed record Leave : ChangeRequest;
}

/// <summary>What reports have to show before a policy is enforced.</summary>
/// <param name="Days">So many days, without a failure that would have refused mail; 0 or more.</param>
/// <param name="Reporters">From so many reporters that are named and proven; 0 or more.</param>
public sealed record GateTerms(int Days, int Reporters)
{
    /// <summary>Two weeks, so that each weekday comes twice; two reporters, so that no single one is trusted.</summary>
    public static GateTerms Usual { get; } = new(14, 2);
}
