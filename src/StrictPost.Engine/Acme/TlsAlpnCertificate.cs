using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace StrictPost.Engine.Acme;

/// <summary>The certificate that answers a TLS-ALPN-01 challenge (RFC 8737 §3).</summary>
public static class TlsAlpnCertificate
{
    /// <summary>The protocol under which it is shown, and under which nothing else is.</summary>
    public const string Protocol = "acme-tls/1";

    /// <summary>id-pe-acmeIdentifier (RFC 8737 §6.1).</summary>
    public const string AcmeIdentifier = "1.3.6.1.5.5.7.1.31";

    private static readonly TimeSpan Backdating = TimeSpan.FromDays(1);
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(8);

    /// <summary>A self-signed certificate with a new key. The caller disposes it.</summary>
    /// <param name="host">The name to be proven, in lower-case A-labels: its one dNSName.</param>
    /// <param name="authorization">What to show.</param>
    /// <param name="now">The time; it is valid from a day before for a week.</param>
    public static X509Certificate2 Create(string host, KeyAuthorization authorization, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName("ACME challenge");
        var request = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509Extension(AcmeIdentifier, OctetString(authorization.Digest()), critical: true));
        return request.CreateSelfSigned(now - Backdating, now - Backdating + Lifetime);
    }

    private static byte[] OctetString(byte[] value)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteOctetString(value);
        return writer.Encode();
    }
}
