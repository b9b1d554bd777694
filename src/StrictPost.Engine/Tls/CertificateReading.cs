using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using StrictPost.Protocol.Evidence;

namespace StrictPost.Engine.Tls;

/// <summary>Writes down what stands in a certificate.</summary>
internal static class CertificateReading
{
    private const string CommonNameOid = "2.5.4.3";

    public static CertificateEvidence Of(X509Certificate2 certificate) => new()
    {
        DnsIds = DnsIds(certificate),
        CommonName = CommonName(certificate),
        Issuer = certificate.Issuer,
        NotBefore = new DateTimeOffset(certificate.NotBefore).ToUniversalTime(),
        NotAfter = new DateTimeOffset(certificate.NotAfter).ToUniversalTime(),
        Der = certificate.RawData,
    };

    /// <summary>An extension that cannot be read names nobody.</summary>
    private static ImmutableArray<string> DnsIds(X509Certificate2 certificate)
    {
        try
        {
            return [.. certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
                .SelectMany(extension => extension.EnumerateDnsNames()).Take(CertificateEvidence.MostNames)];
        }
        catch (CryptographicException)
        {
            return [];
        }
    }

    private static string? CommonName(X509Certificate2 certificate)
    {
        try
        {
            return certificate.SubjectName.EnumerateRelativeDistinguishedNames()
                .Where(part => !part.HasMultipleElements && part.GetSingleElementType().Value == CommonNameOid)
                .Select(part => part.GetSingleElementValue())
                .FirstOrDefault();
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
