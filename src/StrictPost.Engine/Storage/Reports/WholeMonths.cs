namespace StrictPost.Engine.Storage.Reports;

/// <summary>The whole months within a span of days.</summary>
/// <param name="First">The first one; months are counted from 1970.</param>
/// <param name="End">The one after the last.</param>
/// <param name="Begins">The first day of the first; the days before it are at the beginning of the span.</param>
/// <param name="Ends">The day after the last; from there on is the end of the span.</param>
internal sealed record WholeMonths(long First, long End, DateOnly Begins, DateOnly Ends)
{
    /// <param name="from">First day of the span.</param>
    /// <param name="to">Last day of it.</param>
    public static WholeMonths In(DateOnly from, DateOnly to)
    {
        long first = from.Day == 1 ? ReportDays.Month(from) : ReportDays.Month(from) + 1;
        long end = ReportDays.Month(to.AddDays(1));
        return first < end
            ? new WholeMonths(first, end, ReportDays.FirstOf(first), ReportDays.FirstOf(end))
            : new WholeMonths(first, first, to.AddDays(1), to.AddDays(1));
    }
}
