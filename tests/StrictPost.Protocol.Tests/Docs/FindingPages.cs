using System.Text;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.Text;

namespace StrictPost.Protocol.Tests.Docs;

/// <summary>One page for each kind of finding, and their index.</summary>
internal static class FindingPages
{
    public static string Page(FindingKind kind)
    {
        var category = Catalogue.CategoryOf(kind);
        var page = new StringBuilder($"# {kind.Code}\n\n> {Generic(kind.Message)}\n\n");
        page.Append("| | |\n|---|---|\n");
        page.Append($"| severity | {SeverityLine.Of(kind)} |\n");
        page.Append($"| category | {TitleOf(category)} (`{category.ToText()}`) |\n");
        page.Append($"| rule | {Link(kind.Rfc)} |\n\n");
        page.Append($"## What it does\n\n{kind.Why.Trim()}\n\n");
        page.Append($"## What to do\n\n{Generic(kind.Fix)}\n");
        if (FindingExample.Of(kind) is { } example)
            page.Append(Example(example));
        AppendWords(page, kind);
        return page.ToString();
    }

    public static string Index()
    {
        var index = new StringBuilder("# Findings\n\n");
        index.Append("Everything that StrictPost can find wrong, or worth a remark. Codes are stable: scripts may rely on them.\n\n");
        index.Append("An **error** breaks a rule, and mail or its protection suffers. Some errors are **undetermined**: what is so cannot be told from\n");
        index.Append("where the check ran, and they count for exit code 3 instead of 1. A **warning** is fragile, or likely not what was meant; it leaves\n");
        index.Append("the exit code at 0. An **info** is worth knowing. HOST and … stand for the names and texts at hand.\n\n");
        index.Append("The categories follow the way of a mail: A the record, B the policy and how senders get it, C the mail hosts, D the policy's patterns\n");
        index.Append("against the mail hosts, E names handed over to a provider, F the record that asks for reports, G DANE, H practice, I the reports that came.\n");
        foreach (var category in Catalogue.All.GroupBy(Catalogue.CategoryOf))
        {
            index.Append($"\n## {TitleOf(category.Key)}\n\n| code | severity | what it says |\n|---|---|---|\n");
            foreach (var kind in category)
                index.Append($"| [{kind.Code}]({kind.Code}.md) | {Word(kind)} | {Cell(Generic(kind.Message))} |\n");
        }

        return index.ToString();
    }

    /// <summary>A text with its placeholders shown as what they are: something that depends on the input.</summary>
    private static string Generic(string text) => text
        .Replace(" ({value})", "", StringComparison.Ordinal)
        .Replace("{value}", "…", StringComparison.Ordinal)
        .Replace("{expected}", "…", StringComparison.Ordinal)
        .Replace("{detail}", "…", StringComparison.Ordinal)
        .Replace("{host}", "HOST", StringComparison.Ordinal);

    private static string Example(FindingExample example)
    {
        var finding = example.Finding;
        var section = new StringBuilder("\n## Example\n\n");
        if (example.Text is { } text)
            section.Append($"```text\n{text}\n```\n\n");
        string place = finding.Place.IsKnown ? $"{finding.Place.Line}:{finding.Place.Column} " : "";
        section.Append($"```text\n{place}{Word(finding.Kind.Severity)} {Printable.Escape(finding.Message)}\n");
        section.Append($"    Fix: {Printable.Escape(finding.Fix)}\n    {finding.Code} · {finding.Kind.Rfc}\n```\n");
        if (example.CaseId is { } id)
            section.Append($"\nThis is case `{id}` of the [conformance suite](../../conformance/README.md).\n");
        if (LabScenarios.Showing(finding.Code) is { } scenario)
            section.Append($"\nTry it: `strictpost lab --scenario {scenario}` runs a [small internet](../guide/lab.md) in which this is so, and says how to check it.\n");
        return section.ToString();
    }

    private static void AppendWords(StringBuilder page, FindingKind kind)
    {
        var words = Glossary.Of($"{Generic(kind.Message)} {kind.Why} {Generic(kind.Fix)} {SeverityLine.Of(kind)}").ToList();
        if (words.Count == 0)
            return;
        page.Append("\n## Words\n\n");
        foreach (var (word, meaning) in words)
            page.Append($"- **{word}**: {meaning}\n");
    }

    private static string Link(string rfc)
    {
        string[] parts = rfc.Split(' ');
        return $"[{rfc}](https://www.rfc-editor.org/rfc/rfc{parts[1]}#section-{parts[2][1..]})";
    }

    private static string TitleOf(Category category) => category switch
    {
        Category.Record => "A record",
        Category.RetrievalDns => "B policy host: DNS",
        Category.RetrievalTcp => "B policy host: TCP",
        Category.RetrievalTls => "B policy host: TLS",
        Category.RetrievalHttp => "B policy host: HTTP",
        Category.RetrievalSyntax => "B policy: syntax",
        Category.MailHost => "C mail hosts",
        Category.Coverage => "D mx patterns against mail hosts",
        Category.Delegation => "E delegation",
        Category.Reporting => "F TLS reporting",
        Category.Dane => "G DANE",
        Category.Practice => "H practice",
        Category.Report => "I reports",
        Category.Change => "J changes of policy",
        Category.Monitoring => "K monitors",
        Category.Issuance => "Certificates of the policy hosts that StrictPost serves",
        _ => "What StrictPost is given: files and names",
    };

    private static string Word(FindingKind kind) => kind.IsUndetermined ? "undetermined" : Word(kind.Severity);

    private static string Word(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        _ => "info",
    };

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
