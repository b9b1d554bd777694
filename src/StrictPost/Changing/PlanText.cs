using StrictPost.CommandLine;
using StrictPost.Domains;
using StrictPost.Protocol.Changes;

namespace StrictPost.Changing;

/// <summary>A plan for people: one step after the other, with its date and its reason.</summary>
internal static class PlanText
{
    public static void Write(ChangePlan plan, Terminal terminal)
    {
        terminal.Out.WriteLine($"{DomainText.Name(plan.Change.Domain)}: {ChangeWords.Title(plan.Change)}");
        int number = 0;
        foreach (var step in plan.Steps)
        {
            var text = StepText.Of(step.Step);
            number++;
            terminal.Out.WriteLine();
            terminal.Out.WriteLine($"{number,2}. {When(step, plan)}  {text.Title}");
            terminal.Out.WriteLine($"      {text.Reason} ({text.Rfc})");
        }

        terminal.Out.WriteLine();
        terminal.Out.WriteLine(plan.Change.Standing == ChangeStanding.Done
            ? "Done."
            : $"It can be over on {Moments.ToText(plan.End)}, if every step is taken as soon as it may be.");
        GateText.Write(plan.Gate, terminal);
    }

    private static string When(DatedStep step, ChangePlan plan) => step.Ended is { } ended
        ? $"done {Moments.ToText(ended)}"
        : step.Expected <= plan.MadeAt ? "now                      " : $"from {Moments.ToText(step.Expected)}";
}
