namespace StrictPost.Engine.Issuance;

/// <summary>How long to wait after an attempt that failed.</summary>
internal static class Backoff
{
    /// <summary>The usual wait after a first failure.</summary>
    public static readonly TimeSpan First = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Longest = TimeSpan.FromHours(6);
    private static readonly TimeSpan LongestAtTheGate = TimeSpan.FromMinutes(30);

    /// <summary>A minute, or another first wait, then twice as long each time up to six hours, and up to a quarter more, so that what failed together does not come again together.</summary>
    /// <param name="failures">How many attempts failed in a row, at least one.</param>
    /// <param name="fraction">Evenly random in 0 to 1.</param>
    /// <param name="first">The wait after the first failure.</param>
    public static TimeSpan After(int failures, double fraction, TimeSpan first)
    {
        double doubled = first.Ticks * Math.Pow(2, Math.Clamp(failures - 1, 0, 30));
        return Spread(TimeSpan.FromTicks((long)Math.Min(doubled, Longest.Ticks)), fraction);
    }

    /// <summary>Looking costs nobody much: half as long as it has been so already, between a minute and half an hour, and up to a quarter more.</summary>
    public static TimeSpan AtTheGate(TimeSpan since, double fraction) =>
        Spread(TimeSpan.FromTicks(Math.Clamp((since / 2).Ticks, First.Ticks, LongestAtTheGate.Ticks)), fraction);

    /// <summary>A wait, and up to a quarter more.</summary>
    public static TimeSpan Spread(TimeSpan wait, double fraction) => wait * (1 + (fraction / 4));
}
