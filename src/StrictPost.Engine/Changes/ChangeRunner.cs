using StrictPost.Engine.Storage;
using StrictPost.Engine.Storage.Changes;
using StrictPost.Protocol.Changes;

namespace StrictPost.Engine.Changes;

/// <summary>One look at a change: how far it is, what was seen, and what is next.</summary>
/// <param name="Change">As it is kept now.</param>
/// <param name="Facts">What was seen.</param>
/// <param name="Next">What is next; null when it has ended.</param>
/// <param name="Task">What the owner has to do; null where nothing.</param>
/// <param name="Problem">What did not work, in a sentence; null where all did.</param>
public sealed record ChangeLook(StoredChange Change, ChangeFacts Facts, StepOutcome? Next, OwnerTask? Task, string? Problem);

/// <summary>
/// Takes a change as far as it goes now: looks, asks the machine, keeps what it says, and does what it asks for, until there is something to wait
/// for. May be killed at any moment, and may run in several processes at once: what is kept is kept once, and what is done twice does nothing more.
/// </summary>
public sealed class ChangeRunner(Database database, ChangeObserver observer, ChangeHands hands, ChangeProof proof)
{
    /// <summary>How often it acts in one look at most; a change has fewer actions.</summary>
    private const int MostActions = 8;

    private readonly ChangeStore _store = new(database);

    /// <summary>As far as it goes now.</summary>
    /// <exception cref="StoreException">The store cannot be used.</exception>
    public async Task<ChangeLook> LookAsync(StoredChange stored, CancellationToken cancellationToken)
    {
        ChangeAction? last = null;
        for (int actions = 0; ; actions++)
        {
            var facts = await observer.LookAsync(stored.Change.Domain, stored.Change.Place, ChangeQuestions.Of(stored.Change), cancellationToken);
            var advance = ChangeMachine.Advance(stored.Change, facts);
            if (await KeepAsync(stored, advance, facts, cancellationToken) is not { } kept)
                return new ChangeLook(await AgainAsync(stored, cancellationToken), facts, advance.Next, null, null);
            stored = kept;
            // What was done and cannot be seen yet is waited for.
            if (advance.Next is not StepOutcome.Act { Action: var action } || (action == last && actions > 0) || actions == MostActions)
                return new ChangeLook(stored, facts, advance.Next, null, null);
            var outcome = await hands.DoAsync(stored, action, cancellationToken);
            await NoteAsync(stored, outcome, cancellationToken);
            if (outcome is not HandOutcome.Done)
                return Told(await AgainAsync(stored, cancellationToken), facts, advance.Next, outcome);
            last = action;
        }
    }

    /// <summary>Looks again at domains whose change is done and put mail at risk: a batch goes on when that is mended.</summary>
    /// <returns>Those that are well again.</returns>
    /// <exception cref="StoreException">The store cannot be used.</exception>
    public async Task<IReadOnlyList<StoredChange>> RecheckAsync(CancellationToken cancellationToken)
    {
        var well = new List<StoredChange>();
        foreach (var change in await _store.HaltingAsync(cancellationToken))
        {
            if (await proof.RiskAsync(change.Change.Domain, cancellationToken) is not null)
                continue;
            await _store.ClearAsync(change.Id, cancellationToken);
            well.Add(change);
        }

        return well;
    }

    private static ChangeLook Told(StoredChange stored, ChangeFacts facts, StepOutcome? next, HandOutcome outcome) => new(
        stored, facts, next,
        outcome is HandOutcome.Owner owner ? owner.Task : null,
        outcome switch
        {
            HandOutcome.Blocked blocked => blocked.Why,
            HandOutcome.Failed failed => failed.Why,
            _ => null,
        });

    /// <summary>Keeps what the machine says, before anything is done; null when somebody else was faster.</summary>
    private async Task<StoredChange?> KeepAsync(StoredChange stored, ChangeAdvance advance, ChangeFacts facts, CancellationToken cancellationToken)
    {
        string? trouble = await TroubleAsync(stored, advance, cancellationToken);
        var after = stored with
        {
            Change = advance.Change,
            EndedAt = advance.Change.Standing == ChangeStanding.Running ? null : facts.Now,
            DueAt = ChangePace.Next(advance.Change, advance.Next, facts.Now),
            // Whether somebody's work is still in the way shows when it is tried again.
            Trouble = advance.Next is StepOutcome.Act ? stored.Trouble : trouble,
        };
        var events = ChangeEvents.Between(stored.Change, advance.Change).ToList();
        if (trouble is not null && trouble != stored.Trouble)
            events.Add($"Blocked: {trouble}");
        return await _store.SaveAsync(stored, after, events, cancellationToken) ? after : null;
    }

    /// <summary>What somebody has to mend. A change that is done can still be in trouble: then no further wave of its batch begins.</summary>
    private async Task<string?> TroubleAsync(StoredChange stored, ChangeAdvance advance, CancellationToken cancellationToken)
    {
        if (advance.Next is StepOutcome.Blocked blocked)
            return string.Join(" ", blocked.Why.Select(why => why.Message));
        return stored.Batch is not null && advance.Change.Standing == ChangeStanding.Done
            ? await proof.RiskAsync(stored.Change.Domain, cancellationToken)
            : null;
    }

    private async Task NoteAsync(StoredChange stored, HandOutcome outcome, CancellationToken cancellationToken)
    {
        string? said = outcome switch
        {
            HandOutcome.Done done => done.Event,
            HandOutcome.Blocked blocked when stored.Trouble != blocked.Why => $"Blocked: {blocked.Why}",
            HandOutcome.Failed failed when stored.Trouble != failed.Why => $"Failed: {failed.Why}",
            _ => null,
        };
        string? trouble = outcome switch
        {
            HandOutcome.Blocked blocked => blocked.Why,
            HandOutcome.Failed failed => failed.Why,
            _ => null,
        };
        if (said is not null || trouble != stored.Trouble)
            await _store.SaveAsync(stored, stored with { Trouble = trouble }, said is null ? [] : [said], cancellationToken);
    }

    private async Task<StoredChange> AgainAsync(StoredChange stored, CancellationToken cancellationToken) =>
        await _store.FindAsync(stored.Id, cancellationToken) ?? stored;
}
