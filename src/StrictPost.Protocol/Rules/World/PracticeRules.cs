using System.Globalization;
using StrictPost.Protocol.Checking;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.MtaSts;

namespace StrictPost.Protocol.Rules.World;

/// <summary>What is allowed, and has been so for too long.</summary>
internal static class PracticeRules
{
    private static readonly TimeSpan Forgotten = TimeSpan.FromDays(90);

    public static IEnumerable<Finding> TestingForgotten(DomainReading reading) => Since(reading, PolicyMode.Testing, PracticeFindings.TestingForgotten);

    /// <summary>Mode none is a step on the way out, and no place to stay (RFC 8461 §8.3).</summary>
    public static IEnumerable<Finding> NoneLeftOver(DomainReading reading) => Since(reading, PolicyMode.None, PracticeFindings.NoneLeftOver);

    private static IEnumerable<Finding> Since(DomainReading reading, PolicyMode mode, FindingKind kind)
    {
        if (reading.Policy?.Value?.Mode == mode && reading.Record?.Value is { } record && DateOf(record.Id) is { } date
            && reading.Evidence.At - date > Forgotten)
        {
            yield return kind.On(reading.Evidence.PolicyHost.Host.Ascii, date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        }
    }

    /// <summary>The date that an id begins with, as <c>20260131…</c> does; null for ids that begin otherwise (RFC 8461 §3.1 leaves them free).</summary>
    private static DateTimeOffset? DateOf(string id) =>
        id.Length >= 8 && DateTimeOffset.TryParseExact(id[..8], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
        && date.Year >= 2018 // RFC 8461 is of that year
            ? date
            : null;
}
