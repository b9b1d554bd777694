using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace StrictPost.Protocol.MtaSts;

/// <summary>
/// Ids for policies: 14 digits of UTC time to the second, then 5 digits taken from the body. They sort by time, as text
/// and as 64-bit numbers; they change exactly when the body does; and whoever holds a body can tell whether an id was
/// made for it, without a store.
/// </summary>
public static class PolicyId
{
    private const string TimeFormat = "yyyyMMddHHmmss";
    private const int CheckDigits = 5;

    /// <summary>
    /// The id for <paramref name="body"/>: <paramref name="previous"/> itself while the body is still
    /// <paramref name="previousBody"/>, else a new one that is later than it.
    /// </summary>
    public static string Next(string? previous, string? previousBody, string body, DateTimeOffset now)
    {
        if (previous is not null && previousBody == body)
            return previous;

        var time = now;
        if (previous is not null && TimeOf(previous) is { } last && last >= Seconds(now))
            time = last.AddSeconds(1);
        return Create(body, time);
    }

    /// <summary>The id for a body that was last changed at <paramref name="changed"/>.</summary>
    public static string Create(string body, DateTimeOffset changed) =>
        changed.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture) + Check(body);

    /// <summary>True when the id has our form and was made for this body.</summary>
    public static bool Fits(string id, string body) =>
        TimeOf(id) is not null && id.EndsWith(Check(body), StringComparison.Ordinal);

    /// <summary>When the body was changed, for an id of our form; null for any other.</summary>
    public static DateTimeOffset? TimeOf(string id)
    {
        bool ours = id.Length == TimeFormat.Length + CheckDigits && id.All(char.IsAsciiDigit);
        return ours && DateTimeOffset.TryParseExact(
            id[..TimeFormat.Length], TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            && time < DateTimeOffset.MaxValue.AddSeconds(-2)
                ? time
                : null;
    }

    private static DateTimeOffset Seconds(DateTimeOffset time) =>
        new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);

    private static string Check(string body)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(body));
        uint number = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(hash) % 100_000;
        return number.ToString("D5", CultureInfo.InvariantCulture);
    }
}
