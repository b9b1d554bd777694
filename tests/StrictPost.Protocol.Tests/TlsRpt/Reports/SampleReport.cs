using System.Text;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.TlsRpt.Reports;

namespace StrictPost.Protocol.Tests.TlsRpt.Reports;

/// <summary>Reports of invented organisations.</summary>
internal static class SampleReport
{
    public const string Start = "2026-05-03T00:00:00Z";
    public const string End = "2026-05-03T23:59:59Z";

    private static readonly string[] Enforce = ["version: STSv1", "mode: enforce", "mx: mx1.example.org", "max_age: 604800"];

    /// <summary>A report with such policies, each a JSON object.</summary>
    public static string Of(params string[] policies) => With(policies: $"[{string.Join(',', policies)}]");

    public static string With(
        string organization = "\"Sender Example\"", string start = $"\"{Start}\"", string end = $"\"{End}\"", string contact = "\"reports@sender.example\"",
        string id = "\"17\"", string policies = "[]", string more = "") =>
        $$"""
        {"organization-name":{{organization}},"date-range":{"start-datetime":{{start}},"end-datetime":{{end}}},
         "contact-info":{{contact}},"report-id":{{id}},"policies":{{policies}}{{more}}}
        """;

    /// <summary>A policy as JSON.</summary>
    public static string Policy(
        string type = "sts", string domain = "\"example.org\"", string? lines = null, string ok = "0", string failed = "0", string details = "[]", string more = "") =>
        $$"""
        {"policy":{"policy-type":"{{type}}","policy-string":{{lines ?? Lines(Enforce)}},"policy-domain":{{domain}}{{more}}},
         "summary":{"total-successful-session-count":{{ok}},"total-failure-session-count":{{failed}}},"failure-details":{{details}}}
        """;

    public static string Lines(params IEnumerable<string> lines) => $"[{string.Join(',', lines.Select(line => $"\"{line}\""))}]";

    public static Parsed<TlsReport> Parse(string json, ReportHints? hints = null) => ReportParser.Parse(Encoding.UTF8.GetBytes(json), hints ?? ReportHints.None);

    /// <summary>The report, which must be readable.</summary>
    public static TlsReport Read(string json, ReportHints? hints = null)
    {
        var parsed = Parse(json, hints);
        Assert.True(parsed.Value is not null, string.Join('\n', parsed.Findings.Select(finding => finding.Message)));
        return parsed.Value;
    }

    public static IEnumerable<string> Codes<T>(Parsed<T> parsed)
        where T : class => parsed.Findings.Select(finding => finding.Code);
}
