using System.Globalization;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;

namespace StrictPost.Protocol.Rules;

/// <summary>How long senders keep the policy.</summary>
internal static class MaxAgeRules
{
    private const int Hour = 3600;
    private const int Week = 7 * 24 * Hour;

    /// <summary>What people mean to write: a day, a week, two weeks, four weeks, 30 days, half a year, a year.</summary>
    private static readonly string[] Usual =
        ["86400", "604800", "1209600", "2419200", "2592000", "15768000", "15778800", "31536000", "31557600"];

    /// <summary>"max_age … typically several weeks" (RFC 8461 §3.2): a short one protects little (§10.2).</summary>
    public static IEnumerable<Finding> Short(PolicyReading reading, DomainName? domain)
    {
        if (MaxAge(reading) is { } seconds and > 0 and < Week && reading.First("mode")?.Value == "enforce")
            yield return PracticeFindings.MaxAgeShort.At(reading.First("max_age")!.Place, $"{seconds}", detail: Duration.InWords(seconds));
    }

    /// <summary>60480 and 704800 are a week with a digit lost or changed: no round time, and one edit away from one.</summary>
    public static IEnumerable<Finding> DigitSlip(PolicyReading reading, DomainName? domain)
    {
        if (MaxAge(reading) is not { } seconds || seconds % Hour == 0)
            yield break;
        string written = reading.First("max_age")!.Value;
        if (Usual.FirstOrDefault(usual => EditDistance.Between(written, usual) == 1) is { } meant)
            yield return PracticeFindings.MaxAgeDigitSlip.At(reading.First("max_age")!.Place, written, meant);
    }

    private static long? MaxAge(PolicyReading reading) =>
        long.TryParse(reading.First("max_age")?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds)
            ? seconds
            : null;
}
