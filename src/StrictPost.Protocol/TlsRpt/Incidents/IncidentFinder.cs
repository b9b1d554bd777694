using System.Collections.Immutable;

namespace StrictPost.Protocol.TlsRpt.Incidents;

/// <summary>Finds the incidents in what reporters counted for one domain.</summary>
public static class IncidentFinder
{
    /// <summary>So many days with sessions and without the failure a reporter must report before it counts as cured there.</summary>
    public const int CleanDays = 2;

    /// <summary>After so many days without any report of a reporter nothing is expected of it: some report only when something fails.</summary>
    public const int SilentDays = 14;

    /// <summary>Most days in <see cref="Incident.Widened"/>.</summary>
    public const int MostWidenings = 50;

    /// <summary>All incidents, the newest first.</summary>
    public static ImmutableArray<Incident> Of(IncidentInput input)
    {
        var calendar = new ReporterCalendar(input.Days);
        var incidents = input.Failures
            .GroupBy(row => row.Cause, StringComparer.Ordinal)
            .SelectMany(cause => Episodes(InOrder(cause), calendar, input.Today));
        return [.. incidents
            .Select(episode => IncidentTeller.Tell(episode, input, calendar))
            .OrderByDescending(incident => incident.LastSeen)
            .ThenByDescending(incident => incident.Opened)
            .ThenBy(incident => incident.Cause.Code, StringComparer.Ordinal)];
    }

    private static List<FailureDay> InOrder(IEnumerable<FailureDay> rows) =>
    [
        .. rows.OrderBy(row => row.Day)
            .ThenBy(row => row.Reporter, StringComparer.Ordinal)
            .ThenBy(row => row.Mx, StringComparer.Ordinal)
            .ThenBy(row => row.Version, StringComparer.Ordinal),
    ];

    /// <summary>The failures of one cause, cut where they were cured in between.</summary>
    private static IEnumerable<Episode> Episodes(List<FailureDay> rows, ReporterCalendar calendar, DateOnly today)
    {
        int first = 0;
        var last = new Dictionary<string, DateOnly>(StringComparer.Ordinal);
        for (int i = 0; i < rows.Count; i++)
        {
            if (i > first && rows[i].Day > rows[i - 1].Day && EpisodeEnd.Of(last, calendar, rows[i].Day.AddDays(-1)) is { State: IncidentState.Resolved } end)
            {
                yield return new Episode(rows[first..i], end);
                first = i;
                last.Clear();
            }

            last[rows[i].Reporter] = rows[i].Day;
        }

        yield return new Episode(rows[first..], EpisodeEnd.Of(last, calendar, today));
    }
}
