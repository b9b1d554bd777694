using StrictPost.Engine.Dns;
using StrictPost.Protocol.Dane;
using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.Text;

namespace StrictPost.Engine.Probing;

/// <summary>Looks at a mail host: addresses and TLSA side by side, and SMTP with each address as soon as it is known.</summary>
internal sealed class MailHostObserver(DnsLookups dns, ObserveSettings settings, TimeProvider time) : IAsyncDisposable
{
    /// <summary>Most addresses of one host that are probed.</summary>
    public const int MostAddresses = 8;

    /// <summary>Where TLSA records for SMTP between hosts stand, whichever port a laboratory uses (RFC 7672 §2.2.3).</summary>
    private const string TlsaLabel = "_25._tcp";

    private readonly SmtpProbe _probe = new(settings, time);

    public async Task<MailHostEvidence> ObserveAsync(DomainName host, CancellationToken cancellationToken)
    {
        var ipv4 = dns.Ipv4Async(host, cancellationToken);
        var ipv6 = dns.Ipv6Async(host, cancellationToken);
        var tlsa = TlsaAsync(host, cancellationToken);
        var probing = settings.SkipSmtp
            ? Task.FromResult(Array.Empty<SmtpEvidence>())
            : AddressFan.OutAsync(ipv4, ipv6, MostAddresses, address => _probe.ObserveAsync(host, address, cancellationToken));
        await Task.WhenAll(ipv4, ipv6, tlsa, probing);
        return new MailHostEvidence
        {
            Host = host,
            Ipv4 = await ipv4,
            Ipv6 = await ipv6,
            Tlsa = await tlsa,
            Probes = [.. await probing],
        };
    }

    public ValueTask DisposeAsync() => _probe.DisposeAsync();

    private Task<Lookup<TlsaRecord>> TlsaAsync(DomainName host, CancellationToken cancellationToken) =>
        host.Child(TlsaLabel) is { } name
            ? dns.TlsaAsync(name, cancellationToken)
            : Task.FromResult(new Lookup<TlsaRecord> { Name = $"{TlsaLabel}.{host}", Type = "TLSA", End = LookupEnd.NoSuchName });
}
