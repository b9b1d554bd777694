using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace StrictPost.Engine.Certificates;

/// <summary>
/// A private certificate authority with an ECDSA P-256 root: for development, demonstrations and the lab, never for the
/// public internet. Safe for use from several threads until disposed.
/// </summary>
public sealed class CertificateAuthority : IDisposable
{
    private const int SerialBytes = 16;

    private readonly X509Certificate2 _root;

    internal CertificateAuthority(X509Certificate2 rootWithKey) => _root = rootWithKey;

    /// <summary>The root certificate without its key, as PEM: what clients are told to trust.</summary>
    public string RootPem => _root.ExportCertificatePem();

    /// <summary>The last instant at which the root is valid; no leaf can outlive it.</summary>
    public DateTimeOffset NotAfter => new(_root.NotAfter);

    /// <summary>Makes a new root with a new key.</summary>
    /// <param name="commonName">The root's name, as clients will list it; at most 64 characters.</param>
    /// <param name="notBefore">First instant of validity; no leaf can start earlier.</param>
    /// <param name="lifetime">How long the root is valid from then on; longer than zero.</param>
    public static CertificateAuthority Create(string commonName, DateTimeOffset notBefore, TimeSpan lifetime)
    {
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(commonName);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForCertificateAuthority(pathLengthConstraint: 0));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return new CertificateAuthority(SelfSign(request, key, notBefore, notBefore + lifetime));
    }

    /// <summary>A certificate with a new P-256 private key, signed by this root. The caller disposes it.</summary>
    /// <exception cref="ArgumentException">The validity asked for is empty or not within the root's.</exception>
    public X509Certificate2 Issue(LeafRequest leaf)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = LeafTemplate.Build(leaf, key);
        request.CertificateExtensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_root, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        using var certificate = request.Create(_root, leaf.NotBefore, leaf.NotAfter, NewSerial());
        return certificate.CopyWithPrivateKey(key);
    }

    /// <summary>A certificate that vouches for itself: what a client must refuse. The caller disposes it.</summary>
    public static X509Certificate2 IssueSelfSigned(LeafRequest leaf)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return SelfSign(LeafTemplate.Build(leaf, key), key, leaf.NotBefore, leaf.NotAfter);
    }

    /// <inheritdoc/>
    public void Dispose() => _root.Dispose();

    internal string ExportKeyPem()
    {
        using var key = _root.GetECDsaPrivateKey()!;
        return key.ExportPkcs8PrivateKeyPem();
    }

    private static X509Certificate2 SelfSign(
        CertificateRequest request, ECDsa key, DateTimeOffset notBefore, DateTimeOffset notAfter)
    {
        var generator = X509SignatureGenerator.CreateForECDsa(key);
        using var certificate = request.Create(request.SubjectName, generator, notBefore, notAfter, NewSerial());
        return certificate.CopyWithPrivateKey(key);
    }

    /// <summary>RFC 5280 §4.1.2.2: positive, at most 20 octets. 126 random bits make two alike unthinkable.</summary>
    private static byte[] NewSerial()
    {
        var serial = RandomNumberGenerator.GetBytes(SerialBytes);
        serial[0] = (byte)(serial[0] & 0x7F | 0x40);
        return serial;
    }
}
