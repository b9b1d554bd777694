using System.Collections.Immutable;
using StrictPost.CommandLine;
using StrictPost.Domains;
using StrictPost.Engine.Changes;
using StrictPost.Protocol.Changes;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.Text;
using StrictPost.Rendering;

namespace StrictPost.Changing;

/// <summary>How a change stands after a look at it, printed for people and for programs.</summary>
internal static class ChangeStatus
{
    public static void Print(ChangeLook look, bool asJson, Terminal terminal)
    {
        if (asJson)
            WriteJson(look, terminal);
        else
            WriteText(look, terminal);
    }

    /// <summary>0 while it goes on or is done, 1 when somebody has to mend something, 3 when something could not be seen.</summary>
    public static int ExitCodeOf(ChangeLook look)
    {
        if (look.Next is StepOutcome.Blocked || look.Change.Trouble is not null)
            return ExitCode.Findings;
        return look.Problem is null ? ExitCode.Fine : ExitCode.Undetermined;
    }

    private static ImmutableArray<Finding> Why(ChangeLook look) => look.Next switch
    {
        StepOutcome.Wait wait => wait.Why,
        StepOutcome.Blocked blocked => blocked.Why,
        _ => [],
    };

    private static void WriteText(ChangeLook look, Terminal terminal)
    {
        var change = look.Change.Change;
        terminal.Out.WriteLine($"{DomainText.Name(change.Domain)}: change {look.Change.Id}, {ChangeWords.Title(change)}");
        if (change.Override is not null)
            terminal.Out.WriteLine($"  Without the evidence, because: {Printable.Escape(change.Override)}");
        var steps = ChangeForecast.Of(change, look.Facts);
        for (int i = 0; i < steps.Length; i++)
            terminal.Out.WriteLine($"  {Mark(change, i)} {StepText.Of(steps[i].Step).Title}{Date(steps[i], look)}");
        if (change.Standing == ChangeStanding.Running)
            WriteNext(look, terminal);
        else
            terminal.Out.WriteLine($"  {(change.Standing == ChangeStanding.Done ? "Done" : "Cancelled")}{(look.Change.EndedAt is { } end ? $" on {Moments.ToText(end)}" : "")}.");
    }

    private static string Mark(Change change, int step) =>
        step < change.Marks.Length ? "[x]" : step == change.Marks.Length && change.Standing == ChangeStanding.Running ? "[>]" : "[ ]";

    private static string Date(DatedStep step, ChangeLook look) => step.Ended is { } ended
        ? $" ({Moments.ToText(ended)})"
        : step.Expected > look.Facts.Now ? $" (from {Moments.ToText(step.Expected)} on)" : "";

    private static void WriteNext(ChangeLook look, Terminal terminal)
    {
        foreach (var finding in Why(look))
        {
            terminal.Out.WriteLine($"  {Printable.Escape(finding.Message)} [{finding.Code}]");
            terminal.Out.WriteLine($"    {Printable.Escape(finding.Fix)}");
        }

        if (look.Problem is { } problem)
            terminal.Out.WriteLine($"  {Printable.Escape(problem)}");
        if (look.Task is { } task)
        {
            terminal.Out.WriteLine($"  Your turn. {task.Text}");
            foreach (string line in task.Lines)
                terminal.Out.WriteLine($"    {Printable.Escape(line)}");
        }
        else if (look is { Next: StepOutcome.Act, Problem: null })
            terminal.Out.WriteLine("  What was done is not seen from outside yet.");

        if (look.Next is StepOutcome.Wait { Until: { } until })
            terminal.Out.WriteLine($"  It goes on after {Moments.ToText(until)}: by itself where `strictpost serve` runs, else with `strictpost change apply {look.Change.Change.Domain}`.");
        else
            terminal.Out.WriteLine($"  `strictpost serve` looks again by itself; `strictpost change apply {look.Change.Change.Domain}` looks now.");
        if (look.Facts.Gate is { } gate)
            GateText.WriteReplay(gate, terminal);
    }

    private static void WriteJson(ChangeLook look, Terminal terminal) => JsonPage.Print(terminal, json =>
    {
        json.WriteStartObject();
        json.WriteNumber("id", look.Change.Id);
        PlanJson.WriteInto(json, ChangePlan.Of(look.Change.Change, look.Facts));
        json.WriteString("next", look.Next switch
        {
            null => null,
            StepOutcome.Wait => "wait",
            StepOutcome.Blocked => "blocked",
            _ => look.Task is null ? "act" : "owner",
        });
        json.WriteString("waitUntil", look.Next is StepOutcome.Wait { Until: { } until } ? PlanJson.Moment(until) : null);
        PlanJson.WriteFindings(json, "findings", Why(look));
        json.WriteString("problem", look.Problem);
        json.WriteString("trouble", look.Change.Trouble);
        json.WriteString("task", look.Task?.Text);
        json.WriteStartArray("taskLines");
        foreach (string line in look.Task?.Lines ?? [])
            json.WriteStringValue(line);
        json.WriteEndArray();
        json.WriteEndObject();
    });
}
