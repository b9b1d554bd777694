using System.Collections.Immutable;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.MtaSts;

namespace StrictPost.Protocol.Changes;

/// <summary>Goes back to what was before a change, as long as that refuses no mail.</summary>
public static class ChangeReturn
{
    /// <summary>
    /// The change as it goes on after it was cancelled: ended where nothing was published, else on its way back. Each step of the way
    /// back is one of the machine's, with all that it needs.
    /// </summary>
    /// <returns>No value where the way back is a change of its own; the finding says what that costs.</returns>
    public static Parsed<Change> Of(Change change, ChangeFacts facts)
    {
        if (change.Standing != ChangeStanding.Running)
            return new(null, [ChangeFindings.Nothing.Found()]);
        // A way back that does not go on may be given up where it is: another change leads out of there.
        if (change.Kind == ChangeKind.RollBack)
        {
            return ChangeMachine.Advance(change, facts).Next is StepOutcome.Blocked
                ? new(change with { Standing = ChangeStanding.Cancelled }, [])
                : new(null, [ChangeFindings.OnTheWayBack.Found(expected: Moments.ToText(ChangeForecast.ExpectedEndOf(change, facts)))]);
        }

        if (Passed(change, facts) is { } why)
            return new(null, [ChangeFindings.PastReturn.Found(detail: why, expected: Moments.ToText(ChangeForecast.ExpectedEndOf(change, facts)))]);
        return new(IsUntouched(change, facts) ? change with { Standing = ChangeStanding.Cancelled } : Back(change, facts), []);
    }

    /// <summary>What can be said of going back: until when senders may hold the policy that the change published; null where nobody does.</summary>
    public static DateTimeOffset? HeldUntil(Change change, ChangeFacts facts)
    {
        var published = change.Steps.OfType<ChangeStep.Serve>().Select(step => step.Policy).Where(policy => policy != change.Before).ToHashSet();
        return facts.Ledger.Where(body => published.Contains(body.Policy)).Max(body => body.HeldUntil(facts.Now)) is { } until && until > facts.Now ? until : null;
    }

    private static string? Passed(Change change, ChangeFacts facts)
    {
        if (change.Steps.OfType<ChangeStep.MoveMail>().FirstOrDefault() is { } move
            && !change.MailBefore.Contains(move.Hosts) && (HasEnded(change, move) || facts.Mail.Shows(move.Hosts)))
            return $"mail goes to {move.Hosts} already";
        return change.Steps.OfType<ChangeStep.Withdraw>().FirstOrDefault() is { } withdraw
            && (HasEnded(change, withdraw) || (change.Current == withdraw && facts.Record.Shows(null)))
            ? "the record is gone, so senders find no policy any more"
            : null;
    }

    private static bool HasEnded(Change change, ChangeStep step) => change.Steps.IndexOf(step) < change.Marks.Length;

    /// <summary>Nothing of it was served, so nothing was announced either.</summary>
    private static bool IsUntouched(Change change, ChangeFacts facts)
    {
        if (change.Steps.Take(change.Marks.Length).Any(step => step is ChangeStep.Serve))
            return false;
        if (change.Place == PolicyPlace.Here)
            return facts.Hosted?.Body == change.Before?.ToBody();
        return change.Current is not ChangeStep.Serve next || (facts.Served.Gap is null && !facts.Served.Shows(next.Policy.ToBody()));
    }

    private static Change Back(Change change, ChangeFacts facts) => change with
    {
        Kind = ChangeKind.RollBack,
        IdsBefore = change.Knowing([.. change.Marks.Select(mark => mark.Id), .. Hosted(facts)]).IdsBefore,
        Steps = change.Before is { } before ? ChangeSteps.Edit(Latest(change), before) : ChangeSteps.Leave(Latest(change)!),
        Marks = ImmutableArray<StepMark>.Empty,
        StartedAt = facts.Now,
        Before = Latest(change),
        Override = null,
    };

    /// <summary>The id on its way to the record, even where no server shows it yet.</summary>
    private static string?[] Hosted(ChangeFacts facts) => facts.Hosted is { } hosted ? [hosted.Id] : [];

    /// <summary>What the change had served last, or was about to.</summary>
    private static StsPolicy? Latest(Change change) =>
        change.Steps.Take(change.Marks.Length + 1).OfType<ChangeStep.Serve>().LastOrDefault()?.Policy
        ?? change.Before ?? change.Steps.OfType<ChangeStep.Serve>().FirstOrDefault()?.Policy;
}
