using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using StrictPost.Protocol.Tls;

namespace StrictPost.Engine.Tls;

/// <summary>Finds what is wrong with a chain of certificates at a given time, names aside.</summary>
internal static class ChainJudge
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

    /// <summary>
    /// Lets the platform read its authorities, some 150 files, which it otherwise does at the first handshake, with custom roots
    /// too: done while DNS is asked, nobody waits for it.
    /// </summary>
    public static void LoadAuthorities()
    {
        using var store = new X509Store(StoreName.Root, StoreLocation.LocalMachine);
        try
        {
            store.Open(OpenFlags.ReadOnly | OpenFlags.OpenExistingOnly);
            foreach (var authority in store.Certificates)
                authority.Dispose();
        }
        catch (CryptographicException)
        {
            // A machine without authorities says so at the handshake that needs one.
        }
    }

    /// <summary>What is wrong with a chain that was built by <see cref="Policy"/>; nothing when a trusted root stands behind it.</summary>
    public static ImmutableArray<CertificateFault> Faults(X509Chain chain, DateTimeOffset now) =>
        Faults(chain.ChainStatus, [.. chain.ChainElements], now);

    /// <summary>
    /// What is wrong between the first certificate and each of the others, taking that one as the trust anchor (RFC 7672
    /// §3.1.2): signatures, time, and whether each may sign. The first certificate has no entry.
    /// </summary>
    /// <param name="shown">As the host sent them, its own first. Only these make the way to the anchor.</param>
    /// <param name="now">The time to judge by.</param>
    public static ImmutableArray<ImmutableArray<CertificateFault>> FaultsByAnchor(IReadOnlyList<X509Certificate2> shown, DateTimeOffset now)
    {
        if (shown.Count < 2)
            return [];
        using var chain = new X509Chain { ChainPolicy = Policy([], now) };
        chain.ChainPolicy.ExtraStore.AddRange(shown.Skip(1).ToArray());
        chain.Build(shown[0]);
        var faults = shown.Skip(1).Select(anchor => FaultsUpTo(anchor, chain, now)).ToImmutableArray();
        Release(chain);
        return faults;
    }

    private static ImmutableArray<CertificateFault> FaultsUpTo(X509Certificate2 anchor, X509Chain chain, DateTimeOffset now)
    {
        var way = chain.ChainElements.TakeWhile(element => !element.Certificate.RawDataMemory.Span.SequenceEqual(anchor.RawDataMemory.Span)).ToList();
        if (way.Count == chain.ChainElements.Count)
            return [CertificateFault.Untrusted];
        way.Add(chain.ChainElements[way.Count]);
        return Faults(way.SelectMany(element => element.ChainElementStatus).Where(status => !IsAboutTrust(status.Status)), way, now);
    }

    private static ImmutableArray<CertificateFault> Faults(
        IEnumerable<X509ChainStatus> statuses, IReadOnlyCollection<X509ChainElement> elements, DateTimeOffset now) =>
    [
        .. statuses.Where(status => status.Status != X509ChainStatusFlags.NoError)
            .Select(status => Fault(status.Status, elements, now))
            .Distinct().Order(),
    ];

    private static CertificateFault Fault(X509ChainStatusFlags status, IReadOnlyCollection<X509ChainElement> elements, DateTimeOffset now)
    {
        if (status == X509ChainStatusFlags.NotTimeValid)
        {
            return elements.Any(element => element.Certificate.NotAfter.ToUniversalTime() < now.UtcDateTime)
                ? CertificateFault.Expired
                : CertificateFault.NotYetValid;
        }

        if (!IsAboutTrust(status))
            return CertificateFault.Unsuitable;
        return elements.FirstOrDefault() is { } first && IsSelfSigned(first.Certificate) ? CertificateFault.SelfSigned : CertificateFault.Untrusted;
    }

    private static bool IsAboutTrust(X509ChainStatusFlags status) =>
        status is X509ChainStatusFlags.UntrustedRoot or X509ChainStatusFlags.PartialChain or X509ChainStatusFlags.ExplicitDistrust;

    private static bool IsSelfSigned(X509Certificate2 certificate) =>
        certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);

    private static void Release(X509Chain chain)
    {
        foreach (var element in chain.ChainElements)
            element.Certificate.Dispose();
    }
}
