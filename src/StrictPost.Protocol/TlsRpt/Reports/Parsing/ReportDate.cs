using System.Globalization;

namespace StrictPost.Protocol.TlsRpt.Reports.Parsing;

/// <summary>In which form a time was written.</summary>
internal enum DateForm
{
    /// <summary>As RFC 3339 has it.</summary>
    Proper,

    /// <summary>Without a time zone.</summary>
    NoZone,

    /// <summary>Otherwise, and yet understood.</summary>
    Odd,
}

/// <summary>Times as reports write them (RFC 8460 §4.1 asks for RFC 3339).</summary>
internal static class ReportDate
{
    /// <summary>From 1970 until the year 9999, in seconds.</summary>
    private const long LastSecond = 253_402_300_799;

    private static readonly string[] Proper =
        ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd't'HH:mm:ssK"];

    private static readonly string[] Odd =
    [
        "yyyy-MM-dd", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.FFFFFFF", "yyyy-MM-dd HH:mm:ssK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ss K",
        "yyyy-MM-dd HH:mm:ss 'UTC'", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd HH:mm", "yyyy-MM-dd'T'HH:mm:ss'z'", "yyyyMMdd'T'HHmmssK",
    ];

    /// <summary>The time in UTC, or null for a text that is none.</summary>
    public static DateTimeOffset? Read(string text, out DateForm form)
    {
        form = DateForm.Proper;
        if (Exact(text, Proper) is { } proper)
        {
            form = HasZone(text) ? DateForm.Proper : DateForm.NoZone;
            return proper;
        }

        form = DateForm.Odd;
        return Exact(text, Odd) ?? Seconds(text);
    }

    /// <summary>Seconds since 1970, as the names of files have them (RFC 8460 §5.1).</summary>
    public static DateTimeOffset? Seconds(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds) && seconds is > 0 and <= LastSecond
            ? DateTimeOffset.FromUnixTimeSeconds((long)seconds)
            : null;

    private static DateTimeOffset? Exact(string text, string[] forms) =>
        DateTimeOffset.TryParseExact(
            text, forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : null;

    private static bool HasZone(string text) => text[^1] == 'Z' || text.LastIndexOfAny(['+', '-']) > text.IndexOf('T', StringComparison.OrdinalIgnoreCase);
}
