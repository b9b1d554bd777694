using StrictPost.Protocol.Findings;

namespace StrictPost.Engine.Intake;

/// <summary>What of a delivery is worth storing: reports of days that can be, and no more rows than an honest reporter sends.</summary>
internal static class Plausibility
{
    /// <summary>Policies and failures of one delivery. The largest reports known have some thousands.</summary>
    public const int MostRows = 20_000;

    /// <summary>Time zones and clocks differ; nobody reports of the day after tomorrow.</summary>
    private const int DaysAhead = 2;

    /// <summary>RFC 8460 §4.1 wants a day.</summary>
    private static readonly TimeSpan LongestPeriod = TimeSpan.FromDays(62);

    /// <summary>The drafts of RFC 8460 are of this year.</summary>
    private static readonly DateOnly FirstDay = new(2016, 1, 1);

    /// <summary>The same without what is not to be stored, and with why.</summary>
    public static DeliveryReading Of(DeliveryReading reading, DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        int rows = reading.Reports.Sum(Rows);
        if (rows > MostRows)
            return reading with { Reports = [], Obstacles = [.. reading.Obstacles, DeliveryFindings.TooManyRows.Found($"{rows}", $"{MostRows}")] };
        if (reading.Reports.All(report => Fault(report, today) is null))
            return reading;
        return reading with
        {
            Reports = [.. reading.Reports.Where(report => Fault(report, today) is null)],
            Obstacles = [.. reading.Obstacles, .. reading.Reports.Select(report => Fault(report, today)).OfType<Finding>()],
        };
    }

    /// <summary>How many rows a report takes.</summary>
    public static int Rows(FoundReport found) => found.Report.Policies.Sum(policy => 1 + policy.Failures.Length);

    private static Finding? Fault(FoundReport found, DateOnly today)
    {
        var report = found.Report;
        string? fault = report.Day > today.AddDays(DaysAhead) ? "is yet to come"
            : report.Day < FirstDay ? "was before there were reports"
            : report.End - report.Start > LongestPeriod ? $"is longer than {LongestPeriod.Days} days"
            : null;
        return fault is null ? null : DeliveryFindings.PeriodImpossible.Found($"{report.Start:yyyy-MM-dd} to {report.End:yyyy-MM-dd}", detail: fault);
    }
}
