using System.Collections.Immutable;
using System.Net;

namespace StrictPost.Server.Proxies;

/// <summary>The networks in which every machine is believed when it says for whom it speaks.</summary>
public sealed class TrustedProxies(ImmutableArray<IPNetwork> networks)
{
    /// <summary>Nobody is believed.</summary>
    public static TrustedProxies None { get; } = new([]);

    /// <summary>True for an address in one of the networks. An IPv4 address may come in IPv6's clothes (<c>::ffff:192.0.2.1</c>).</summary>
    public bool Hold(IPAddress? address)
    {
        if (address is null)
            return false;
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        foreach (var network in networks)
        {
            if (network.Contains(address))
                return true;
        }

        return false;
    }
}
