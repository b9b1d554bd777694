using System.Collections.Immutable;
using System.Net;
using StrictPost.Lab.Tls;
using StrictPost.Lab.World;

namespace StrictPost.Lab.Dns;

/// <summary>Where the lab's own servers are, and what their TLSA records hold: all that a world does not say itself.</summary>
/// <param name="PolicyHostAddresses">Where the lab's policy hosts listen.</param>
/// <param name="MailHostAddresses">Where a mail host of the lab listens.</param>
/// <param name="TlsaOf">The TLSA records of a mail host.</param>
internal sealed record LabPlaces(
    Func<ImmutableArray<IPAddress>> PolicyHostAddresses,
    Func<LabMailHost, ImmutableArray<IPAddress>> MailHostAddresses,
    Func<LabMailHost, ImmutableArray<TlsaData>> TlsaOf);

/// <summary>The whole name space of a world, worked out from its description whenever a name is asked for.</summary>
internal sealed class LabZone(LabWorld world, LabPlaces places)
{
    private const string TlsaPrefix = "_25._tcp.";

    private readonly Lazy<NameTree> _tree = new(() => NameTree.Of(world));

    /// <summary>The world that this is the name space of.</summary>
    public LabWorld World { get; } = world;

    /// <summary>What stands at a name.</summary>
    /// <param name="name">Any name without trailing dot, in any case; the root is empty.</param>
    /// <param name="atSecond">Whether the name server at <see cref="LabAddresses.Second"/> is asked.</param>
    public ZoneNode Find(string name, bool atSecond = false)
    {
        var domain = World.OwnerOf(name);
        if (atSecond && domain is { SecondNameServerLame: true })
            return new ZoneNode { Code = DnsCode.Refused };
        if (atSecond && domain is { RecordAtSecondNameServer: { } other })
            domain = domain with { Record = other };
        if (domain is not null && PlaceIn(domain, name) is { } place)
            return After(domain.DnsFaults, place, Healthy(domain, place));
        return FindMailHost(name) ?? FindNameServer(domain, name) ?? (_tree.Value.HasBelow(name) ? ZoneNode.Empty : ZoneNode.Missing) with { Signed = domain?.Signed ?? false };
    }

    private ZoneNode? FindMailHost(string name)
    {
        if (World.MailHosts.TryGetValue(name, out var host))
            return After(host.DnsFaults, DnsPlace.MailHost, ZoneNode.OfHost(AddressesOf(host)) with { Signed = host.Signed });
        if (!name.StartsWith(TlsaPrefix, StringComparison.OrdinalIgnoreCase) || !World.MailHosts.TryGetValue(name[TlsaPrefix.Length..], out host))
            return null;
        var node = host.Tlsa.IsEmpty ? ZoneNode.Missing : new ZoneNode { Tlsa = places.TlsaOf(host) };
        return After(host.DnsFaults, DnsPlace.Tlsa, node with { Signed = host.Signed });
    }

    private static ZoneNode? FindNameServer(LabDomain? domain, string name)
    {
        var server = domain?.NameServers.FirstOrDefault(each => each.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        return server is null ? null : new ZoneNode { Addresses = [server.Address], Signed = domain!.Signed, TimeToLive = domain.TimeToLive };
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
            _ => new ZoneNode
            {
                Mx = domain.Mx,
                Addresses = OwnAddresses(domain),
                NameServers = [.. domain.NameServers.Select(server => server.Name)],
            },
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
