using System.Collections.Immutable;
using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Rules.World;
using StrictPost.Protocol.Smtp;

namespace StrictPost.Protocol.Checking;

/// <summary>Judges what was seen of a domain: every rule over one reading, then the senders' decisions, then the verdict.</summary>
public static class DomainCheck
{
    private delegate IEnumerable<Finding> Rule(DomainReading reading);

    /// <summary>Along the path that a sender takes.</summary>
    private static readonly ImmutableArray<Rule> Rules =
    [
        DnsRules.Failures,
        RecordRules.Text,
        RecordRules.LongLife,
        RecordRules.IdForOtherBody,
        AuthoritativeRules.Disagree,
        AuthoritativeRules.Lame,
        AuthoritativeRules.Unreachable,
        DelegationRules.RecordDangling,
        DelegationRules.WithoutRecord,
        PolicyHostRules.NoAddress,
        PolicyHostRules.Private,
        DelegationRules.PolicyHostDangling,
        DelegationRules.NotEnrolled,
        FetchRules.Faults,
        FetchRules.UserAgentBlocked,
        FetchRules.AddressesDisagree,
        DelegationRules.PolicyEmpty,
        PolicyRules.Text,
        PracticeRules.TestingForgotten,
        PracticeRules.NoneLeftOver,
        MailHostRules.Null,
        MailHostRules.Implicit,
        MailHostRules.Invalid,
        MailHostRules.NoAddress,
        MailHostRules.Alias,
        MailHostRules.Private,
        CoverageRules.NotCovered,
        CoverageRules.Unused,
        SmtpRules.NotProbed,
        SmtpRules.Blocked,
        SmtpRules.Faults,
        DaneRules.Hosts,
        DaneRules.Partial,
        DaneRules.TakesPrecedence,
        DelegationRules.TlsRptDangling,
        ReportingRules.Text,
        ReportingRules.Absent,
    ];

    /// <summary>The judgement. The same evidence and context always give the same result, to the letter.</summary>
    public static CheckResult Judge(DomainEvidence evidence, CheckContext context)
    {
        var reading = new DomainReading(evidence, context);
        ImmutableArray<MailHostResult> hosts = [.. reading.Hosts.Select(host => new MailHostResult(host, Decide(reading.Applied, host.Facts)))];
        var findings = DnsRules.NoSuchDomain(reading) is { } gone ? [gone] : Rules.SelectMany(rule => rule(reading));
        return new CheckResult(reading, VerdictOf(reading, hosts), hosts, [.. findings.OrderByDescending(finding => finding.Severity)]);
    }

    private static ImmutableArray<HostDecision> Decide(StsPolicy? policy, MailHostFacts host) =>
        [.. Enum.GetValues<SenderProfile>().Select(profile => SenderDecision.Of(profile, policy, host))];

    private static Verdict VerdictOf(DomainReading reading, ImmutableArray<MailHostResult> hosts)
    {
        var decisions = hosts.SelectMany(host => host.Decisions).ToList();
        if (decisions.Exists(decision => decision.Delivery == Delivery.Refuse) || IsUndeliverable(reading))
            return Verdict.MailAtRisk;
        if (reading.Record is null || !reading.Evidence.Mx.IsCertain)
            return Verdict.Undetermined;
        return reading.Applied?.Mode switch
        {
            PolicyMode.Testing => Verdict.TestingOnly,
            PolicyMode.Enforce => Unasked(reading, decisions) ? Verdict.Undetermined : Verdict.Protected,
            _ => Verdict.NotProtected,
        };
    }

    /// <summary>Mail hosts there are, and not one of them takes mail.</summary>
    private static bool IsUndeliverable(DomainReading reading) =>
        reading.Evidence.Mx.End == LookupEnd.Answered && !reading.Hosts.IsEmpty && reading.Hosts.All(host => host.TakesNoMail);

    /// <summary>A host left out on purpose is no gap; one that did not answer is.</summary>
    private static bool Unasked(DomainReading reading, List<HostDecision> decisions) =>
        !reading.Evidence.SmtpIsSkipped && decisions.Exists(decision => decision.Delivery == Delivery.Unknown);
}
