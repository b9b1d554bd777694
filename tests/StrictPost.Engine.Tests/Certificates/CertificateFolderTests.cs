using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using StrictPost.Engine.Certificates;

namespace StrictPost.Engine.Tests.Certificates;

public sealed class CertificateFolderTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("strictpost-");
    private readonly CertificateAuthority _authority = CertificateAuthority.Create("Root", Now.AddDays(-10), TimeSpan.FromDays(100));
    private readonly CertificateFolder _certificates;

    public CertificateFolderTests() => _certificates = new CertificateFolder(_folder.FullName);

    public void Dispose()
    {
        _authority.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Load_ChainWithIntermediateAndRoot_LeavesOutTheRootAndSharesTheIntermediate()
    {
        using var intermediate = _authority.Issue(new LeafRequest(["intermediate.example"], Now, Now.AddDays(1)));
        Put("a.example", intermediate.ExportCertificatePem(), _authority.RootPem);
        Put("b.example", intermediate.ExportCertificatePem(), _authority.RootPem);

        var first = (await _certificates.LoadAsync("a.example", Now, TestContext.Current.CancellationToken)).Certificate!;
        var second = (await _certificates.LoadAsync("b.example", Now, TestContext.Current.CancellationToken)).Certificate!;

        Assert.True(first.LeafWithKey().HasPrivateKey);
        Assert.Equal(intermediate.SerialNumber, Assert.Single(first.Intermediates).SerialNumber);
        Assert.Same(first.Intermediates[0], Assert.Single(second.Intermediates));
    }

    [Theory]
    [InlineData("*.example.org")]
    [InlineData("_.example.org")]
    [InlineData("_wildcard.example.org")]
    public async Task Load_OnlyAWildcardIsThere_ServesIt(string name)
    {
        using var wildcard = _authority.Issue(new LeafRequest(["*.example.org"], Now, Now.AddDays(1)));
        using var key = wildcard.GetECDsaPrivateKey()!;
        await File.WriteAllTextAsync(
            PathOf(name), wildcard.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem(), TestContext.Current.CancellationToken);

        var load = await _certificates.LoadAsync("mta-sts.example.org", Now, TestContext.Current.CancellationToken);
        var below = await _certificates.LoadAsync("mta-sts.sub.example.org", Now, TestContext.Current.CancellationToken);

        Assert.NotNull(load.Certificate);
        Assert.NotEqual(default, _certificates.StampOf("mta-sts.example.org", Now));
        Assert.Null(below.Certificate);
    }

    [Fact]
    public async Task Load_KeyOfAnotherCertificate_SaysSo()
    {
        Put("a.example");
        Put("b.example");
        string other = await File.ReadAllTextAsync(PathOf("b.example"), TestContext.Current.CancellationToken);
        string own = await File.ReadAllTextAsync(PathOf("a.example"), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            PathOf("a.example"),
            own.Split("-----BEGIN PRIVATE")[0] + "-----BEGIN PRIVATE" + other.Split("-----BEGIN PRIVATE")[1],
            TestContext.Current.CancellationToken);

        var load = await _certificates.LoadAsync("a.example", Now, TestContext.Current.CancellationToken);

        Assert.Null(load.Certificate);
        Assert.Contains(PathOf("a.example"), load.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pkcs8", true)]
    [InlineData("sec1", true)]
    [InlineData("P-384", false)]
    [InlineData("rsa", false)]
    public async Task Load_KeyOfAnyKind_SignsForTheCertificate(string kind, bool bare)
    {
        using var rsa = RSA.Create(2048);
        using var elliptic = ECDsa.Create(kind == "P-384" ? ECCurve.NamedCurves.nistP384 : ECCurve.NamedCurves.nistP256);
        var request = kind == "rsa"
            ? new CertificateRequest("CN=x", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new CertificateRequest("CN=x", elliptic, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("a.example");
        request.CertificateExtensions.Add(names.Build());
        using var made = request.CreateSelfSigned(Now.AddDays(-1), Now.AddDays(1));
        string key = kind switch
        {
            "rsa" => rsa.ExportPkcs8PrivateKeyPem(),
            "sec1" => elliptic.ExportECPrivateKeyPem(),
            _ => elliptic.ExportPkcs8PrivateKeyPem(),
        };
        await File.WriteAllTextAsync(PathOf("a.example"), made.ExportCertificatePem() + "\n" + key, TestContext.Current.CancellationToken);

        var host = (await _certificates.LoadAsync("a.example", Now, TestContext.Current.CancellationToken)).Certificate!;

        Assert.Equal(bare, host.Key is not null);
        Assert.True(host.LeafWithKey().HasPrivateKey);
    }

    [Fact]
    public async Task Load_Expired_IsServedWithAProblem()
    {
        Put("a.example");

        var load = await _certificates.LoadAsync("a.example", Now.AddDays(5), TestContext.Current.CancellationToken);

        Assert.NotNull(load.Certificate);
        Assert.Contains("expired", load.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Stamp_FileBehindALinkIsReplaced_IsAnother()
    {
        Put("real.example");
        File.CreateSymbolicLink(PathOf("a.example"), PathOf("real.example"));
        var before = _certificates.StampOf("a.example", Now);
        Assert.Equal(before, _certificates.StampOf("a.example", Now));

        Put("real.example");
        File.SetLastWriteTimeUtc(PathOf("real.example"), Now.UtcDateTime);

        Assert.NotEqual(before, _certificates.StampOf("a.example", Now));
    }

    private string PathOf(string host) => Path.Combine(_folder.FullName, host + ".pem");

    private void Put(string host, params string[] chain)
    {
        using var leaf = _authority.Issue(new LeafRequest([host], Now.AddDays(-1), Now.AddDays(2)));
        using var key = leaf.GetECDsaPrivateKey()!;
        File.WriteAllLines(PathOf(host), [leaf.ExportCertificatePem(), .. chain, key.ExportPkcs8PrivateKeyPem()]);
    }
}
