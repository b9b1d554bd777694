using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace StrictPost.Engine.Fetching;

/// <summary>What was seen of the certificate that a policy host showed. Its names come from outside: escape them on the way out.</summary>
/// <param name="DnsIds">The dNSName entries of its subjectAltName.</param>
/// <param name="CommonName">The subject's common name, which counts for nothing (RFC 8461 §3.3), or null.</param>
/// <param name="Issuer">The issuer's distinguished name.</param>
/// <param name="NotBefore">Start of its time.</param>
/// <param name="NotAfter">End of its time.</param>
/// <param name="Sha256">Lower-case hexadecimal fingerprint.</param>
public sealed record PresentedCertificate(
    ImmutableArray<string> DnsIds, string? CommonName, string Issuer, DateTimeOffset NotBefore, DateTimeOffset NotAfter, string Sha256)
{
    /// <summary>Most names of one certificate that are kept.</summary>
    public const int MostNames = 1000;

    internal static PresentedCertificate Of(X509Certificate2 certificate) => new(
        ReadDnsIds(certificate),
        CommonNameOf(certificate),
        certificate.Issuer,
        new DateTimeOffset(certificate.NotBefore),
        new DateTimeOffset(certificate.NotAfter),
        certificate.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant());

    /// <summary>An extension that cannot be read names nobody.</summary>
    private static ImmutableArray<string> ReadDnsIds(X509Certificate2 certificate)
    {
        try
        {
            return [.. certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
                .SelectMany(extension => extension.EnumerateDnsNames()).Take(MostNames)];
        }
        catch (CryptographicException)
        {
            return [];
        }
    }

    private static string? CommonNameOf(X509Certificate2 certificate)
    {
        try
        {
            return certificate.SubjectName.EnumerateRelativeDistinguishedNames()
                .Where(part => !part.HasMultipleElements && part.GetSingleElementType().Value == "2.5.4.3")
                .Select(part => part.GetSingleElementValue())
                .FirstOrDefault();
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
