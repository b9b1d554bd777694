using System.Collections.Immutable;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;

namespace StrictPost.Protocol.Ledger;

/// <summary>A body that some sender may hold.</summary>
/// <param name="Body">Which.</param>
/// <param name="Until">From then on nobody does. It moves on with the time while the body is not <see cref="BodyStanding.Retired"/>.</param>
public sealed record HeldBody(ServedBody Body, DateTimeOffset Until);

/// <summary>
/// Until when some sender may hold what a domain published. A sender that holds an old policy need not look for a new one
/// before the old one expires: the record's id is an invitation to fetch, no recall (RFC 8461 §3.1, §5.1).
/// </summary>
public sealed class Horizon
{
    private Horizon(ImmutableArray<HeldBody> held, bool isSettled) => (Held, IsSettled) = (held, isSettled);

    /// <summary>What some sender may hold now, the longest held first.</summary>
    public ImmutableArray<HeldBody> Held { get; }

    /// <summary>True when nodes have reported all that they served of the bodies that are no longer current.</summary>
    public bool IsSettled { get; }

    /// <summary>Reads the ledger of one domain.</summary>
    /// <param name="bodies">All bodies that were ever published for it.</param>
    /// <param name="now">The time.</param>
    public static Horizon Of(IReadOnlyCollection<ServedBody> bodies, DateTimeOffset now)
    {
        var held = from body in bodies
                   let until = body.HeldUntil(now)
                   where until > now
                   select new HeldBody(body, until.Value);
        return new Horizon(
            [.. held.OrderByDescending(body => body.Until).ThenByDescending(body => body.Body.Id, StringComparer.Ordinal)],
            bodies.All(body => body.Standing != BodyStanding.Unsettled));
    }

    /// <summary>Until when some sender may hold a policy that is at least so strict; null when nobody does.</summary>
    /// <param name="strictness">
    /// <see cref="PolicyMode.Enforce"/> for policies that refuse mail, <see cref="PolicyMode.Testing"/> for all that have an effect,
    /// <see cref="PolicyMode.None"/> for all.
    /// </param>
    public DateTimeOffset? Until(PolicyMode strictness) =>
        Held.FirstOrDefault(held => held.Body.Policy.Mode >= strictness)?.Until;

    /// <summary>Until when some sender may refuse to deliver to a mail host, since a policy that it holds does not name it; null when nobody does.</summary>
    public DateTimeOffset? RefusedUntil(DomainName mailHost) =>
        Held.FirstOrDefault(held => held.Body.Policy.Mode == PolicyMode.Enforce && !held.Body.Policy.Covers(mailHost))?.Until;
}
