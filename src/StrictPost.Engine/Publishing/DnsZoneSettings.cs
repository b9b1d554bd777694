using System.Collections.Immutable;
using System.Net;
using StrictPost.Protocol.Text;

namespace StrictPost.Engine.Publishing;

/// <summary>The zones that may be changed here, and who takes the changes.</summary>
public sealed record DnsZoneSettings
{
    /// <summary>The server that takes updates: the zones' primary.</summary>
    public required IPEndPoint Server { get; init; }

    /// <summary>Signs the updates.</summary>
    public required UpdateKey Key { get; init; }

    /// <summary>Zones that the server takes updates for.</summary>
    public ImmutableArray<DomainName> Zones { get; init; } = [];

    /// <summary>One more, whose names delegated domains lead to; null where there is none.</summary>
    public DomainName? DelegationZone { get; init; }

    /// <summary>The zone that holds a name, or null: the one with the longest name, since a zone can lie inside another.</summary>
    public DomainName? ZoneOf(DomainName name) =>
        (DelegationZone is { } delegation ? Zones.Add(delegation) : Zones).Where(name.IsAtOrBelow).MaxBy(zone => zone.Ascii.Length);
}
