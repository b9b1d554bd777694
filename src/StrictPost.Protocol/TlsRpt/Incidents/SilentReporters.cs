using System.Collections.Immutable;

namespace StrictPost.Protocol.TlsRpt.Incidents;

/// <summary>A reporter that used to report and has stopped. That is no alarm: it may have no more mail for the domain.</summary>
/// <param name="Reporter">Who.</param>
/// <param name="LastReport">The last day it reported for.</param>
/// <param name="UsualGap">Days between its reports, as a rule.</param>
public sealed record SilentReporter(string Reporter, DateOnly LastReport, int UsualGap);

/// <summary>Finds reporters that fell silent.</summary>
public static class SilentReporters
{
    /// <summary>So many days with reports within <see cref="SteadyWindow"/> make a steady reporter.</summary>
    public const int SteadyReports = 5;

    /// <summary>The days before a reporter's last one in which it must have been steady.</summary>
    public const int SteadyWindow = 14;

    /// <summary>A silence is longer than this, in days, and longer than three times the usual gap.</summary>
    public const int ShortestSilence = 3;

    private const int Gaps = 3;

    /// <summary>Those that are silent today, the ones first that were heard of last. Days with successes only count as well.</summary>
    public static ImmutableArray<SilentReporter> Of(IReadOnlyList<ReporterDay> days, DateOnly today) =>
    [
        .. days.GroupBy(day => day.Reporter, StringComparer.Ordinal)
            .Select(group => Judge(group.Key, [.. group.Select(day => day.Day).Where(day => day <= today).Distinct().Order()], today))
            .OfType<SilentReporter>()
            .OrderByDescending(silent => silent.LastReport)
            .ThenBy(silent => silent.Reporter, StringComparer.Ordinal),
    ];

    private static SilentReporter? Judge(string reporter, List<DateOnly> days, DateOnly today)
    {
        if (days.Count == 0)
            return null;
        var last = days[^1];
        var steady = days.Where(day => day > last.AddDays(-SteadyWindow)).ToList();
        if (steady.Count < SteadyReports)
            return null;
        int gap = UsualGap(steady);
        return today.DayNumber - last.DayNumber > Math.Max(ShortestSilence, Gaps * gap) ? new SilentReporter(reporter, last, gap) : null;
    }

    /// <summary>The middle one of the gaps.</summary>
    private static int UsualGap(List<DateOnly> days)
    {
        var gaps = days.Zip(days.Skip(1), (left, right) => right.DayNumber - left.DayNumber).Order().ToList();
        return gaps[gaps.Count / 2];
    }
}
