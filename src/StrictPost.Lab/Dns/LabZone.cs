using System.Collections.Immutable;
using System.Net;
using StrictPost.Lab.World;

namespace StrictPost.Lab.Dns;

/// <summary>The whole name space of a world, worked out from its description whenever a name is asked for.</summary>
/// <param name="World">The world as it is now.</param>
/// <param name="PolicyHostAddresses">Where the lab's own policy hosts listen.</param>
internal sealed record LabZone(LabWorld World, ImmutableArray<IPAddress> PolicyHostAddresses)
{
    /// <summary>What stands at a name.</summary>
    /// <param name="name">Any name without trailing dot, in any case; the root is empty.</param>
    public ZoneNode Find(string name)
    {
        if (World.OwnerOf(name) is { } domain && Place(domain, name) is { } place)
        {
            var faults = domain.DnsFaults.Where(f => f.At == place);
            return faults.Aggregate(Healthy(domain, place), (node, fault) => node.With(fault));
        }
        if (World.MailHosts.TryGetValue(name, out var host))
            return Host(host.Addresses ?? [IPAddress.Loopback]);
        return HasDescendants(name) ? ZoneNode.Empty : ZoneNode.Missing;
    }

    private static DnsPlace? Place(LabDomain domain, string name)
    {
        var prefix = name[..^domain.Name.Length];
        return prefix.ToLowerInvariant() switch
        {
            "" => DnsPlace.MailExchangers,
            "_mta-sts." => DnsPlace.Record,
            "mta-sts." => DnsPlace.PolicyHost,
            "_smtp._tls." => DnsPlace.TlsRptRecord,
            _ => null,
        };
    }

    private ZoneNode Healthy(LabDomain domain, DnsPlace place)
    {
        var node = place switch
        {
            DnsPlace.Record => Text(domain.Record),
            DnsPlace.TlsRptRecord => Text(domain.TlsRptRecord),
            DnsPlace.PolicyHost => Host(domain.PolicyHostAddresses ?? PolicyHostAddresses),
            _ => new ZoneNode { Mx = domain.Mx, Addresses = MailAddresses(domain.Name) },
        };
        return node with { TimeToLive = domain.TimeToLive };
    }

    private ImmutableArray<IPAddress> MailAddresses(string host) =>
        World.MailHosts.TryGetValue(host, out var found) ? found.Addresses ?? [IPAddress.Loopback] : [];

    private static ZoneNode Text(string? text) => text is null ? ZoneNode.Missing : new ZoneNode { Texts = [text] };

    private static ZoneNode Host(ImmutableArray<IPAddress> addresses) =>
        addresses.IsEmpty ? ZoneNode.Missing : new ZoneNode { Addresses = addresses };

    /// <summary>RFC 8020: a name above one that exists must not be said to be missing.</summary>
    private bool HasDescendants(string name)
    {
        var suffix = "." + name;
        return name.Length == 0
            || World.Domains.Values.Any(d => ("_smtp._tls." + d.Name).EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
            || World.MailHosts.Keys.Any(h => h.EndsWith(suffix, StringComparison.OrdinalIgnoreCase));
    }
}
