using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using StrictPost.Protocol.Text;

namespace StrictPost.Engine.Fetching;

/// <summary>Decides whether a chain of certificates proves that a host was reached, at a given time and by given roots.</summary>
internal static class CertificateJudge
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <summary>
    /// How the platform is to build the chain. Revocation is not asked for: RFC 8461 §3.3 leaves that open, and asking would
    /// need more hosts and more time. For the same reason no missing certificate is downloaded.
    /// </summary>
    /// <param name="roots">Whom to trust; null for the operating system's choice.</param>
    /// <param name="now">The time to judge by.</param>
    public static X509ChainPolicy Policy(X509Certificate2Collection? roots, DateTimeOffset now)
    {
        var policy = new X509ChainPolicy
        {
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
            VerificationTime = now.UtcDateTime,
            VerificationTimeIgnored = false,
        };
        policy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        if (roots is not null)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(roots);
        }

        return policy;
    }

    /// <summary>All that is wrong; nothing when the certificate is good.</summary>
    /// <param name="shown">What the server showed.</param>
    /// <param name="chain">The chain that was built for it by <see cref="Policy"/>.</param>
    /// <param name="host">Whom it should prove.</param>
    /// <param name="now">The time to judge by.</param>
    public static ImmutableArray<CertificateFault> Judge(PresentedCertificate shown, X509Chain chain, DomainName host, DateTimeOffset now)
    {
        var chainFaults = chain.ChainStatus
            .Where(status => status.Status != X509ChainStatusFlags.NoError)
            .Select(status => Fault(status.Status, chain, now))
            .Distinct().Order();
        return NameFault(shown, host) is { } nameFault ? [nameFault, .. chainFaults] : [.. chainFaults];
    }

    /// <summary>"the host MUST have a valid TLS certificate … matched against the DNS-ID" (RFC 8461 §3.3, RFC 6125 §6).</summary>
    private static CertificateFault? NameFault(PresentedCertificate shown, DomainName host)
    {
        if (shown.DnsIds.Any(id => DnsId.Matches(id, host)))
            return null;
        return shown.CommonName is { } common && DnsId.Matches(common, host)
            ? CertificateFault.NameOnlyInSubject
            : CertificateFault.NameMismatch;
    }

    private static CertificateFault Fault(X509ChainStatusFlags status, X509Chain chain, DateTimeOffset now) => status switch
    {
        X509ChainStatusFlags.NotTimeValid => chain.ChainElements.Any(element => element.Certificate.NotAfter.ToUniversalTime() < now.UtcDateTime)
            ? CertificateFault.Expired
            : CertificateFault.NotYetValid,
        X509ChainStatusFlags.UntrustedRoot or X509ChainStatusFlags.PartialChain or X509ChainStatusFlags.ExplicitDistrust =>
            IsSelfSigned(chain.ChainElements[0].Certificate) ? CertificateFault.SelfSigned : CertificateFault.Untrusted,
        _ => CertificateFault.Unsuitable,
    };

    private static bool IsSelfSigned(X509Certificate2 certificate) =>
        certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);
}
