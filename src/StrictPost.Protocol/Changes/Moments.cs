using System.Globalization;

namespace StrictPost.Protocol.Changes;

/// <summary>Moments in findings and plans.</summary>
public static class Moments
{
    /// <summary>Such as <c>2026-05-03 14:00 UTC</c>, rounded up to the minute: a promise must not come early.</summary>
    public static string ToText(DateTimeOffset moment)
    {
        long left = moment.UtcTicks % TimeSpan.TicksPerMinute;
        var rounded = left == 0 ? moment.UtcDateTime : moment.UtcDateTime.AddTicks(TimeSpan.TicksPerMinute - left);
        return rounded.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
    }
}
