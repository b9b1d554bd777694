using System.Collections.Immutable;
using StrictPost.Protocol.Text;

namespace StrictPost.Protocol.TlsRpt.Reports;

/// <summary>One element of a report's <c>policies</c> (RFC 8460 §4.4): a policy that a sender applied, and what came of it.</summary>
public sealed record ReportedPolicy
{
    /// <summary>policy-type, as it was written.</summary>
    public required string TypeText { get; init; }

    /// <summary>What it means.</summary>
    public PolicyType Type => PolicyTypes.Read(TypeText);

    /// <summary>policy-domain, in A-labels; where the report leaves it out, what stood around the report.</summary>
    public required DomainName Domain { get; init; }

    /// <summary>policy-string: the lines of the policy or the TLSA records that were applied, trimmed; empty where none are given.</summary>
    public ImmutableArray<string> Lines { get; init; } = [];

    /// <summary>mx-host: patterns, or for some reporters names; empty where none are given.</summary>
    public ImmutableArray<string> MxHosts { get; init; } = [];

    /// <summary>total-successful-session-count.</summary>
    public long Successful { get; init; }

    /// <summary>total-failure-session-count. It counts sessions; <see cref="Failures"/> may overlap and sum up to more (RFC 8460 §4.4).</summary>
    public long Failed { get; init; }

    /// <summary>failure-details.</summary>
    public ImmutableArray<FailureDetail> Failures { get; init; } = [];

    /// <summary>What was applied, as a policy and as a version of it.</summary>
    public AppliedPolicy Applied => AppliedPolicy.Of(Type, Lines);
}
