using System.Net;
using StrictPost.Engine.Dns;
using StrictPost.Engine.Tls;
using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;

namespace StrictPost.Engine.Fetching;

/// <summary>Looks at a policy host through every address that DNS gives for it, as different senders would.</summary>
public sealed class PolicyHostObserver(DnsLookups dns, PolicyFetcher fetcher)
{
    /// <summary>Most addresses that are tried; a policy host with more is strange enough.</summary>
    public const int MostAddresses = 16;

    /// <summary>Most fetches from one address at one time: a provider's address serves many domains, and is not to be pressed.</summary>
    public const int MostAtOnce = 16;

    private readonly AddressSlots _slots = new(MostAtOnce);

    /// <summary>Looks the host up, and fetches from each address as soon as it is known.</summary>
    /// <exception cref="ArgumentException">The domain is too long to have a policy host.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<PolicyHostEvidence> ObserveAsync(DomainName domain, CancellationToken cancellationToken)
    {
        var host = domain.Child(StsPolicy.HostLabel) ?? throw new ArgumentException("The domain leaves no room for `mta-sts.`.", nameof(domain));
        var ipv4 = dns.Ipv4Async(host, cancellationToken);
        var ipv6 = dns.Ipv6Async(host, cancellationToken);
        var looks = await AddressFan.OutAsync(
            ipv4, ipv6, MostAddresses, address => FetchAsync(domain, address, cancellationToken));
        return new PolicyHostEvidence
        {
            Host = host,
            Ipv4 = await ipv4,
            Ipv6 = await ipv6,
            Fetches = [.. looks.Select(look => look.First)],
            WithoutUserAgent = [.. looks.Select(look => look.Second).OfType<FetchEvidence>()],
        };
    }

    private async Task<(FetchEvidence First, FetchEvidence? Second)> FetchAsync(
        DomainName domain, IPAddress address, CancellationToken cancellationToken)
    {
        using var slot = await _slots.TakeAsync(address, cancellationToken);
        var first = await fetcher.ObserveAsync(domain, address, PolicyFetcher.UserAgent, cancellationToken);
        return LooksBlocked(first.Http)
            ? (first, await fetcher.ObserveAsync(domain, address, userAgent: null, cancellationToken))
            : (first, null);
    }

    /// <summary>The ways in which servers tell a program that they want none.</summary>
    private static bool LooksBlocked(HttpEvidence? answer) => answer switch
    {
        null => false,
        { Status: 401 or 403 or 406 or 429 or 503 } => true,
        { Status: 200 } => answer.Field("Content-Type")?.TrimStart().StartsWith("text/html", StringComparison.OrdinalIgnoreCase) == true,
        _ => false,
    };
}
