using Spectre.Console;
using StrictPost.CommandLine;
using StrictPost.Protocol.Checking;

namespace StrictPost.Rendering;

/// <summary>What <c>check</c> prints for one domain: the verdict, the path, the findings.</summary>
internal static class CheckText
{
    public static void Write(IAnsiConsole console, CheckResult result, bool explain)
    {
        var mark = VerdictText.MarkOf(result.Verdict);
        console.MarkupLine($"[bold]{Terminal.Safe(result.Reading.Evidence.Domain.Ascii)}[/]: [bold {Colour(mark)}]{VerdictText.Title(result.Verdict)}[/]");
        console.MarkupLine($"  {Terminal.Safe(VerdictText.Sentence(result))}");
        console.MarkupLine($"  [grey]{Terminal.Safe(Summary(result))}[/]");
        console.WriteLine();
        var path = PathNode.Of(result);
        for (int i = 0; i < path.Length; i++)
            Write(console, path[i], "  ", i == path.Length - 1);
        if (explain)
            WriteSteps(console, result);
        if (!result.Findings.IsEmpty)
            console.WriteLine();
        foreach (var finding in result.Findings)
            FindingText.Write(console, finding, namesPage: true);
    }

    /// <summary>How many findings, when, how long.</summary>
    public static string Summary(CheckResult result)
    {
        var evidence = result.Reading.Evidence;
        string count = FindingText.Count(result.Findings);
        return $"{(count.Length > 0 ? count : "nothing to remark")} · seen {WorldFacts.Time(evidence.At)}, in {WorldFacts.Took(evidence.Took)}";
    }

    private static void Write(IAnsiConsole console, PathNode node, string indent, bool isLast)
    {
        console.MarkupLine($"{indent}{(isLast ? "└─" : "├─")} {Sign(node.Mark)} {Terminal.Safe(Shown.Of(node.Title))}");
        string below = indent + (isLast ? "   " : "│  ");
        string rail = node.Below.IsEmpty ? "   " : "│  ";
        foreach (string fact in node.Facts)
            console.MarkupLine($"{below}{rail}{Terminal.Safe(Shown.Of(fact))}");
        for (int i = 0; i < node.Below.Length; i++)
            Write(console, node.Below[i], below, i == node.Below.Length - 1);
    }

    private static void WriteSteps(IAnsiConsole console, CheckResult result)
    {
        console.WriteLine();
        console.MarkupLine("  What a sender does that meets the domain for the first time:");
        int number = 0;
        foreach (var step in Explanation.Of(result))
            console.MarkupLine($"  {++number,3}. {Sign(step.Mark)} {Terminal.Safe(Shown.Of(step.Text))} [grey]{step.Rfc}[/]");
    }

    private static string Sign(Mark mark) => $"[{Colour(mark)}]{mark.Sign(),-2}[/]";

    private static string Colour(Mark mark) => mark switch
    {
        Mark.Good => "green",
        Mark.Doubtful => "yellow",
        Mark.Unknown => "blue",
        _ => "red",
    };
}
