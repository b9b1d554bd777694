namespace StrictPost.Protocol.Changes;

/// <summary>
/// Leads a change from step to step. Pure: what it says depends on the change, on what was seen, and on nothing else; so a process may
/// die at any moment, and the next look finds out where it is. A step counts as ended when its effect was seen, never because it was asked for.
/// </summary>
public static class ChangeMachine
{
    /// <summary>
    /// Ends every step that what was seen shows to have ended, and says what is next. What an action in the answer does is to be seen the next
    /// time; the change in the answer is to be kept before anything is done.
    /// </summary>
    public static ChangeAdvance Advance(Change change, ChangeFacts facts)
    {
        var at = change.Learn(facts);
        for (int turns = 0; at.Current is not null; turns++)
        {
            if (turns > 2 * at.Steps.Length)
                throw new InvalidOperationException($"The steps of {at.Domain.Ascii} contradict each other at {at.Current}.");
            switch (StepRules.Of(at, facts))
            {
                case StepOutcome.Ended ended:
                    at = Settled(at, facts).Ended(facts.Now, ended.Id);
                    break;
                case StepOutcome.Lost:
                    at = at.Back();
                    break;
                case StepOutcome.Act { Action: ChangeAction.Announce announce } next:
                    return new ChangeAdvance(at.Knowing([announce.Id]), next);
                case var next:
                    return new ChangeAdvance(at, next);
            }
        }

        return new ChangeAdvance(at.Standing == ChangeStanding.Running ? at with { Standing = ChangeStanding.Done } : at, null);
    }

    /// <summary>
    /// Where others choose the ids, an id that was there before the new policy was everywhere tells senders nothing of it: some have fetched
    /// the old policy for it.
    /// </summary>
    private static Change Settled(Change change, ChangeFacts facts) =>
        change.Place == PolicyPlace.Elsewhere && change.Current is ChangeStep.Serve ? change.Knowing(facts.Record.Values) : change;
}
