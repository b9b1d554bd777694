using StrictPost.Protocol.Changes;
using StrictPost.Protocol.Changes.Gate;
using StrictPost.Protocol.Checking;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Tests.Checking;
using StrictPost.Protocol.TlsRpt.Incidents;
using StrictPost.Protocol.TlsRpt.Reports;

namespace StrictPost.Protocol.Tests.Changes.Gate;

/// <summary>Two large reporters that saw nothing wrong for two weeks, and a check that finds nothing.</summary>
internal static class GateWorld
{
    public static readonly DateOnly Today = new(2026, 6, 1);

    public static readonly StsPolicy Tested = StsPolicy.Parse(HealthyWorld.Policy.Replace("enforce", "testing", StringComparison.Ordinal)).Value!;

    public static readonly string Version = AppliedPolicy.VersionOf(Tested);

    public static GateInput Clean { get; } = new()
    {
        Domain = HealthyWorld.Name("example.org"),
        Proposed = Tested with { Mode = PolicyMode.Enforce },
        Version = Version,
        Terms = GateTerms.Usual,
        Today = Today,
        Check = DomainCheck.Judge(HealthyWorld.Seen, CheckContext.Default),
        Days = [.. Days("google.com", 1, 14), .. Days("microsoft.com", 1, 14)],
        Failures = [],
    };

    public static GateInput With(this GateInput input, params TrustedFailure[] failures) => input with { Failures = [.. input.Failures, .. failures] };

    /// <summary>Days of one reporter, from so many days ago to so many days ago.</summary>
    public static IEnumerable<PolicyDay> Days(string reporter, int last, int first, ReportTrust trust = ReportTrust.SignedByReporter, string? version = null) =>
        Enumerable.Range(last, first - last + 1)
            .Select(ago => new PolicyDay(Today.AddDays(-ago), reporter, trust, PolicyType.Sts, version ?? Version, 40, 0));

    public static TrustedFailure Failure(
        FindingKind cause, int daysAgo, PolicyType type = PolicyType.Sts, string mx = "mx2.example.org", ReportTrust trust = ReportTrust.SignedByReporter, long sessions = 10) =>
        new(new FailureDay(Today.AddDays(-daysAgo), "google.com", type, Version, mx, cause.Code, "", "", sessions), trust);

    public static string Codes(GateResult result) => string.Join(' ', result.Missing.Select(finding => finding.Code));
}
