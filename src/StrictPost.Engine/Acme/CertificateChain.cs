using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace StrictPost.Engine.Acme;

/// <summary>A certificate as an authority gave it, with what proves it (RFC 8555 §7.4.2).</summary>
/// <param name="Pem">All certificates, the host's own first, each followed by its issuer's.</param>
/// <param name="Certificates">The same, DER.</param>
public sealed record CertificateChain(string Pem, ImmutableArray<ReadOnlyMemory<byte>> Certificates)
{
    /// <summary>Longest chain in bytes of PEM.</summary>
    public const int LargestPem = 128 * 1024;

    private const int MostCertificates = 10;
    private const string CommonName = "2.5.4.3";

    /// <summary>The common name of whoever signed the last one: mostly a root that clients have. Null when it has none.</summary>
    public string? TopIssuer { get; private init; }

    /// <summary>The host's own certificate. The caller disposes it.</summary>
    public X509Certificate2 Leaf() => X509CertificateLoader.LoadCertificate(Certificates[0].Span);

    /// <summary>Whether the host's own certificate is for this host and this key.</summary>
    public bool IsFor(string host, ECDsa key)
    {
        using var leaf = Leaf();
        try
        {
            return leaf.MatchesHostname(host, allowWildcards: false, allowCommonName: false)
                && leaf.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(key.ExportSubjectPublicKeyInfo());
        }
        catch (CryptographicException)
        {
            // The platform reads names and keys late: a certificate that loads can still be broken inside.
            return false;
        }
    }

    /// <summary>Reads PEM; null when it holds anything but certificates, or none.</summary>
    public static CertificateChain? Read(string pem)
    {
        var certificates = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>();
        var rest = pem.AsSpan();
        try
        {
            string? issuer = null;
            while (PemEncoding.TryFind(rest, out var block))
            {
                // Anything but certificates, a private key above all, makes the whole answer unfit (RFC 8555 §9.1).
                if (rest[block.Label] is not "CERTIFICATE" || certificates.Count == MostCertificates)
                    return null;
                byte[] der = Convert.FromBase64String(rest[block.Base64Data].ToString());
                using (var certificate = X509CertificateLoader.LoadCertificate(der))
                    issuer = NameOf(certificate.IssuerName);
                certificates.Add(der);
                rest = rest[block.Location.End..];
            }

            return certificates.Count == 0 ? null : new CertificateChain(pem, certificates.ToImmutable()) { TopIssuer = issuer };
        }
        catch (Exception fault) when (fault is CryptographicException or FormatException)
        {
            return null;
        }
    }

    /// <summary>Whether whoever signed the last certificate has this common name.</summary>
    public bool IsBelow(string issuer) => string.Equals(TopIssuer, issuer, StringComparison.OrdinalIgnoreCase);

    private static string? NameOf(X500DistinguishedName name) => name.EnumerateRelativeDistinguishedNames()
        .Where(part => !part.HasMultipleElements && part.GetSingleElementType().Value == CommonName)
        .Select(part => part.GetSingleElementValue())
        .FirstOrDefault();
}
