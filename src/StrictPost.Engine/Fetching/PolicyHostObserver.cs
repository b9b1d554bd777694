using System.Collections.Immutable;
using System.Net;
using StrictPost.Engine.Dns;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;

namespace StrictPost.Engine.Fetching;

/// <summary>What came from one address of a policy host.</summary>
public sealed record AddressView(IPAddress Address, FetchOutcome Outcome);

/// <summary>All that the world sees of a policy host at one time.</summary>
/// <param name="Host">The policy host.</param>
/// <param name="Ipv4">Its IPv4 addresses in DNS.</param>
/// <param name="Ipv6">Its IPv6 addresses in DNS.</param>
/// <param name="Addresses">What each address served, IPv4 first.</param>
public sealed record PolicyHostView(
    DomainName Host, DnsOutcome<IPAddress> Ipv4, DnsOutcome<IPAddress> Ipv6, ImmutableArray<AddressView> Addresses);

/// <summary>Looks at a policy host through every address that DNS gives for it, as different senders would.</summary>
public sealed class PolicyHostObserver(DnsLookups dns, PolicyFetcher fetcher)
{
    /// <summary>Most addresses that are tried; a policy host with more is strange enough.</summary>
    public const int MostAddresses = 16;

    /// <summary>Looks the host up, then fetches from all addresses at once.</summary>
    /// <exception cref="ArgumentException">The domain is too long to have a policy host.</exception>
    public async Task<PolicyHostView> ObserveAsync(DomainName domain, CancellationToken cancellationToken)
    {
        var host = domain.Child(StsPolicy.HostLabel) ?? throw new ArgumentException("The domain leaves no room for `mta-sts.`.", nameof(domain));
        var ipv4 = dns.Ipv4Async(host, cancellationToken);
        var ipv6 = dns.Ipv6Async(host, cancellationToken);
        var addresses = (await ipv4).Found.AddRange((await ipv6).Found).Distinct().Take(MostAddresses);
        var views = await Task.WhenAll(addresses.Select(async address =>
            new AddressView(address, await fetcher.FetchAsync(domain, address, cancellationToken))));
        return new PolicyHostView(host, await ipv4, await ipv6, [.. views]);
    }
}
