using StrictPost.Protocol.Findings;

namespace StrictPost.Protocol.Rules.World;

/// <summary>One fault at one address, before what several addresses have in common becomes one finding.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Address">Where.</param>
/// <param name="Detail">The particulars; faults with different particulars stay apart.</param>
internal sealed record Sighting(FindingKind Kind, string Address, string? Detail = null)
{
    /// <summary>One finding for each fault, which names all the addresses that show it.</summary>
    /// <param name="host">Whose addresses they are.</param>
    /// <param name="seen">In the order of the addresses.</param>
    /// <param name="effect">What each does to mail, or null.</param>
    public static IEnumerable<Finding> Merge(string host, IEnumerable<Sighting> seen, string? effect) =>
        from sighting in seen
        group sighting.Address by (sighting.Kind, sighting.Detail) into alike
        select alike.Key.Kind.On(host, string.Join(", ", alike.Distinct(StringComparer.Ordinal)), detail: alike.Key.Detail) with { Effect = effect };
}
