using System.Collections.Immutable;
using System.Net;

namespace StrictPost.Lab.World;

/// <summary>A mail server that the MX of any number of domains may name.</summary>
/// <param name="Name">Its host name, as A-labels without trailing dot; compared without case.</param>
public sealed record LabMailHost(string Name)
{
    /// <summary>Its addresses.</summary>
    public ImmutableArray<IPAddress> Addresses { get; init; } = [IPAddress.Loopback];
}
