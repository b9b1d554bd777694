using System.Globalization;

namespace StrictPost.Protocol.Text;

/// <summary>Days as people write them.</summary>
internal static class DayText
{
    /// <summary>Such as <c>3 May</c>; with the year where it is not this one.</summary>
    public static string Of(DateOnly day, DateOnly today) => day.ToString(day.Year == today.Year ? "d MMMM" : "d MMMM yyyy", CultureInfo.InvariantCulture);
}
