using StrictPost.Protocol.Changes;

namespace StrictPost.Engine.Changes;

/// <summary>When it is worth looking at a change again.</summary>
internal static class ChangePace
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>A wait for a date is looked after in between, so that somebody else's edit is not noticed at its end only.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    public static DateTimeOffset Next(Change change, StepOutcome? next, DateTimeOffset now) => next switch
    {
        StepOutcome.Wait { Until: { } until } when until - now < LongestWait => until > now ? until : now + Shortest,
        StepOutcome.Wait { Until: not null } => now + LongestWait,
        StepOutcome.Blocked => now + Longest,
        _ => now + TimeSpan.FromTicks(Math.Clamp(((now - change.LastMark) / 10).Ticks, Shortest.Ticks, Longest.Ticks)),
    };
}
