using StrictPost.Protocol.Changes;

namespace StrictPost.Engine.Changes;

/// <summary>What happened between two states of a change, in words.</summary>
internal static class ChangeEvents
{
    public static IEnumerable<string> Between(Change before, Change after)
    {
        int same = before.Marks.Zip(after.Marks).TakeWhile(pair => pair.First == pair.Second).Count();
        if (before.Steps.Length == after.Steps.Length && same < before.Marks.Length)
            yield return $"Went back to: {StepText.Of(after.Steps[same]).Title}. What was reached before is no longer so.";
        for (int i = same; i < after.Marks.Length; i++)
            yield return StepText.Of(after.Steps[i]).Ended;
        if (before.Standing == ChangeStanding.Running && after.Standing == ChangeStanding.Done)
            yield return "Done.";
    }
}
