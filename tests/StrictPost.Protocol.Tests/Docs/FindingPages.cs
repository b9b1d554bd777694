using System.Text;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.Text;

namespace StrictPost.Protocol.Tests.Docs;

/// <summary>One page for each kind of finding, and their index.</summary>
internal static class FindingPages
{
    private static readonly (string Prefix, string Title)[] Areas =
    [
        ("record", "MTA-STS record"),
        ("policy-mx", "MX patterns of a policy"),
        ("policy", "Policy"),
        ("site", "Site of a policy"),
        ("tlsrpt", "TLSRPT record"),
        ("domain", "Domain names"),
        ("fetch", "Fetching the policy"),
        ("mx", "Mail hosts"),
        ("smtp", "Mail servers"),
    ];

    public static string Page(FindingKind kind)
    {
        var page = new StringBuilder($"# {kind.Code}\n\n> {Generic(kind.Message)}\n\n");
        page.Append("| | |\n|---|---|\n");
        page.Append($"| severity | {SeverityOf(kind)} |\n");
        page.Append($"| rule | {Link(kind.Rfc)} |\n\n");
        page.Append($"## What it does\n\n{kind.Why.Trim()}\n\n");
        page.Append($"## What to do\n\n{Generic(kind.Fix)}\n");
        if (FindingExample.Of(kind) is { } example)
            page.Append(Example(example));
        return page.ToString();
    }

    public static string Index()
    {
        var index = new StringBuilder("# Findings\n\n");
        index.Append("Everything that StrictPost can find wrong, or worth a remark. Codes are stable: scripts may rely on them.\n\n");
        index.Append("An **error** breaks the RFC. A **warning** works today, but is likely not what was meant. An **info** is worth knowing.\n");
        foreach (var area in Catalogue.All.GroupBy(TitleOf, StringComparer.Ordinal))
        {
            index.Append($"\n## {area.Key}\n\n| code | severity | what it says |\n|---|---|---|\n");
            foreach (var kind in area)
                index.Append($"| [{kind.Code}]({kind.Code}.md) | {Word(kind.Severity)} | {Cell(Generic(kind.Message))} |\n");
        }

        return index.ToString();
    }

    /// <summary>A text with its placeholders shown as what they are: something that depends on the input.</summary>
    private static string Generic(string text) => text
        .Replace("{value}", "…", StringComparison.Ordinal)
        .Replace("{expected}", "…", StringComparison.Ordinal)
        .Replace("{detail}", "…", StringComparison.Ordinal)
        .Replace("{host}", "…", StringComparison.Ordinal);

    private static string Example(FindingExample example)
    {
        var finding = example.Finding;
        var section = new StringBuilder($"\n## Example\n\n```text\n{example.Text}\n```\n\n");
        if (finding.Place.IsKnown)
            section.Append($"Line {finding.Place.Line}, column {finding.Place.Column}: ");
        section.Append($"{Printable.Escape(finding.Message)}\n\n");
        if (finding.Fix != finding.Kind.Fix)
            section.Append($"{Printable.Escape(finding.Fix)}\n\n");
        section.Append($"This is case `{example.CaseId}` of the [conformance suite](../../conformance/README.md).\n");
        return section.ToString();
    }

    private static string SeverityOf(FindingKind kind) => (kind.Severity, kind.SenderTolerates) switch
    {
        (Severity.Error, _) when kind.Code.StartsWith("domain-", StringComparison.Ordinal) => "error",
        (Severity.Error, false) => "error: a sender acts as if the thing were not there",
        (Severity.Error, true) => "error, though senders read past it",
        (Severity.Warning, _) => "warning",
        _ => "info: nothing to do",
    };

    private static string Link(string rfc)
    {
        string[] parts = rfc.Split(' ');
        return $"[{rfc}](https://www.rfc-editor.org/rfc/rfc{parts[1]}#section-{parts[2][1..]})";
    }

    private static string TitleOf(FindingKind kind)
    {
        var area = Areas.FirstOrDefault(area => kind.Code.StartsWith(area.Prefix + "-", StringComparison.Ordinal));
        return area.Title ?? "Other";
    }

    private static string Word(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        _ => "info",
    };

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
