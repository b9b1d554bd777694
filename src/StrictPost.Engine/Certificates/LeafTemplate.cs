using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace StrictPost.Engine.Certificates;

/// <summary>
/// Turns a <see cref="LeafRequest"/> into what is signed: subject and extensions of a TLS server (RFC 5280 §4.2).
/// </summary>
internal static class LeafTemplate
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    public static CertificateRequest Build(LeafRequest leaf, ECDsa key)
    {
        var request = new CertificateRequest(Subject(leaf.CommonName), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForEndEntity(critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerAuthentication)], critical: false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        if (leaf.NamesInSubjectAlternativeName)
            request.CertificateExtensions.Add(AlternativeNames(leaf));
        return request;
    }

    private static X500DistinguishedName Subject(string? commonName)
    {
        var builder = new X500DistinguishedNameBuilder();
        if (commonName is not null)
            builder.AddCommonName(commonName);
        return builder.Build();
    }

    private static X509Extension AlternativeNames(LeafRequest leaf)
    {
        var builder = new SubjectAlternativeNameBuilder();
        foreach (var name in leaf.Names)
            builder.AddDnsName(name);
        // RFC 5280 §4.2.1.6: critical exactly when the subject is empty.
        return builder.Build(critical: leaf.CommonName is null);
    }
}
