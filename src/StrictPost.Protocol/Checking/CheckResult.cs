using System.Collections.Immutable;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.Smtp;

namespace StrictPost.Protocol.Checking;

/// <summary>What the senders decide about one mail host.</summary>
/// <param name="Host">The host and what it proves.</param>
/// <param name="Decisions">One for each <see cref="SenderProfile"/>.</param>
public sealed record MailHostResult(MailHostReading Host, ImmutableArray<HostDecision> Decisions);

/// <summary>All that a check says of a domain.</summary>
/// <param name="Reading">What it rests on.</param>
/// <param name="Verdict">In one word.</param>
/// <param name="MailHosts">In the order in which senders try them.</param>
/// <param name="Findings">Errors first; within a severity along the path DNS, policy, mail hosts.</param>
public sealed record CheckResult(
    DomainReading Reading, Verdict Verdict, ImmutableArray<MailHostResult> MailHosts, ImmutableArray<Finding> Findings)
{
    /// <summary>True when something is wrong for certain.</summary>
    public bool HasErrors => Findings.Any(finding => finding is { Severity: Severity.Error, Kind.IsUndetermined: false });

    /// <summary>True when something could not be seen from here.</summary>
    public bool IsIncomplete => Findings.Any(finding => finding.Kind.IsUndetermined);
}
