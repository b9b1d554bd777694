using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using StrictPost.Protocol.Text;
using StrictPost.Protocol.TlsRpt.Reports;

namespace StrictPost.Protocol.Tests.Conformance;

/// <summary>What a receiver of reports makes of a case.</summary>
internal static class ReportCases
{
    public static Answer Read(JsonObject input)
    {
        var parsed = ReportParser.Parse(Bytes(input), Hints(input["hints"]));
        var seen = parsed.Value is null ? new JsonObject { ["usable"] = false } : View(parsed.Value);
        return new Answer(seen, parsed.Findings);
    }

    public static byte[] Bytes(JsonObject input)
    {
        if (input["base64"] is { } base64)
            return Convert.FromBase64String(base64.GetValue<string>());
        return Encoding.UTF8.GetBytes(input["text"]?.GetValue<string>() ?? input["report"]!.ToJsonString());
    }

    private static ReportHints Hints(JsonNode? hints) => hints is null
        ? ReportHints.None
        : new ReportHints
        {
            Domain = hints["domain"]?.GetValue<string>(),
            Submitter = hints["submitter"]?.GetValue<string>(),
            FileName = hints["fileName"]?.GetValue<string>(),
            Subject = hints["subject"]?.GetValue<string>(),
        };

    private static JsonObject View(TlsReport report) => new()
    {
        ["usable"] = true,
        ["organization"] = report.Organization,
        ["start"] = Time(report.Start),
        ["end"] = Time(report.End),
        ["domains"] = new JsonObject(report.Policies.GroupBy(policy => policy.Domain).Select(Counts)),
    };

    private static KeyValuePair<string, JsonNode?> Counts(IGrouping<DomainName, ReportedPolicy> policies)
    {
        var sessions = SessionCounting.Of([.. policies]).Sessions;
        return new KeyValuePair<string, JsonNode?>(policies.Key.Ascii, new JsonObject
        {
            ["successful"] = sessions.Successful,
            ["refused"] = sessions.Refused,
            ["delivered"] = sessions.Delivered,
            ["unclear"] = sessions.Unclear,
        });
    }

    private static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
