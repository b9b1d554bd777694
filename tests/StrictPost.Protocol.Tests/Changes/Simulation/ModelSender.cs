namespace StrictPost.Protocol.Tests.Changes.Simulation;

/// <summary>How a sender keeps its policy fresh.</summary>
internal enum SenderHabit
{
    /// <summary>It looks at the record with each mail, and fetches when the id is new (RFC 8461 §5.1).</summary>
    HonoursIds,

    /// <summary>It looks at nothing before what it holds has expired.</summary>
    IgnoresIds,

    /// <summary>It honours ids, and fetches each day besides.</summary>
    RefreshesDaily,
}

/// <summary>A sender behind a resolver of its own.</summary>
internal sealed class ModelSender
{
    private readonly ModelWorld _world;
    private readonly int _number;
    private RecordAnswer _record;
    private long _recordUntil = long.MinValue;
    private MailAnswer _mail;
    private long _mailUntil = long.MinValue;
    private ModelBody? _held;
    private string? _heldId;
    private long _heldUntil = long.MinValue;
    private long _refreshAt;

    public ModelSender(ModelWorld world, int number)
    {
        _world = world;
        _number = number;
        Habit = (SenderHabit)world.Chance.Below(3);
        NextMail = world.Chance.Between(0, 6 * ModelWorld.Hour);
    }

    public SenderHabit Habit { get; }

    public long NextMail { get; set; }

    public void SendMail()
    {
        bool isFresh = Renew();
        var applied = _heldUntil > _world.Now ? _held : null;
        if (Habit != SenderHabit.IgnoresIds && isFresh && _world.Promised is { } promised && applied != promised)
            _world.Break("b", $"a sender that honours ids applies {applied?.Text ?? "nothing"} and not {promised.Text}");
        Deliver(applied);
        NextMail = _world.Now + 1 + Pause();
    }

    public void Deliver(ModelBody? applied)
    {
        int host = PickHost();
        bool isTrusted = _world.Hosts.IsTrustedBy(host, _number);
        _world.Hosts.Report(host, _number, isTrusted);
        if (applied is { Enforces: true } && !(MailHostPool.Has(applied.Covers, host) && isTrusted))
            _world.Break("a", $"{(isTrusted ? "a host that is not named" : "a bad certificate")}: mail to host {host} is refused");
    }

    /// <summary>Fetches where that is due; false when what it fetched did not come.</summary>
    private bool Renew()
    {
        bool holds = _heldUntil > _world.Now;
        if (Habit == SenderHabit.RefreshesDaily && holds && _world.Now >= _refreshAt)
            Fetch(_heldId, isTold: false);
        if (Habit == SenderHabit.IgnoresIds && holds)
            return true;
        var record = Record();
        if (record.Id is not { } id || (holds && id == _heldId))
            return true;
        return Fetch(id, isTold: true);
    }

    /// <summary>The last moment at which an answer holds, or a policy, is as likely as any other.</summary>
    private long Pause()
    {
        long last = _world.Chance.Below(6) switch
        {
            0 => _heldUntil - 1,
            1 => _recordUntil - 1,
            2 => _mailUntil - 1,
            _ => 0,
        };
        return last > _world.Now ? last - _world.Now : 600 + _world.Chance.Spell(36 * ModelWorld.Hour);
    }

    private bool Fetch(string? id, bool isTold)
    {
        if (!_world.IsCalm && _world.Chance.Happens(15))
            return false;
        var body = _world.Served.At(_world.Chance.Below(_world.Served.Places), _world.Now);
        if (body is null)
        {
            if (isTold && !_world.Strays.Contains(id!))
                _world.Break("c", "a record leads to no policy");
            return false;
        }

        body.LastServed = _world.Now;
        _world.Story?.Add($"{_world.Now} sender {_number} fetched {body.Text.ReplaceLineEndings(" ")}for {id}");
        (_held, _heldId) = (body, id);
        _heldUntil = _world.Now + _world.Chance.Between(0, 60) + body.Policy.MaxAge;
        _refreshAt = _world.Now + (24 * ModelWorld.Hour);
        return true;
    }

    private RecordAnswer Record()
    {
        if (_recordUntil > _world.Now)
            return _record;
        _record = _world.Record.At(_world.Chance.Below(_world.Record.Places), _world.Now);
        _recordUntil = _world.Now + _record.Ttl;
        return _record;
    }

    private int PickHost()
    {
        if (_mailUntil <= _world.Now)
        {
            _mail = _world.Mail.At(_world.Chance.Below(_world.Mail.Places), _world.Now);
            _mailUntil = _world.Now + _mail.Ttl;
        }

        int host = _world.Chance.Below(MailHostPool.Count);
        while (!MailHostPool.Has(_mail.Hosts, host))
            host = (host + 1) % MailHostPool.Count;
        return host;
    }
}
