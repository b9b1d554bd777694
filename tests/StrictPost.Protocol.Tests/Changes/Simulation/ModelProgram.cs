using StrictPost.Protocol.Changes;

namespace StrictPost.Protocol.Tests.Changes.Simulation;

/// <summary>The program that leads a change, and dies now and then between keeping a change and acting on it.</summary>
internal sealed class ModelProgram(ModelWorld world, ModelOwner owner, Mutant mutant)
{
    private DateTimeOffset _latestForecast;

    /// <summary>What was kept last.</summary>
    public Change Change { get; private set; } = null!;

    /// <summary>What the last look said is next, if it came to say it.</summary>
    public StepOutcome? Next { get; private set; }

    public long NextLook { get; private set; } = long.MaxValue;

    public void Begin(Change change)
    {
        Change = mutant.OfChange(change);
        world.ByHand.Clear();
        _latestForecast = DateTimeOffset.MinValue;
        NextLook = world.Now;
    }

    public void Look()
    {
        var facts = mutant.OfFacts(ModelEyes.Look(world));
        var advance = ChangeMachine.Advance(Change, facts);
        world.Story?.Add($"{world.Now} {Change.Kind} {Change.Marks.Length} to {advance.Change.Marks.Length}, {advance.Change.Current}: {advance.Next}");
        CheckRepeat(advance, facts);
        if (Apply(advance))
            CheckForecast(facts);
        NextLook = Change.Standing == ChangeStanding.Running ? world.Now + Pause(advance.Next) : long.MaxValue;
    }

    /// <summary>Gives the change up, or leads it back.</summary>
    public void Cancel()
    {
        // Whoever gives a way back up leaves things as they are, and nothing is promised.
        if (Change.Kind == ChangeKind.RollBack)
            return;
        if (ChangeReturn.Of(Change, mutant.OfFacts(ModelEyes.Look(world))).Value is not { } back)
            return;
        owner.Forget();
        if (back.Standing == ChangeStanding.Running)
            Begin(back);
        else
            (Change, NextLook) = (back, long.MaxValue);
    }

    /// <summary>Keeps the change, then acts; true when it was kept. It may die before either, and after both.</summary>
    private bool Apply(ChangeAdvance advance)
    {
        int fate = world.IsCalm ? 100 : world.Chance.Below(100);
        if (fate < 4)
            return false;
        (Change, Next) = (advance.Change, advance.Next);
        if (fate >= 8 && advance.Next is StepOutcome.Act act)
            Do(act.Action);
        return true;
    }

    private void Do(ChangeAction action)
    {
        bool isOurs = action switch
        {
            ChangeAction.Serve or ChangeAction.StopServing => world.Place == PolicyPlace.Here,
            ChangeAction.Announce or ChangeAction.Withdraw => world.IsRecordOurs,
            _ => false,
        };
        if (!isOurs)
            owner.Ask(action);
        else if (action is ChangeAction.Announce announce)
            Publish(announce.Id, announce.InPlaceOf);
        else if (action is ChangeAction.Withdraw withdraw)
            Publish(null, withdraw.InPlaceOf);
        else
            world.Serve((action as ChangeAction.Serve)?.Policy);
    }

    /// <summary>An update says what it replaces, so it fails where somebody else was there in between.</summary>
    private void Publish(string? id, IEnumerable<string?> inPlaceOf)
    {
        if (!inPlaceOf.Contains(world.Record.Newest.Id, StringComparer.Ordinal))
            return;
        if (world.Record.Newest.Id is { } lost && world.ByHand.Contains(lost))
            world.Break("hand", $"the id {lost} was written by hand, and is overwritten");
        world.PutRecord(id);
    }

    private long Pause(StepOutcome? next)
    {
        long soon = ModelEyes.LongestLook + 10;
        return next switch
        {
            StepOutcome.Wait { Until: { } until } when world.Chance.Happens(80) => Math.Max(soon, ModelWorld.Time(until) - world.Now),
            StepOutcome.Act when !owner.IsBusy => soon + world.Chance.Spell(ModelWorld.Hour),
            _ => soon + world.Chance.Spell(8 * ModelWorld.Hour),
        };
    }

    private void CheckRepeat(ChangeAdvance advance, ChangeFacts facts)
    {
        var again = ChangeMachine.Advance(advance.Change, facts);
        if (!again.Change.Marks.SequenceEqual(advance.Change.Marks) || again.Change.Standing != advance.Change.Standing
            || again.Next?.GetType() != advance.Next?.GetType())
        {
            world.Break("d", $"{advance.Next} becomes {again.Next} when asked again");
        }
    }

    private void CheckForecast(ChangeFacts facts)
    {
        if (Change.Standing == ChangeStanding.Done)
        {
            if (_latestForecast > facts.Now)
                world.Break("e", $"a change ended before {_latestForecast:o}, which was its earliest end");
            return;
        }

        var end = ChangeForecast.EndOf(Change, facts);
        if (end > _latestForecast)
            _latestForecast = end;
    }
}
