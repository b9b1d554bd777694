using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace StrictPost.Bench.Domains;

/// <summary>
/// A root and an intermediate, both ECDSA P-256. Servers send leaf and intermediate, as with certificates of a public CA.
/// </summary>
public sealed class BenchAuthority : IDisposable
{
    private readonly ECDsa _key;
    private readonly X509Certificate2 _intermediate;
    private readonly string _intermediatePem;
    private readonly DateTimeOffset _from;
    private readonly DateTimeOffset _until;

    private BenchAuthority(ECDsa key, X509Certificate2 intermediate, DateTimeOffset from, DateTimeOffset until)
    {
        _key = key;
        _intermediate = intermediate;
        _intermediatePem = intermediate.ExportCertificatePem();
        _from = from;
        _until = until;
    }

    public static BenchAuthority Create(DateTimeOffset from, DateTimeOffset until)
    {
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var root = Authority("CN=StrictPost bench root", rootKey).CreateSelfSigned(from, until);
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var intermediate = Authority("CN=StrictPost bench intermediate", key).Create(root, from, until, Serial());
        return new BenchAuthority(key, intermediate, from, until);
    }

    /// <summary>A new key and certificate for one host, as PEM: leaf, intermediate, key.</summary>
    public string Issue(string host)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        var signer = X509SignatureGenerator.CreateForECDsa(_key);
        using var leaf = request.Create(_intermediate.SubjectName, signer, _from, _until, Serial());
        return $"{leaf.ExportCertificatePem()}\n{_intermediatePem}\n{key.ExportPkcs8PrivateKeyPem()}\n";
    }

    public void Dispose()
    {
        _key.Dispose();
        _intermediate.Dispose();
    }

    private static CertificateRequest Authority(string subject, ECDsa key)
    {
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request;
    }

    private static byte[] Serial()
    {
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)((serial[0] & 0x7f) | 0x40);
        return serial;
    }
}
