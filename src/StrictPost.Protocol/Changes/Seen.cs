using System.Collections.Immutable;

namespace StrictPost.Protocol.Changes;

/// <summary>What was seen at all the places where one thing should be the same: the addresses of a policy host, the servers of a zone.</summary>
/// <typeparam name="T">The thing; compared by its equality. Null stands for a place that says for certain that there is nothing.</typeparam>
/// <param name="Values">What the places showed, each value once.</param>
/// <param name="Life">For how long others may keep what they saw there: the longest TTL.</param>
/// <param name="Gap">What could not be seen, in words that follow a colon; null when every place was seen.</param>
public sealed record Seen<T>(ImmutableArray<T> Values, TimeSpan Life, string? Gap)
{
    /// <summary>True when every place was seen, and shows this.</summary>
    public bool IsOnly(T value) => Gap is null && Values is [var only] && EqualityComparer<T>.Default.Equals(only, value);

    /// <summary>True when some place shows this.</summary>
    public bool Shows(T value) => Values.Contains(value);

    /// <summary>True when some place shows something else.</summary>
    public bool Contradicts(T value) => Values.Any(seen => !EqualityComparer<T>.Default.Equals(seen, value));
}

/// <summary>How <see cref="Seen{T}"/> is made.</summary>
public static class Seen
{
    /// <summary>Every place was seen, and shows the same.</summary>
    public static Seen<T> Everywhere<T>(T value, TimeSpan life) => new([value], life, null);

    /// <summary>Nothing was seen.</summary>
    public static Seen<T> Nowhere<T>(string gap) => new([], TimeSpan.Zero, gap);

    /// <summary>Every place was seen; they show these values.</summary>
    public static Seen<T> Of<T>(IEnumerable<T> values, TimeSpan life, string? gap = null) => new([.. values.Distinct()], life, gap);
}
