using System.Collections.Immutable;
using System.Net;
using StrictPost.Lab.Tls;
using StrictPost.Lab.World;

namespace StrictPost.Lab.Dns;

/// <summary>Where the lab's own servers are, and what their TLSA records hold: all that a world does not say itself.</summary>
/// <param name="PolicyHostAddresses">Where the lab's policy hosts listen.</param>
/// <param name="MailHostAddresses">Where a mail host of the lab listens.</param>
/// <param name="TlsaOf">The TLSA records of a mail host.</param>
/// <param name="NameServerAddresses">Where an authoritative server of the lab listens.</param>
internal sealed record LabPlaces(
    Func<ImmutableArray<IPAddress>> PolicyHostAddresses,
    Func<LabMailHost, ImmutableArray<IPAddress>> MailHostAddresses,
    Func<LabMailHost, ImmutableArray<TlsaData>> TlsaOf,
    Func<LabNameServer, ImmutableArray<IPAddress>> NameServerAddresses);

/// <summary>The whole name space of a world, worked out from its description whenever a name is asked for.</summary>
/// <param name="world">The world.</param>
/// <param name="places">Where things are in it.</param>
/// <param name="seenFrom">The authoritative server that is asked; null for the resolver.</param>
internal sealed class LabZone(LabWorld world, LabPlaces places, LabNameServer? seenFrom = null)
{
    private const string TlsaPrefix = "_25._tcp.";

    private readonly Lazy<NameTree> _tree = new(() => NameTree.Of(world));

    /// <summary>The world that this is the name space of.</summary>
    public LabWorld World { get; } = world;

    /// <summary>What stands at a name.</summary>
    /// <param name="name">Any name without trailing dot, in any case; the root is empty.</param>
    public ZoneNode Find(string name)
    {
        var domain = World.OwnerOf(name);
        if (domain is not null && PlaceIn(domain, name) is { } place)
            return After(OwnFaults(domain), place, After(domain.DnsFaults, place, Healthy(domain, place)));
        return FindMailHost(name) ?? FindNameServer(name) ?? (_tree.Value.HasBelow(name) ? ZoneNode.Empty : ZoneNode.Missing) with { Signed = domain?.Signed ?? false };
    }

    /// <summary>The same names as one of the authoritative servers knows them.</summary>
    public LabZone SeenFrom(string nameServer) => new(World, places, _tree.Value.NameServers.GetValueOrDefault(nameServer));

    private ImmutableArray<DnsFault> OwnFaults(LabDomain domain) =>
        seenFrom is not null && domain.NameServers.Contains(seenFrom) ? seenFrom.DnsFaults : [];

    private ZoneNode? FindNameServer(string name) =>
        _tree.Value.NameServers.TryGetValue(name, out var server) ? ZoneNode.OfHost(places.NameServerAddresses(server)) : null;

    private ZoneNode? FindMailHost(string name)
    {
        if (World.MailHosts.TryGetValue(name, out var host))
            return After(host.DnsFaults, DnsPlace.MailHost, ZoneNode.OfHost(AddressesOf(host)) with { Signed = host.Signed });
        if (!name.StartsWith(TlsaPrefix, StringComparison.OrdinalIgnoreCase) || !World.MailHosts.TryGetValue(name[TlsaPrefix.Length..], out host))
            return null;
        var node = host.Tlsa.IsEmpty ? ZoneNode.Missing : new ZoneNode { Tlsa = places.TlsaOf(host) };
        return After(host.DnsFaults, DnsPlace.Tlsa, node with { Signed = host.Signed });
    }

    private static ZoneNode After(ImmutableArray<DnsFault> faults, DnsPlace place, ZoneNode node)
    {
        foreach (var fault in faults)
        {
            if (fault.At == place)
                node = node.With(fault);
        }

        return node;
    }

    private static DnsPlace? PlaceIn(LabDomain domain, string name)
    {
        var prefix = name.AsSpan(0, name.Length - domain.Name.Length);
        if (prefix.IsEmpty)
            return DnsPlace.MailExchangers;
        if (Is("_mta-sts.", prefix))
            return DnsPlace.Record;
        if (Is("mta-sts.", prefix))
            return DnsPlace.PolicyHost;
        return Is("_smtp._tls.", prefix) ? DnsPlace.TlsRptRecord : null;
    }

    private static bool Is(string wanted, ReadOnlySpan<char> prefix) => prefix.Equals(wanted, StringComparison.OrdinalIgnoreCase);

    private ZoneNode Healthy(LabDomain domain, DnsPlace place)
    {
        var node = place switch
        {
            DnsPlace.Record => ZoneNode.OfText(domain.Record),
            DnsPlace.TlsRptRecord => ZoneNode.OfText(domain.TlsRptRecord),
            DnsPlace.PolicyHost => ZoneNode.OfHost(PolicyHostAddresses(domain)),
            _ => new ZoneNode { Mx = domain.Mx, Addresses = OwnAddresses(domain), NameServers = [.. domain.NameServers.Select(server => server.Name)] },
        };
        return node with { TimeToLive = domain.TimeToLive, Signed = domain.Signed };
    }

    private ImmutableArray<IPAddress> PolicyHostAddresses(LabDomain domain)
    {
        var addresses = domain.PolicyHostAddresses ?? places.PolicyHostAddresses();
        return domain.PolicyAtSecondAddress is null ? addresses : addresses.Add(LabAddresses.Second);
    }

    /// <summary>RFC 5321 §5.1: a domain can be a mail host itself.</summary>
    private ImmutableArray<IPAddress> OwnAddresses(LabDomain domain) =>
        World.MailHosts.TryGetValue(domain.Name, out var host) ? AddressesOf(host) : [];

    private ImmutableArray<IPAddress> AddressesOf(LabMailHost host) => host.Addresses ?? places.MailHostAddresses(host);
}
