using System.Collections.Immutable;
using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.Text;

namespace StrictPost.Protocol.Tls;

/// <summary>Whether a TLS session proves that a host was reached.</summary>
public static class HostProof
{
    /// <summary>
    /// All that is wrong; nothing when the host is proven. A wrong name comes first: "the host MUST … match … the DNS-ID"
    /// (RFC 8461 §3.3 for policy hosts, §4.2 for mail hosts).
    /// </summary>
    public static ImmutableArray<CertificateFault> Faults(TlsEvidence tls, DomainName host) =>
        NameFault(tls.Leaf, host) is { } fault ? [fault, .. tls.ChainFaults] : tls.ChainFaults;

    /// <summary>What is wrong with the names of a certificate, or null.</summary>
    public static CertificateFault? NameFault(CertificateEvidence? shown, DomainName host)
    {
        if (shown is null)
            return CertificateFault.NameMismatch;
        if (shown.DnsIds.Any(id => DnsId.Matches(id, host)))
            return null;
        return shown.CommonName is { } common && DnsId.Matches(common, host)
            ? CertificateFault.NameOnlyInSubject
            : CertificateFault.NameMismatch;
    }
}
