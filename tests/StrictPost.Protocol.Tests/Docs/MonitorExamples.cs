using StrictPost.Protocol.Findings;

namespace StrictPost.Protocol.Tests.Docs;

/// <summary>What monitors say.</summary>
internal static class MonitorExamples
{
    private const string PolicyHost = "mta-sts.example.org";

    private static readonly Dictionary<FindingKind, Finding> Said = new()
    {
        [MonitorFindings.RecordBehind] = MonitorFindings.RecordBehind.On("example.org", "2026030112000012345", "2026050312000054321"),
        [MonitorFindings.PolicyDiffers] = MonitorFindings.PolicyDiffers.On(PolicyHost, detail: "its mode is testing, and should be enforce"),
        [MonitorFindings.PolicyHostFailing] = MonitorFindings.PolicyHostFailing.On(
            PolicyHost, "example.org", detail: "The policy host mta-sts.example.org (192.0.2.7) refuses the connection."),
        [MonitorFindings.TestingForgotten] = MonitorFindings.TestingForgotten.On("example.org", "2026-03-01"),
        [MonitorFindings.NotSeen] = MonitorFindings.NotSeen.On("example.org", "2026-05-09 12:00 UTC", detail: "No DNS server answered in time."),
    };

    public static FindingExample? Of(FindingKind kind) => Said.TryGetValue(kind, out var finding) ? new FindingExample(Text: null, finding) : null;
}
