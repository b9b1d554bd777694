using System.Text;
using System.Text.Json.Nodes;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.Tests.Conformance;
using StrictPost.Protocol.Text;

namespace StrictPost.Protocol.Tests.Docs;

/// <summary>The plainest input or world that raises a finding.</summary>
/// <param name="Text">What leads to it, with everything that cannot be seen written as a code; null where the message says all.</param>
/// <param name="Finding">The finding.</param>
/// <param name="CaseId">The case of the conformance suite, if it is one.</param>
internal sealed record FindingExample(string? Text, Finding Finding, string? CaseId = null)
{
    private const int LongestLine = 120;
    private const int MostLines = 12;
    private const int MostReportLines = 45;

    private static readonly System.Text.Json.JsonSerializerOptions Indented =
        new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The example: from the conformance suite where a text alone raises the finding, else a file or a world.</summary>
    public static FindingExample? Of(FindingKind kind) => OfSuite(kind) ?? FileExamples.Of(kind) ?? IssuanceExamples.Of(kind) ?? ReportExamples.Of(kind) ?? DeliveryExamples.Of(kind) ?? ChangeExamples.Of(kind) ?? MonitorExamples.Of(kind) ?? WorldExamples.Of(kind);

    private static FindingExample? OfSuite(FindingKind kind)
    {
        var (area, item) = Suite.Cases
            .Where(pair => pair.Case.Findings.Contains(kind.Code, StringComparer.Ordinal))
            .OrderBy(pair => pair.Case.Findings.Count)
            .ThenBy(pair => pair.Area == "mx-match")
            .FirstOrDefault();
        if (item is null)
            return null;
        var finding = SuiteReader.Read(area, item.Input).Findings.First(found => found.Kind == kind);
        return new FindingExample(Show(area, item.Input), finding, item.Id);
    }

    private static string Show(string area, JsonObject input)
    {
        string text = area switch
        {
            "policy" => Visible(SuiteReader.Body(input)),
            "report" => Report(input),
            "mx-match" => input["pattern"]!.GetValue<string>(),
            "domain-name" => Printable.Escape(input["text"]!.GetValue<string>()),
            _ => Records(input["records"]!.AsArray()),
        };
        var lines = text.Split('\n');
        int most = area == "report" ? MostReportLines : MostLines;
        var shown = lines.Take(most).Select(line => line.Length > LongestLine ? line[..LongestLine] + "…" : line);
        return string.Join('\n', lines.Length > most ? shown.Append("…") : shown).TrimEnd('\n');
    }

    /// <summary>What stood around a report, and the report: over several lines, or as it is where it is broken.</summary>
    private static string Report(JsonObject input)
    {
        string report = input["report"]?.ToJsonString(Indented) ?? Visible(ReportCases.Bytes(input));
        var around = input["hints"]?.AsObject().Select(hint => $"{hint.Key}: {hint.Value}") ?? [];
        return string.Join('\n', around.Append(report));
    }

    private static string Records(JsonArray records) => records.Count == 0
        ? "(no TXT record)"
        : string.Join('\n', records.Select(strings =>
            "TXT: " + Printable.Escape(string.Concat(strings!.AsArray().Select(text => text!.GetValue<string>())))));

    /// <summary>A body as text: line ends as they look, other invisible characters and bytes that are no text as codes.</summary>
    private static string Visible(byte[] body)
    {
        if (body is [0xFE or 0xFF, ..])
            return $"{Convert.ToHexStringLower(body[..24])}… (bytes)";
        var text = new StringBuilder();
        for (int i = 0; i < body.Length;)
        {
            bool read = Rune.DecodeFromUtf8(body.AsSpan(i), out var rune, out int length) == System.Buffers.OperationStatus.Done;
            text.Append(read ? rune.ToString() : $"\\x{body[i]:x2}");
            i += read ? length : 1;
        }

        return string.Join('\n', text.Replace("\r\n", "\n").ToString().Split('\n').Select(Printable.Escape));
    }
}
