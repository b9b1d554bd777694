using Spectre.Console;
using StrictPost.CommandLine;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.Text;

namespace StrictPost.Rendering;

/// <summary>Findings for people and for scripts.</summary>
internal static class FindingText
{
    /// <summary>Two or three lines: place, severity, what is wrong; what to do; where it is written.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="finding">Which.</param>
    /// <param name="namesPage">Whether to name the page of the documentation too.</param>
    public static void Write(IAnsiConsole console, Finding finding, bool namesPage = false)
    {
        string place = finding.Place.IsKnown ? $"{finding.Place.Line}:{finding.Place.Column} " : "";
        console.MarkupLine($"  {place}{Severity(finding.Severity)} {Terminal.Safe(Shown.Of(finding.Message))}");
        console.MarkupLine($"      Fix: {Terminal.Safe(Shown.Of(finding.Fix))}");
        console.MarkupLine($"      [grey]{finding.Code} · {finding.Kind.Rfc}{(namesPage ? $" · {Page(finding.Kind)}" : "")}[/]");
    }

    /// <summary>Where the documentation explains a kind, within the product's own folder.</summary>
    public static string Page(FindingKind kind) => $"docs/findings/{kind.Code}.md";

    /// <summary>The finding as JSON has it.</summary>
    public static FindingJson ToJson(Finding finding) => new(
        finding.Code,
        finding.Severity.ToString().ToLowerInvariant(),
        Printable.Escape(finding.Message),
        Printable.Escape(finding.Fix),
        finding.Kind.Rfc,
        finding.Place.IsKnown ? finding.Place.Line : null,
        finding.Place.IsKnown ? finding.Place.Column : null,
        finding.Host,
        finding.Value);

    /// <summary>Such as <c>2 errors, 1 warning</c>; empty when there are no findings.</summary>
    public static string Count(IReadOnlyList<Finding> findings) => string.Join(", ",
        new[] { Protocol.Findings.Severity.Error, Protocol.Findings.Severity.Warning, Protocol.Findings.Severity.Info }
            .Select(severity => (Name: severity.ToString().ToLowerInvariant(), Count: findings.Count(f => f.Severity == severity)))
            .Where(group => group.Count > 0)
            .Select(group => group.Name == "info" ? $"{group.Count} remark{Plural(group.Count)}" : $"{group.Count} {group.Name}{Plural(group.Count)}"));

    private static string Plural(int count) => count == 1 ? "" : "s";

    private static string Severity(Severity severity) => severity switch
    {
        Protocol.Findings.Severity.Error => "[red]error[/]",
        Protocol.Findings.Severity.Warning => "[yellow]warning[/]",
        _ => "[blue]info[/]",
    };
}
