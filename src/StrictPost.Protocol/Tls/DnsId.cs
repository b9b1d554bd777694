using StrictPost.Protocol.Text;

namespace StrictPost.Protocol.Tls;

/// <summary>Names in certificates, compared as RFC 6125 §6.4 says.</summary>
public static class DnsId
{
    /// <summary>
    /// Whether a DNS-ID of a certificate stands for a host: the same name, or <c>*.</c> in place of exactly its leftmost
    /// label (RFC 8461 §3.3 and RFC 6125 §6.4.3). A star anywhere else matches nothing.
    /// </summary>
    /// <param name="presented">As the certificate holds it; not trusted in any way.</param>
    /// <param name="host">Who should be reached.</param>
    public static bool Matches(string presented, DomainName host)
    {
        if (!presented.StartsWith("*.", StringComparison.Ordinal))
            return presented.Equals(host.Ascii, StringComparison.OrdinalIgnoreCase);

        int dot = host.Ascii.IndexOf('.', StringComparison.Ordinal);
        var parent = presented.AsSpan(1);
        return dot > 0
            && parent[1..].Contains('.') // `*.org` would stand for every domain of a registry
            && parent.Equals(host.Ascii.AsSpan(dot), StringComparison.OrdinalIgnoreCase);
    }
}
