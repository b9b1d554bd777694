using System.Collections.Immutable;
using System.Text.Json;
using StrictPost.Protocol.Checking;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;

namespace StrictPost.Rendering;

/// <summary>What <c>check --format sarif</c> prints: a log for code scanning and the like.</summary>
internal static class CheckSarif
{
    private const string Schema = "https://json.schemastore.org/sarif-2.1.0.json";

    public static string Text(IReadOnlyList<CheckResult> results, string version)
    {
        ImmutableArray<FindingKind> kinds =
            [.. results.SelectMany(result => result.Findings).Select(finding => finding.Kind).Distinct().OrderBy(kind => kind.Code, StringComparer.Ordinal)];
        var run = new SarifRun(
            new SarifTool(new SarifDriver("StrictPost", version, [.. kinds.Select(Rule)])),
            [new SarifInvocation(ExecutionSuccessful: true, results.Count == 0 ? null : results.Min(result => result.Reading.Evidence.At))],
            [.. results.SelectMany(result => result.Findings.Select(finding => Result(finding, result, kinds)))],
            "unicodeCodePoints");
        return JsonSerializer.Serialize(new SarifLog(Schema, "2.1.0", [run]), ReadableJson.Context.SarifLog);
    }

    private static SarifRule Rule(FindingKind kind) => new(
        kind.Code,
        new SarifText(Sentence(kind.Message)),
        new SarifText(kind.Why),
        new SarifText($"{Sentence(kind.Fix)} {kind.Why} ({kind.Rfc}; {FindingText.Page(kind)})"),
        new SarifConfiguration(Level(kind.Severity)),
        new SarifRuleProperties(Catalogue.CategoryOf(kind).ToText(), kind.Rfc, ["mta-sts", "mail"]));

    /// <summary>A template's text with its gaps shown as gaps.</summary>
    private static string Sentence(string template) =>
        template.Replace("{value}", "…").Replace("{expected}", "…").Replace("{detail}", "…").Replace("{host}", "…");

    private static SarifResult Result(Finding finding, CheckResult result, ImmutableArray<FindingKind> kinds)
    {
        string domain = result.Reading.Evidence.Domain.Ascii;
        string message = Printable.Escape($"{domain}: {finding.Message} {finding.Fix}");
        return new SarifResult(
            finding.Code, kinds.IndexOf(finding.Kind), Level(finding.Severity), new SarifText(message), [Location(finding, result)],
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["strictpost/v1"] = Printable.Escape($"{domain} {finding.Code} {finding.Host} {finding.Value}"),
            });
    }

    private static SarifLocation Location(Finding finding, CheckResult result)
    {
        var evidence = result.Reading.Evidence;
        string uri = Catalogue.CategoryOf(finding.Kind) switch
        {
            Category.RetrievalDns or Category.RetrievalTcp or Category.RetrievalTls or Category.RetrievalHttp or Category.RetrievalSyntax or Category.Practice
                => $"https://{evidence.PolicyHost.Host}{StsPolicy.Path}",
            Category.Record => $"dns:{evidence.Record.Name}?type=TXT",
            Category.Reporting => $"dns:{evidence.TlsRpt.Name}?type=TXT",
            _ => $"dns:{evidence.Mx.Name}?type=MX",
        };
        var region = finding.Place.IsKnown ? new SarifRegion(finding.Place.Line, Math.Max(finding.Place.Column, 1)) : null;
        return new SarifLocation(
            new SarifPhysical(new SarifArtifact(uri), region), [new SarifLogical(Printable.Escape(finding.Host ?? evidence.Domain.Ascii), "resource")]);
    }

    private static string Level(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        _ => "note",
    };
}
