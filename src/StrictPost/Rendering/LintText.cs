using Spectre.Console;
using StrictPost.CommandLine;
using StrictPost.Linting;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Rules;
using StrictPost.Protocol.Text;

namespace StrictPost.Rendering;

/// <summary>What <c>lint</c> prints for one subject.</summary>
internal static class LintText
{
    public static void Write(IAnsiConsole console, Subject subject)
    {
        string verdict = subject.IsValid ? "[green]valid[/]" : "[red]not valid[/]";
        string[] facts = [Summary(subject.Policy), FindingText.Count(subject.Findings)];
        string rest = string.Join(" · ", facts.Where(fact => fact.Length > 0));
        console.MarkupLine($"[bold]{Terminal.Safe(subject.Name)}[/]: {verdict}{(rest.Length > 0 ? " · " : "")}{Terminal.Safe(rest)}");
        foreach (var repair in subject.Repairs ?? [])
            WriteRepair(console, repair);
        foreach (var finding in subject.Findings)
            FindingText.Write(console, finding);
    }

    public static LintJson ToJson(Subject subject) => new(
        subject.Name,
        subject.IsValid,
        [.. subject.Findings.Select(FindingText.ToJson)],
        subject.Repairs?.Select(repair => new RepairJson(
            repair.Finding.Code,
            repair.Finding.Place.IsKnown ? repair.Finding.Place.Line : null,
            repair.Before,
            repair.After)).ToList());

    private static string Summary(StsPolicy? policy) => policy is null
        ? ""
        : $"mode {policy.Mode.ToText()}, max_age {Duration.InWords(policy.MaxAge)}, {policy.Mx.Length} mx";

    private static void WriteRepair(IAnsiConsole console, Repair repair)
    {
        string after = repair.After is null ? "removed" : $"now `{repair.After}`";
        console.MarkupLine($"  [green]repaired[/] {Terminal.Safe(repair.Finding.Message)}");
        console.MarkupLine($"      `{Terminal.Safe(repair.Before)}` {Terminal.Safe(after)}");
    }
}
