using StrictPost.Protocol.Findings;
using StrictPost.Protocol.MtaSts;

namespace StrictPost.Protocol.Changes;

/// <summary>The steps about the record. What somebody else wrote there is never touched.</summary>
internal static class RecordSteps
{
    private const string Record = "the record";

    /// <summary>Only while the policy is served everywhere: its id must not be seen before.</summary>
    public static StepOutcome Announce(Change change, StsPolicy policy, ChangeFacts facts)
    {
        string body = policy.ToBody();
        if (facts.Served.Contradicts(body) || (change.Place == PolicyPlace.Here && facts.Hosted?.Body != body))
            return new StepOutcome.Lost();
        if (facts.Served.Gap is not null)
            return StepRules.Until(null, ChangeFindings.PolicyNotServed.Found(detail: facts.Served.Gap));
        string id = IdFor(change, body, facts);
        if (facts.Record.IsOnly(id))
            return new StepOutcome.Ended(id);
        // MX may have changed since the policy was served: what would refuse mail is not told to anybody.
        if (StepRules.Uncovered(policy, facts) is { } uncovered)
            return uncovered;
        return Publish(change, facts, id, new ChangeAction.Announce(id, facts.Record.Values));
    }

    /// <summary>Until no cache holds what was there before; starts again when that is seen to be back.</summary>
    public static StepOutcome AwaitRecord(Change change, ChangeFacts facts)
    {
        string? id = change.AnnouncedId;
        if (facts.Record.Contradicts(id))
            return new StepOutcome.Lost();
        if (change.Steps[change.Marks.Length - 1] is ChangeStep.Announce { Policy: var policy } && StepRules.Uncovered(policy, facts) is { } uncovered)
            return uncovered;
        var until = change.LastMark + change.RecordLife;
        if (facts.Now < until)
            return StepRules.Until(until, ChangeFindings.OldAnswersKept.Found(Record, Moments.ToText(until)));
        return facts.Record.IsOnly(id) ? new StepOutcome.Ended(id) : StepRules.ForSight("The record", facts.Record.Gap);
    }

    public static StepOutcome Withdraw(Change change, ChangeFacts facts) => facts.Record.IsOnly(null)
        ? new StepOutcome.Ended()
        : Publish(change, facts, null, new ChangeAction.Withdraw(facts.Record.Values));

    /// <summary>Done by us where nobody else was at it; waited for where it is on its way, or cannot be seen.</summary>
    private static StepOutcome Publish(Change change, ChangeFacts facts, string? wanted, ChangeAction action)
    {
        if (facts.Record.Values.FirstOrDefault(seen => seen != wanted && !change.Knows(seen) && (seen is not null || wanted is null)) is { } stranger)
            return new StepOutcome.Blocked([ChangeFindings.RecordEdited.Found(stranger, wanted is null ? "no record" : $"the id {wanted}")]);
        if (facts.Record.Gap is not null && facts.Record.Values.IsEmpty)
            return StepRules.ForSight("The record", facts.Record.Gap);
        return facts.Record.Shows(wanted)
            ? StepRules.Until(null, ChangeFindings.RecordNotSeen.Found(detail: facts.Record.Gap ?? "some server still has an older one"))
            : new StepOutcome.Act(action);
    }

    /// <summary>
    /// The id that belongs to a body. Elsewhere the owner may choose another than the one we propose: any that was not there before tells
    /// senders to fetch.
    /// </summary>
    private static string IdFor(Change change, string body, ChangeFacts facts)
    {
        if (change.Place == PolicyPlace.Here)
            return facts.Hosted!.Id;
        return facts.Record.Values.FirstOrDefault(id => id is not null && !change.Knows(id))
            ?? PolicyId.Create(body, change.LastMark);
    }
}
