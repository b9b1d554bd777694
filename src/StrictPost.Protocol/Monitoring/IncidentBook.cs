using System.Collections.Immutable;

namespace StrictPost.Protocol.Monitoring;

/// <summary>
/// Makes incidents of alarms: what comes and goes is one incident, and is told once. Pure: what it says depends on the incidents, the look and
/// the time alone.
/// </summary>
/// <remarks>
/// It is over when at least <see cref="LooksToResolve"/> looks in a row have not seen it, over at least <see cref="QuietTime"/>. What comes back
/// within <see cref="OneDay"/> after that is the same incident; it is told that it is back, and from then on it is over only after a whole day
/// without it. So within a day it is told at most once that something began, is over, and is back.
/// </remarks>
public static class IncidentBook
{
    /// <summary>So many looks in a row have to be without it.</summary>
    public const int LooksToResolve = 2;

    /// <summary>For so long it has to be away.</summary>
    public static readonly TimeSpan QuietTime = TimeSpan.FromHours(1);

    /// <summary>For so long it has to be away once it has come back; and for so long after its end it is still the same.</summary>
    public static readonly TimeSpan OneDay = TimeSpan.FromDays(1);

    /// <summary>Every incident that a look changes, and what is to be told.</summary>
    /// <param name="known">The domain's incidents that are not over for good (<see cref="WatchedIncident.IsOver"/>).</param>
    /// <param name="alarms">All that the look saw, each once.</param>
    /// <param name="sources">Which kinds of look it was: of others it says nothing.</param>
    /// <param name="now">When it was.</param>
    public static ImmutableArray<IncidentChange> Look(
        IReadOnlyCollection<WatchedIncident> known, IReadOnlyCollection<Alarm> alarms, IReadOnlyCollection<AlarmSource> sources, DateTimeOffset now)
    {
        var live = known.Where(incident => !incident.IsOver(now)).ToList();
        var seen = alarms.Where(alarm => sources.Contains(alarm.Source))
            .Select(alarm => Seen(live.Find(incident => incident.IsOf(alarm)), alarm, now));
        var gone = live.Where(incident => sources.Contains(incident.Alarm.Source) && incident.Standing != WatchStanding.Resolved && !alarms.Any(incident.IsOf))
            .Select(incident => Gone(incident, now));
        return [.. seen, .. gone];
    }

    private static IncidentChange Seen(WatchedIncident? known, Alarm alarm, DateTimeOffset now)
    {
        if (known is null)
        {
            var standing = alarm.NeedsSecondLook ? WatchStanding.Suspected : WatchStanding.Open;
            var begun = new WatchedIncident { Alarm = alarm, Standing = standing, OpenedAt = now, SeenAt = now, ToldStage = alarm.Stage };
            return new IncidentChange(null, begun, standing == WatchStanding.Open ? NoticeKind.Opened : null);
        }

        var after = known with
        {
            Alarm = alarm,
            Standing = WatchStanding.Open,
            SeenAt = now,
            AbsentSince = null,
            Absences = 0,
            ResolvedAt = null,
            Returns = known.Returns + (known.Standing == WatchStanding.Resolved ? 1 : 0),
            ToldStage = Math.Max(known.ToldStage, alarm.Stage),
        };
        return new IncidentChange(known, after, known.Standing switch
        {
            WatchStanding.Suspected => NoticeKind.Opened,
            WatchStanding.Resolved => NoticeKind.Returned,
            _ => alarm.Stage > known.ToldStage ? NoticeKind.Worsened : null,
        });
    }

    private static IncidentChange Gone(WatchedIncident known, DateTimeOffset now)
    {
        if (known.Standing == WatchStanding.Suspected)
            return new IncidentChange(known, null, null);
        var since = known.AbsentSince ?? now;
        var away = known with { AbsentSince = since, Absences = known.Absences + 1 };
        bool isOver = away.Absences >= LooksToResolve && now - since >= (away.Returns == 0 ? QuietTime : OneDay);
        return isOver
            ? new IncidentChange(known, away with { Standing = WatchStanding.Resolved, ResolvedAt = now }, NoticeKind.Resolved)
            : new IncidentChange(known, away, null);
    }
}
