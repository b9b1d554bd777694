using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using StrictPost.Engine.Certificates;

namespace StrictPost.Lab.Tls;

/// <summary>
/// The authority that clients of the lab trust: a root, and an intermediate below it. What a certificate says is the
/// engine's affair; this signs it, where the engine's own authority allows itself no intermediate.
/// </summary>
internal sealed class LabAuthority : IDisposable
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private readonly Lazy<X509Certificate2> _intermediate;

    /// <summary>Makes both with new keys. No leaf can be valid outside this time.</summary>
    public LabAuthority(DateTimeOffset notBefore, DateTimeOffset notAfter)
    {
        Root = Authority("StrictPost lab root", issuer: null, notBefore, notAfter);
        _intermediate = new(() => Authority("StrictPost lab intermediate", Root, notBefore, notAfter));
    }

    /// <summary>Its certificate.</summary>
    public X509Certificate2 Root { get; }

    /// <summary>Its certificate, signed by the root.</summary>
    public X509Certificate2 Intermediate => _intermediate.Value;

    /// <summary>A certificate with a new key. The caller disposes it.</summary>
    /// <param name="leaf">What it says.</param>
    /// <param name="issuer">Either of the two.</param>
    /// <param name="forClients">Whether it is good for clients only.</param>
    public static X509Certificate2 Issue(LeafRequest leaf, X509Certificate2 issuer, bool forClients = false)
    {
        using var draft = CertificateAuthority.IssueSelfSigned(leaf);
        var request = new CertificateRequest(draft.SubjectName, draft.PublicKey, HashAlgorithmName.SHA256);
        foreach (var extension in draft.Extensions)
            request.CertificateExtensions.Add(forClients && extension is X509EnhancedKeyUsageExtension ? ForClients() : extension);
        request.CertificateExtensions.Add(IssuerOf(issuer));
        using var key = draft.GetECDsaPrivateKey()!;
        return Sign(request, key, issuer, leaf.NotBefore, leaf.NotAfter, draft.SerialNumberBytes.Span);
    }

    public void Dispose()
    {
        if (_intermediate.IsValueCreated)
            _intermediate.Value.Dispose();
        Root.Dispose();
    }

    private static X509Certificate2 Authority(
        string name, X509Certificate2? issuer, DateTimeOffset notBefore, DateTimeOffset notAfter)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(
            X509BasicConstraintsExtension.CreateForCertificateAuthority(pathLengthConstraint: issuer is null ? 1 : 0));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        if (issuer is null)
            return request.CreateSelfSigned(notBefore, notAfter);
        request.CertificateExtensions.Add(IssuerOf(issuer));
        return Sign(request, key, issuer, notBefore, notAfter, [1]);
    }

    private static X509Certificate2 Sign(
        CertificateRequest request, ECDsa key, X509Certificate2 issuer, DateTimeOffset from, DateTimeOffset to, ReadOnlySpan<byte> serial)
    {
        using var certificate = request.Create(issuer, from, to, serial);
        return certificate.CopyWithPrivateKey(key);
    }

    private static X509EnhancedKeyUsageExtension ForClients() => new([new Oid(ClientAuthentication)], critical: false);

    private static X509AuthorityKeyIdentifierExtension IssuerOf(X509Certificate2 issuer) =>
        X509AuthorityKeyIdentifierExtension.CreateFromCertificate(issuer, includeKeyIdentifier: true, includeIssuerAndSerial: false);
}
