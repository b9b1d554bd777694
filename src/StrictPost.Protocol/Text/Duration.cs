using System.Globalization;

namespace StrictPost.Protocol.Text;

/// <summary>Lengths of time as people write and read them.</summary>
public static class Duration
{
    private static readonly (string Word, char Unit, int Seconds)[] Units =
        [("week", 'w', 604_800), ("day", 'd', 86_400), ("hour", 'h', 3_600), ("minute", 'm', 60), ("second", 's', 1)];

    private const int MostExact = 99;

    /// <summary>
    /// Such as <c>1 week</c>, <c>36 hours</c>, <c>8 days</c>: the largest unit that leaves no rest; where that gives a number
    /// too large to picture, the largest unit with one decimal, such as <c>16.8 hours</c>.
    /// </summary>
    public static string InWords(long seconds)
    {
        var unit = Units.First(unit => seconds % unit.Seconds == 0);
        long count = seconds == 0 ? 0 : seconds / unit.Seconds;
        if (seconds == 0)
            return "0 seconds";
        if (count > MostExact)
            unit = Units.First(larger => seconds >= larger.Seconds);
        if (seconds % unit.Seconds != 0)
            return string.Create(CultureInfo.InvariantCulture, $"{(double)seconds / unit.Seconds:0.0} {unit.Word}s");
        count = seconds / unit.Seconds;
        return count == 1 ? $"1 {unit.Word}" : $"{count} {unit.Word}s";
    }

    /// <summary>Seconds from plain digits or digits and one unit (<c>604800</c>, <c>1w</c>, <c>30d</c>, <c>12h</c>); null for anything else.</summary>
    public static long? Parse(string text)
    {
        int factor = text.Length > 0 ? Units.FirstOrDefault(unit => unit.Unit == text[^1]).Seconds : 0;
        string digits = factor > 0 ? text[..^1] : text;
        return digits.Length is >= 1 and <= 10 && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long count)
            ? count * Math.Max(factor, 1)
            : null;
    }
}
