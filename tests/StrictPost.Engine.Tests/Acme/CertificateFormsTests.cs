using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using StrictPost.Engine.Acme;
using StrictPost.Engine.Certificates;

namespace StrictPost.Engine.Tests.Acme;

/// <summary>The certificates and requests that ACME passes around.</summary>
public sealed class CertificateFormsTests : IDisposable
{
    private const string Host = "mta-sts.example.test";

    /// <summary>The example of RFC 9773, appendix A.</summary>
    private const string ExampleOfRfc9773 = """
        -----BEGIN CERTIFICATE-----
        MIIBQzCB66ADAgECAgUAh2VDITAKBggqhkjOPQQDAjAVMRMwEQYDVQQDEwpFeGFt
        cGxlIENBMCIYDzAwMDEwMTAxMDAwMDAwWhgPMDAwMTAxMDEwMDAwMDBaMBYxFDAS
        BgNVBAMTC2V4YW1wbGUuY29tMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEeBZu
        7cbpAYNXZLbbh8rNIzuOoqOOtmxA1v7cRm//AwyMwWxyHz4zfwmBhcSrf47NUAFf
        qzLQ2PPQxdTXREYEnKMjMCEwHwYDVR0jBBgwFoAUaYhba4dGQEHhs3uEe6CuLN4B
        yNQwCgYIKoZIzj0EAwIDRwAwRAIge09+S5TZAlw5tgtiVvuERV6cT4mfutXIlwTb
        +FYN/8oCIClDsqBklhB9KAelFiYt9+6FDj3z4KGVelYM5MdsO3pK
        -----END CERTIFICATE-----
        """;

    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly CertificateAuthority _authority = CertificateAuthority.Create("Test root", Now.AddDays(-1), TimeSpan.FromDays(300));
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public void Dispose()
    {
        _authority.Dispose();
        _key.Dispose();
    }

    [Fact]
    public void CertificateId_OfTheRfcsExample_IsTheRfcs()
    {
        using var certificate = X509Certificate2.CreateFromPem(ExampleOfRfc9773);

        Assert.Equal("aYhba4dGQEHhs3uEe6CuLN4ByNQ.AIdlQyE", CertificateId.Of(certificate)?.Text);
    }

    [Fact]
    public void CertificateId_WithoutAnIssuersKey_IsNone()
    {
        using var root = X509Certificate2.CreateFromPem(_authority.RootPem);

        Assert.Null(CertificateId.Of(root));
    }

    [Fact]
    public void SigningRequest_ForAHost_NamesItInTheAlternativeNameOnly()
    {
        var request = CertificateRequest.LoadSigningRequest(
            SigningRequest.Create(Host, _key), HashAlgorithmName.SHA256, CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions);

        Assert.Empty(request.SubjectName.Name);
        var extension = Assert.Single(request.CertificateExtensions);
        Assert.Equal([Host], new X509SubjectAlternativeNameExtension(extension.RawData).EnumerateDnsNames().ToArray());
        Assert.Equal(_key.ExportSubjectPublicKeyInfo(), request.PublicKey.ExportSubjectPublicKeyInfo());
    }

    [Fact]
    public void TlsAlpnCertificate_ForAnAuthorization_CarriesItsDigestCritically()
    {
        using var account = AccountKey.Create();
        var authorization = KeyAuthorization.For("evaGxfADs6pSRb2LAv9IZf17Dt3juxGJ-PCt92wr-oA", account);

        using var certificate = TlsAlpnCertificate.Create(Host, authorization, Now);

        Assert.EndsWith("." + account.Thumbprint, authorization.Text, StringComparison.Ordinal);
        Assert.True(certificate.HasPrivateKey);
        Assert.Equal([Host], certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().Single().EnumerateDnsNames().ToArray());
        var identifier = certificate.Extensions.Single(extension => extension.Oid!.Value == "1.3.6.1.5.5.7.1.31");
        Assert.True(identifier.Critical);
        Assert.Equal(authorization.Digest(), AsnDecoder.ReadOctetString(identifier.RawData, AsnEncodingRules.DER, out int read));
        Assert.Equal(identifier.RawData.Length, read);
    }

    [Fact]
    public void Chain_OfLeafAndRoot_NamesTheTopIssuerAndKnowsItsHostAndKey()
    {
        using var leaf = Issue(out string pem);
        using var key = leaf.GetECDsaPrivateKey()!;

        var chain = CertificateChain.Read(pem + _authority.RootPem);

        Assert.NotNull(chain);
        Assert.Equal(2, chain.Certificates.Length);
        Assert.Equal("Test root", chain.TopIssuer);
        Assert.True(chain.IsBelow("test ROOT"));
        Assert.False(chain.IsBelow("Test"));
        Assert.True(chain.IsFor(Host, key));
        Assert.False(chain.IsFor("mta-sts.other.test", key));
        Assert.False(chain.IsFor(Host, _key));
    }

    [Fact]
    public void Chain_WithAPrivateKeyInIt_IsRefused()
    {
        using var leaf = Issue(out string pem);

        Assert.Null(CertificateChain.Read(pem + _key.ExportPkcs8PrivateKeyPem()));
        Assert.NotNull(CertificateChain.Read(pem));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    [InlineData("-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n")]
    public void Chain_ThatIsNone_IsRefused(string pem) => Assert.Null(CertificateChain.Read(pem));

    [Fact]
    public void Chain_OfVeryManyCertificates_IsRefused() =>
        Assert.Null(CertificateChain.Read(string.Concat(Enumerable.Repeat(_authority.RootPem + "\n", 11))));

    private X509Certificate2 Issue(out string pem)
    {
        var leaf = _authority.Issue(new LeafRequest([Host], Now, Now.AddDays(90)));
        pem = leaf.ExportCertificatePem() + "\n";
        return leaf;
    }
}
