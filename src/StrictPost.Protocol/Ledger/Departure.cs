using StrictPost.Protocol.MtaSts;

namespace StrictPost.Protocol.Ledger;

/// <summary>
/// How a domain leaves MTA-STS (RFC 8461 §8.3): it serves mode none with a small max_age, publishes the new id, and waits until
/// every policy of another mode has expired wherever it may be held. Only then may record, policy and policy host go.
/// </summary>
/// <param name="Since">When it began to leave.</param>
/// <param name="StopsAt">When all that senders held has expired, by what is known now.</param>
/// <param name="IsSettled">False while a node may still serve an old policy: the end then moves on with the time.</param>
public sealed record Departure(DateTimeOffset Since, DateTimeOffset StopsAt, bool IsSettled)
{
    /// <summary>max_age of what is served meanwhile, in seconds: "a small max_age (e.g., one day)".</summary>
    public const int MaxAge = 86_400;

    /// <summary>
    /// How long it takes at least, where anybody may ever have held a policy: time for DNS to pass the new id on, and for
    /// senders to ask.
    /// </summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromDays(1);

    /// <summary>What to serve while leaving. A policy of mode none stays as it is: it binds nobody.</summary>
    public static StsPolicy Farewell(StsPolicy policy) => policy.Mode == PolicyMode.None
        ? policy
        : policy with { Mode = PolicyMode.None, MaxAge = Math.Min(policy.MaxAge, MaxAge) };

    /// <summary>Reads the end from the ledger.</summary>
    /// <param name="bodies">All bodies that were ever published for the domain.</param>
    /// <param name="since">When it began to leave.</param>
    /// <param name="now">The time.</param>
    public static Departure Of(IReadOnlyCollection<ServedBody> bodies, DateTimeOffset since, DateTimeOffset now)
    {
        var binding = bodies.Where(body => body.Policy.Mode != PolicyMode.None).ToList();
        var held = binding.Max(body => body.HeldUntil(now));
        var shortest = since + Shortest;
        return new Departure(
            since,
            held is null ? since : held > shortest ? held.Value : shortest,
            binding.All(body => body.Standing == BodyStanding.Retired));
    }

    /// <summary>True when nobody can hold a policy any more, and the domain may go.</summary>
    public bool IsOver(DateTimeOffset now) => IsSettled && StopsAt <= now;
}
