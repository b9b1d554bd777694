namespace StrictPost.Engine.Storage.Reports;

/// <summary>Days and months as the sums have them: counted from 1970, UTC.</summary>
internal static class ReportDays
{
    /// <summary>The number of 1970-01-01 as <see cref="DateOnly"/> counts.</summary>
    public static readonly int Epoch = new DateOnly(1970, 1, 1).DayNumber;

    public static long Number(DateOnly day) => day.DayNumber - Epoch;

    public static DateOnly Day(long number) => DateOnly.FromDayNumber((int)(number + Epoch));

    public static long Month(DateOnly day) => ((day.Year - 1970) * 12L) + day.Month - 1;

    /// <summary>The first day of a month.</summary>
    public static DateOnly FirstOf(long month) => new DateOnly(1970, 1, 1).AddMonths((int)month);
}
