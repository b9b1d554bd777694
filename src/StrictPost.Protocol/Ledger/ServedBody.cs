using StrictPost.Protocol.MtaSts;

namespace StrictPost.Protocol.Ledger;

/// <summary>Whether a body is still handed out.</summary>
public enum BodyStanding
{
    /// <summary>It is what the policy host serves.</summary>
    Current,

    /// <summary>Another one took its place, but a node that has not said so may still serve it.</summary>
    Unsettled,

    /// <summary>No node serves it any more, and all that was served of it is on record.</summary>
    Retired,
}

/// <summary>One body that was published for a domain, and what is known of who got it.</summary>
/// <param name="Id">The id that belonged to it.</param>
/// <param name="Policy">What it says.</param>
/// <param name="PublishedAt">When it was published.</param>
/// <param name="Standing">Whether it is still handed out.</param>
public sealed record ServedBody(string Id, StsPolicy Policy, DateTimeOffset PublishedAt, BodyStanding Standing)
{
    /// <summary>
    /// How long a fetch may take: a sender counts from its end, the ledger from its beginning. RFC 8461 §3.3 has senders give
    /// up after a minute.
    /// </summary>
    public static readonly TimeSpan LongestFetch = TimeSpan.FromMinutes(1);

    /// <summary>SHA-256 of its bytes, in lower-case hexadecimal digits.</summary>
    public required string Hash { get; init; }

    /// <summary>How many bytes it has.</summary>
    public required int Size { get; init; }

    /// <summary>When it was first fetched; null where that is not on record.</summary>
    public DateTimeOffset? FirstServed { get; init; }

    /// <summary>When it was last fetched, as far as that has been reported; null where nobody ever did.</summary>
    public DateTimeOffset? LastServed { get; init; }

    /// <summary>When another body took its place; null while it is current.</summary>
    public DateTimeOffset? RetiredAt { get; init; }

    /// <summary>The last moment at which somebody got it, or may have got it; null where nobody can have.</summary>
    public DateTimeOffset? ServedUntil(DateTimeOffset now) =>
        Standing == BodyStanding.Retired || LastServed > now ? LastServed : now;

    /// <summary>
    /// From then on nobody holds it: max_age runs from the fetch (RFC 8461 §3.2). Null where nobody can have got it.
    /// </summary>
    public DateTimeOffset? HeldUntil(DateTimeOffset now) => ServedUntil(now) + LongestFetch + TimeSpan.FromSeconds(Policy.MaxAge);
}
