using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace StrictPost.Engine.Alerts;

/// <summary>A time of each day in which nobody is to be disturbed.</summary>
/// <param name="From">When it begins.</param>
/// <param name="To">When it ends; earlier than the beginning where it goes past midnight.</param>
/// <param name="Zone">Whose time.</param>
public sealed record QuietHours(TimeOnly From, TimeOnly To, TimeZoneInfo Zone)
{
    private const string TimeFormat = "HH:mm";

    /// <summary>Reads such as <c>22:00-07:00</c>.</summary>
    public static bool TryParse(string text, TimeZoneInfo zone, [NotNullWhen(true)] out QuietHours? quiet)
    {
        quiet = text.Split('-') is [var from, var to] && Time(from) is { } begin && Time(to) is { } end && begin != end ? new QuietHours(begin, end, zone) : null;
        return quiet is not null;
    }

    /// <summary>Reads an offset from UTC such as <c>+01:00</c>, or the name of a zone such as <c>Europe/Berlin</c>.</summary>
    public static bool TryParseZone(string text, [NotNullWhen(true)] out TimeZoneInfo? zone)
    {
        zone = null;
        if (text is ['+' or '-', .. var offset])
        {
            if (TimeSpan.TryParseExact(offset, @"hh\:mm", CultureInfo.InvariantCulture, out var length) && length <= TimeSpan.FromHours(14))
                zone = TimeZoneInfo.CreateCustomTimeZone(text, text[0] == '-' ? -length : length, text, text);
            return zone is not null;
        }

        try
        {
            zone = TimeZoneInfo.FindSystemTimeZoneById(text);
        }
        catch (Exception fault) when (fault is TimeZoneNotFoundException or InvalidTimeZoneException or UnauthorizedAccessException or IOException)
        {
            // No such zone, or no data about it on this machine.
        }

        return zone is not null;
    }

    /// <summary>The time itself where it is not quiet then; else when the quiet ends.</summary>
    public DateTimeOffset EndAt(DateTimeOffset time)
    {
        var local = TimeZoneInfo.ConvertTime(time, Zone).DateTime;
        var clock = TimeOnly.FromDateTime(local);
        bool past = From > To;
        bool isQuiet = past ? clock >= From || clock < To : clock >= From && clock < To;
        if (!isQuiet)
            return time;
        var end = DateOnly.FromDateTime(local).AddDays(past && clock >= From ? 1 : 0).ToDateTime(To, DateTimeKind.Unspecified);
        // A clock that is put forward jumps over the end: then it is where the clock lands.
        if (Zone.IsInvalidTime(end))
            end = end.AddHours(1);
        var at = new DateTimeOffset(end, Zone.GetUtcOffset(end));
        return at > time ? at.ToUniversalTime() : time;
    }

    private static TimeOnly? Time(string text) =>
        TimeOnly.TryParseExact(text.Trim(), TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;
}
