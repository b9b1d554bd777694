namespace StrictPost.Protocol.Monitoring;

/// <summary>How an incident stands.</summary>
public enum WatchStanding
{
    /// <summary>Seen once, where one look is not enough; nobody was told.</summary>
    Suspected,

    /// <summary>It is so, or was until a moment ago.</summary>
    Open,

    /// <summary>It has been gone for long enough.</summary>
    Resolved,
}

/// <summary>What somebody ought to be told of an incident.</summary>
public enum NoticeKind
{
    /// <summary>It has begun.</summary>
    Opened,

    /// <summary>It has come further.</summary>
    Worsened,

    /// <summary>It is over.</summary>
    Resolved,

    /// <summary>It was over, and is back within a day.</summary>
    Returned,
}

/// <summary>One thing that went wrong with a domain, from its first sight to its end, however often it comes and goes in between.</summary>
public sealed record WatchedIncident
{
    /// <summary>As it was seen last.</summary>
    public required Alarm Alarm { get; init; }

    /// <summary>How it stands.</summary>
    public required WatchStanding Standing { get; init; }

    /// <summary>When it was first seen.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>When it was last seen.</summary>
    public required DateTimeOffset SeenAt { get; init; }

    /// <summary>The first look, of those without it, since it was last seen; null while the last look saw it.</summary>
    public DateTimeOffset? AbsentSince { get; init; }

    /// <summary>How many looks in a row did not see it.</summary>
    public int Absences { get; init; }

    /// <summary>When it was over; null while it is not.</summary>
    public DateTimeOffset? ResolvedAt { get; init; }

    /// <summary>How often it came back after it was over.</summary>
    public int Returns { get; init; }

    /// <summary>The furthest <see cref="Monitoring.Alarm.Stage"/> that was told.</summary>
    public int ToldStage { get; init; }

    /// <summary>Whether nothing more can come of it.</summary>
    public bool IsOver(DateTimeOffset now) => ResolvedAt is { } at && now - at >= IncidentBook.OneDay;

    internal bool IsOf(Alarm alarm) => Alarm.Source == alarm.Source && Alarm.Code == alarm.Code && Alarm.Key == alarm.Key;
}

/// <summary>An incident that a look changed.</summary>
/// <param name="Before">As it was; null where it is new.</param>
/// <param name="After">As it is; null where it was a suspicion that came to nothing.</param>
/// <param name="Notice">What to tell; null for nothing.</param>
public sealed record IncidentChange(WatchedIncident? Before, WatchedIncident? After, NoticeKind? Notice);
