using System.Collections.Immutable;
using System.Net;

namespace StrictPost.Lab.World;

/// <summary>
/// An authoritative server of a domain's zone, which says the same as the lab's resolver but for its faults.
/// </summary>
/// <param name="Name">Its host name, as A-labels without trailing dot; compared without case.</param>
public sealed record LabNameServer(string Name)
{
    /// <summary>Its addresses. Null is one of its own, where it answers; none at all is no such name.</summary>
    public ImmutableArray<IPAddress>? Addresses { get; init; }

    /// <summary>What goes wrong in its own answers about the domain, applied in this order.</summary>
    public ImmutableArray<DnsFault> DnsFaults { get; init; } = [];
}
