using System.Collections.Immutable;
using System.Net;
using StrictPost.Lab.Dns;
using StrictPost.Lab.Https;
using StrictPost.Lab.Smtp;
using StrictPost.Lab.Tls;
using StrictPost.Lab.World;

namespace StrictPost.Lab;

/// <summary>
/// A <see cref="LabWorld"/> come alive on loopback ports: the DNS, a certificate authority, policy hosts and mail
/// hosts. The world can be changed while it runs; the next query or connection sees the change. Disposing stops
/// everything at once.
/// </summary>
public sealed class RunningLab : IAsyncDisposable
{
    /// <summary>How many queries, handshakes and requests each are remembered.</summary>
    public const int JournalCapacity = 10_000;

    private readonly LabCertificates _certificates;
    private readonly PolicyHostServer _policyHosts;
    private readonly MailHostServer _mailHosts;
    private readonly LabPlaces _places;
    private readonly LabDnsServer _dns;
    private readonly LabNameServers _nameServers;
    private LabWorld _world;
    private LabZone _zone;

    private RunningLab(LabWorld world, TimeProvider time)
    {
        _world = world;
        _certificates = new LabCertificates(time.GetUtcNow());
        _policyHosts = new PolicyHostServer(() => World, _certificates, time);
        _mailHosts = new MailHostServer(() => World, _certificates, time);
        _places = new LabPlaces(PolicyHostAddresses, _mailHosts.AddressesOf, TlsaOf, server => _nameServers!.AddressesOf(server));
        _zone = new LabZone(world, _places);
        _dns = new LabDnsServer(Zone, () => World.Latency.Dns, time, Queries);
        _nameServers = new LabNameServers(_dns.EndPoint.Port, Zone);
    }

    /// <summary>The world as it is now.</summary>
    public LabWorld World => Volatile.Read(ref _world);

    /// <summary>Where the DNS answers, over UDP and TCP.</summary>
    public IPEndPoint DnsEndPoint => _dns.EndPoint;

    /// <summary>The port of all policy hosts, on 127.0.0.1 and, with <see cref="HasIpv6"/>, on ::1.</summary>
    public int HttpsPort => _policyHosts.Port;

    /// <summary>Whether this machine's loopback has IPv6.</summary>
    public bool HasIpv6 => _policyHosts.HasIpv6;

    /// <summary>The root certificate that clients of the lab are to trust, as PEM.</summary>
    public string RootPem => _certificates.RootPem;

    /// <summary>The DNS queries that came, each written down before it is answered.</summary>
    public Journal<DnsQuery> Queries { get; } = new(JournalCapacity);

    /// <summary>The TLS handshakes that policy hosts saw begin.</summary>
    public Journal<Handshake> Handshakes => _policyHosts.Handshakes;

    /// <summary>The HTTP requests that reached policy hosts, each written down before it is answered.</summary>
    public Journal<PolicyRequest> Requests => _policyHosts.Requests;

    /// <summary>The port of all mail hosts, whatever their address.</summary>
    public int SmtpPort => _mailHosts.Port;

    /// <summary>The sessions at mail hosts that have ended.</summary>
    public Journal<SmtpSession> Sessions => _mailHosts.Sessions;

    /// <summary>Brings a world to life. It answers when this returns.</summary>
    /// <param name="world">What there is at the start.</param>
    /// <param name="time">Dates the certificates, and paces slow answers.</param>
    /// <param name="cancellationToken">Gives up starting; it has no say afterwards.</param>
    public static async Task<RunningLab> StartAsync(LabWorld world, TimeProvider time, CancellationToken cancellationToken)
    {
        var lab = new RunningLab(world, time);
        try
        {
            await lab._policyHosts.StartAsync(cancellationToken);
            return lab;
        }
        catch
        {
            await lab.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Makes a new world of the present one, in one step. Under contention <paramref name="change"/> may be asked
    /// again.
    /// </summary>
    public void Change(Func<LabWorld, LabWorld> change) => ImmutableInterlocked.Update(ref _world, change);

    /// <summary>Adds a domain, or puts it in place of the one of that name.</summary>
    public void Set(LabDomain domain) => Change(world => world.With(domain));

    /// <summary>Adds a mail host, or puts it in place of the one of that name.</summary>
    public void Set(LabMailHost host) => Change(world => world.With(host));

    /// <summary>Takes a domain out of the world.</summary>
    public void Remove(string domain) => Change(world => world.Without(domain));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _dns.Dispose();
        _nameServers.Dispose();
        _mailHosts.Dispose();
        await _policyHosts.DisposeAsync();
        _certificates.Dispose();
    }

    private ImmutableArray<IPAddress> PolicyHostAddresses() =>
        World.Ipv6 && HasIpv6 ? [IPAddress.Loopback, IPAddress.IPv6Loopback] : [IPAddress.Loopback];

    private ImmutableArray<TlsaData> TlsaOf(LabMailHost host) =>
        [.. host.Tlsa.Select(record => TlsaData.Of(record, host, _certificates))];

    /// <summary>What a zone has worked out holds for as long as its world.</summary>
    private LabZone Zone()
    {
        var world = World;
        var zone = Volatile.Read(ref _zone);
        if (!ReferenceEquals(zone.World, world))
            Volatile.Write(ref _zone, zone = new LabZone(world, _places));
        return zone;
    }
}
