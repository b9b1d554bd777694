using StrictPost.Protocol.TlsRpt.Reports;

namespace StrictPost.Protocol.TlsRpt.Incidents;

/// <summary>On which days each reporter reported sessions, and how many of them failed.</summary>
internal sealed class ReporterCalendar(IReadOnlyCollection<ReporterDay> days)
{
    private readonly Dictionary<string, DateOnly[]> _days = days
        .Where(day => day.Counts.All > 0)
        .GroupBy(day => day.Reporter, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.Select(day => day.Day).Distinct().Order().ToArray(), StringComparer.Ordinal);

    private readonly Dictionary<(string Reporter, DateOnly Day), long> _failed = days
        .GroupBy(day => (day.Reporter, day.Day))
        .ToDictionary(group => group.Key, group => group.Aggregate(0L, (sum, day) => SessionCount.Sum(sum, day.Counts.Failed)));

    /// <summary>Failed sessions that a reporter counts for a day, for whichever cause; 0 where it counts none.</summary>
    public long Failed(string reporter, DateOnly day) => _failed.GetValueOrDefault((reporter, day));

    /// <summary>The days after one, until another.</summary>
    public ReadOnlySpan<DateOnly> Between(string reporter, DateOnly after, DateOnly until)
    {
        var reported = _days.GetValueOrDefault(reporter, []);
        int from = Index(reported, after.AddDays(1));
        int to = Index(reported, until.AddDays(1));
        return from < to ? reported.AsSpan(from..to) : [];
    }

    /// <summary>Where a day stands, or would stand.</summary>
    private static int Index(DateOnly[] days, DateOnly day)
    {
        int at = Array.BinarySearch(days, day);
        return at < 0 ? ~at : at;
    }
}
