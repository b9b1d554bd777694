using StrictPost.Protocol.Changes;

namespace StrictPost.Protocol.Tests.Changes.Simulation;

/// <summary>One history of a domain: a few changes, one after the other, with all that happens meanwhile.</summary>
internal sealed class History
{
    private const long Day = 24 * ModelWorld.Hour;

    /// <summary>Within that time after all has become calm, every change has to end, in seconds.</summary>
    private const long Bound = 30 * Day;

    private readonly ModelWorld _world;
    private readonly ModelOwner _owner;
    private readonly ModelProgram _program;
    private readonly ModelMeddler _meddler;

    private History(int seed, Mutant mutant, List<string>? story)
    {
        _world = new ModelWorld(seed) { Story = story };
        _owner = new ModelOwner(_world);
        _program = new ModelProgram(_world, _owner, mutant);
        _meddler = new ModelMeddler(_world, _owner, _program);
    }

    /// <summary>Tells it; null where all promises were kept, else the first that was broken.</summary>
    public static string? Tell(int seed, Mutant mutant, List<string>? story = null)
    {
        var history = new History(seed, mutant, story);
        try
        {
            history.Go();
        }
        catch (Exception fault) when (fault is InvalidOperationException or ArgumentOutOfRangeException or IndexOutOfRangeException)
        {
            history._world.Break("machine", fault.Message);
        }

        return history._world.Broken;
    }

    private void Go()
    {
        int changes = 2 + _world.Chance.Below(3);
        for (int number = 0; number < changes && _world.Broken is null; number++)
        {
            LetPass(_world.Chance.Spell(2 * Day));
            if (_world.Chance.Happens(40))
                MoveFreely();
            if (Plan() is { } change)
                See(change);
        }

        LetPass(2 * Day);
    }

    private void MoveFreely()
    {
        _meddler.MoveFreely(_world.Served.Newest?.Policy);
        LetPass(Math.Max(_world.Now, _world.Mail.SettledAt) + ModelEyes.LongestLook + 1 - _world.Now);
    }

    private Change? Plan()
    {
        var policy = _world.Served.Newest?.Policy;
        var (request, overrides) = ModelWishes.Next(_world, policy);
        if (overrides || _world.Ledger.IsEnforced(_world))
            _world.Hosts.MendAll();
        return ChangePlanner.Plan(request, new ChangeBasis
        {
            Domain = ModelWorld.Domain,
            Place = _world.Place,
            Policy = policy,
            Facts = ModelEyes.Look(_world),
            Override = overrides ? "mail is known to be fine" : null,
        }).Value;
    }

    /// <summary>Through to its end.</summary>
    private void See(Change change)
    {
        _world.Promised = null;
        _program.Begin(change);
        long calmAt = _world.Now + _world.Chance.Spell(6 * Day);
        while (_program.NextLook != long.MaxValue && _world.Broken is null)
        {
            _world.IsCalm = _world.Now >= calmAt;
            if (_world.Now > calmAt + Bound)
                _world.Break("d", $"{_program.Change.Kind} never ends: {_program.Change.Current}, {_program.Next}");
            else
                Step();
        }

        _world.IsCalm = false;
        _owner.Forget();
        if (_program.Change.Standing == ChangeStanding.Done)
            Promise(_program.Change);
        if (_meddler.TtlSettlesAt > _world.Now)
            LetPass(_meddler.TtlSettlesAt - _world.Now);
    }

    private void Step()
    {
        var sender = NextSender();
        long at = Math.Min(sender.NextMail, Math.Min(_owner.DueAt, _program.NextLook));
        _world.Now = Math.Max(_world.Now, at);
        if (at == _owner.DueAt)
        {
            _owner.Act();
        }
        else if (at == _program.NextLook)
        {
            _program.Look();
            _meddler.AfterLook();
        }
        else
        {
            sender.SendMail();
        }
    }

    /// <summary>What a change that is done stands for.</summary>
    private void Promise(Change change)
    {
        bool leaves = change.Steps.Any(step => step is ChangeStep.AwaitExpiry) || change.Kind == ChangeKind.Leave;
        if (leaves)
        {
            if (_world.Served.Newest is not null || _world.Record.Newest.Id is not null)
                _world.Break("end", "a domain that has left still serves, or has a record");
            LetPass(_world.Chance.Spell(Day));
            _world.PutMail(MailHostPool.AnySet(_world.Chance));
            return;
        }

        _world.Promised = _world.Ledger.Of(change.Steps.OfType<ChangeStep.Serve>().LastOrDefault()?.Policy ?? change.Before!);
        if (_world.Served.Newest != _world.Promised || _world.Record.Newest.Id is null)
            _world.Break("end", "what was done is not served, or not announced");
        if (change.Steps.OfType<ChangeStep.MoveMail>().LastOrDefault() is { } move && MailHostPool.Bits(move.Hosts) != _world.Mail.Newest.Hosts)
            _world.Break("end", "mail was not moved");
    }

    private void LetPass(long time)
    {
        long until = _world.Now + time;
        while (NextSender() is { } sender && sender.NextMail <= until && _world.Broken is null)
        {
            _world.Now = Math.Max(_world.Now, sender.NextMail);
            sender.SendMail();
        }

        _world.Now = until;
    }

    private ModelSender NextSender()
    {
        var next = _world.Senders[0];
        foreach (var sender in _world.Senders)
        {
            if (sender.NextMail < next.NextMail)
                next = sender;
        }

        return next;
    }
}
