using System.CommandLine.Parsing;
using System.Globalization;

namespace StrictPost.CommandLine;

/// <summary>Times and durations as options take them.</summary>
internal static class TimeOptions
{
    private static readonly TimeSpan LongestDuration = TimeSpan.FromDays(1);

    /// <summary>ISO 8601 as people and <c>git log --format=%cI</c> write it; without offset it is UTC.</summary>
    private static readonly string[] IsoForms =
        ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd HH:mm:ssK", "yyyy-MM-dd"];

    /// <summary>A number with <c>s</c>, <c>m</c>, <c>h</c> or <c>d</c>, from one second to a day, such as <c>15m</c>.</summary>
    public static TimeSpan? ParseDuration(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (ReadDuration(text) is { } duration)
            return duration;
        result.AddError($"`{text}` is no duration from 1s to 1d, such as 90s, 15m or 2h.");
        return null;
    }

    /// <summary>Seconds since 1970, or an ISO 8601 time such as <c>2026-03-01T12:00:00Z</c>.</summary>
    public static DateTimeOffset? ParseInstant(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (ReadInstant(text) is { } instant && instant.Year is >= 1970 and <= 9998)
            return instant;
        result.AddError($"`{text}` is no time such as 2026-03-01T12:00:00Z, nor a number of seconds since 1970.");
        return null;
    }

    private static TimeSpan? ReadDuration(string text)
    {
        if (text.Length < 2 || !int.TryParse(text.AsSpan(..^1), NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            return null;
        TimeSpan? unit = text[^1] switch
        {
            's' => TimeSpan.FromSeconds(1),
            'm' => TimeSpan.FromMinutes(1),
            'h' => TimeSpan.FromHours(1),
            'd' => TimeSpan.FromDays(1),
            _ => null,
        };
        return number > 0 && unit * number is { } duration && duration <= LongestDuration ? duration : null;
    }

    private static DateTimeOffset? ReadInstant(string text)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds))
            return seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds() ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
        return DateTimeOffset.TryParseExact(text, IsoForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? instant
            : null;
    }
}
