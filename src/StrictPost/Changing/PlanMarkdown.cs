using StrictPost.Protocol.Changes;
using StrictPost.Protocol.Text;

namespace StrictPost.Changing;

/// <summary>A plan for a ticket: a list to tick off.</summary>
internal static class PlanMarkdown
{
    public static void Write(ChangePlan plan, TextWriter output)
    {
        output.WriteLine($"## {plan.Change.Domain}: {Safe(ChangeWords.Title(plan.Change))}");
        output.WriteLine();
        output.WriteLine($"Made {Moments.ToText(plan.MadeAt)}. Can be over on **{Moments.ToText(plan.End)}**.");
        output.WriteLine();
        foreach (var step in plan.Steps)
        {
            var text = StepText.Of(step.Step);
            output.WriteLine(step.Ended is { } ended
                ? $"- [x] {Safe(text.Title)} ({Moments.ToText(ended)})"
                : $"- [ ] **not before {Moments.ToText(step.Expected)}**: {Safe(text.Title)}");
            output.WriteLine($"  {Safe(text.Reason)} _{text.Rfc}_");
        }

        if (plan.Gate is not { IsOpen: false } gate)
            return;
        output.WriteLine();
        output.WriteLine("The gate is closed:");
        foreach (var finding in gate.Missing)
            output.WriteLine($"- {Safe(finding.Message)} {Safe(finding.Fix)}");
        foreach (var day in gate.Replay)
            output.WriteLine($"- {Safe(GateText.Replayed(day))}");
    }

    /// <summary>Text that means nothing to Markdown: some of it came in reports.</summary>
    private static string Safe(string text)
    {
        string plain = Printable.Escape(text);
        foreach (char special in "\\`*_[]<>|#")
            plain = plain.Replace($"{special}", $"\\{special}", StringComparison.Ordinal);
        return plain;
    }
}
