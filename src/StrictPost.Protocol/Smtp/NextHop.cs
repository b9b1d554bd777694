using StrictPost.Protocol.Text;

namespace StrictPost.Protocol.Smtp;

/// <summary>Where a sender is told to take mail.</summary>
public static class NextHop
{
    /// <summary>
    /// Whose policy applies to a next hop as Postfix writes it: the recipient's domain, or the smart host in
    /// <c>[relay.example.org]:587</c> (RFC 8461 §3.4). Only that very name; never one above it.
    /// </summary>
    /// <returns>Null for an address such as <c>[192.0.2.1]</c>, which has no policy.</returns>
    public static DomainName? PolicyDomain(string nextHop)
    {
        string host = nextHop;
        if (host.StartsWith('['))
        {
            int close = host.IndexOf(']', StringComparison.Ordinal);
            host = close < 0 ? "" : host[1..close];
        }
        else if (host.LastIndexOf(':') is var colon and >= 0)
        {
            host = host[..colon];
        }

        return DomainName.TryParse(host, out var domain) ? domain : null;
    }
}
