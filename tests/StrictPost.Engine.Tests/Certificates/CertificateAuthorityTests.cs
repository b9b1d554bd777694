using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using StrictPost.Engine.Certificates;

namespace StrictPost.Engine.Tests.Certificates;

public sealed class CertificateAuthorityTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly CertificateAuthority _authority = CertificateAuthority.Create("Test root", Start, TimeSpan.FromDays(3650));

    private static LeafRequest Leaf => new(["mta-sts.example.test", "*.wild.example.test"], Start, Start.AddDays(90));

    public void Dispose() => _authority.Dispose();

    [Fact]
    public void Issue_ForNames_ChainsToTheRootAndCarriesTheNames()
    {
        using var leaf = _authority.Issue(Leaf);
        using var root = X509Certificate2.CreateFromPem(_authority.RootPem);

        using var chain = ChainTo(root, Start.AddDays(1));

        Assert.True(chain.Build(leaf), string.Join(';', chain.ChainStatus.Select(s => s.StatusInformation)));
        Assert.Equal(Start.UtcDateTime, leaf.NotBefore.ToUniversalTime());
        Assert.Equal(Start.AddDays(90).UtcDateTime, leaf.NotAfter.ToUniversalTime());
        Assert.True(leaf.MatchesHostname("mta-sts.example.test", allowWildcards: false, allowCommonName: false));
        Assert.True(leaf.MatchesHostname("a.wild.example.test", allowWildcards: true, allowCommonName: false));
        Assert.False(leaf.MatchesHostname("example.test", allowWildcards: true, allowCommonName: false));
    }

    [Fact]
    public void Issue_OfALeaf_SaysItIsATlsServerAndNoAuthority()
    {
        using var leaf = _authority.Issue(Leaf);
        using var root = X509Certificate2.CreateFromPem(_authority.RootPem);

        var usage = Extension<X509EnhancedKeyUsageExtension>(leaf).EnhancedKeyUsages.OfType<Oid>();
        Assert.Equal("1.3.6.1.5.5.7.3.1", Assert.Single(usage).Value);
        Assert.False(Extension<X509BasicConstraintsExtension>(leaf).CertificateAuthority);
        Assert.True(Extension<X509BasicConstraintsExtension>(root).CertificateAuthority);
        Assert.Equal(
            Extension<X509SubjectKeyIdentifierExtension>(root).SubjectKeyIdentifierBytes.ToArray(),
            Extension<X509AuthorityKeyIdentifierExtension>(leaf).KeyIdentifier!.Value.ToArray());
        Assert.NotEmpty(Extension<X509SubjectKeyIdentifierExtension>(leaf).SubjectKeyIdentifierBytes.ToArray());
    }

    [Fact]
    public void Issue_ManyAtOnce_GivesEachItsOwnPositiveSerial()
    {
        var serials = new ConcurrentBag<string>();

        Parallel.For(0, 64, _ =>
        {
            using var leaf = _authority.Issue(Leaf);
            serials.Add(leaf.SerialNumber);
        });

        Assert.Equal(64, serials.Distinct(StringComparer.Ordinal).Count());
        // The first hexadecimal digit says both: below 8 is positive, above 3 is full length.
        Assert.All(serials, s => Assert.InRange(s[0], '4', '7'));
    }

    [Fact]
    public void Issue_BeyondTheRoot_IsRefused() =>
        Assert.Throws<ArgumentException>(() => _authority.Issue(Leaf with { NotAfter = _authority.NotAfter.AddDays(1) }));

    [Fact]
    public void Issue_WithoutAlternativeName_LeavesTheNameInTheSubjectOnly()
    {
        using var leaf = _authority.Issue(
            Leaf with { CommonName = "mta-sts.example.test", NamesInSubjectAlternativeName = false });

        Assert.Equal("CN=mta-sts.example.test", leaf.Subject);
        Assert.Empty(leaf.Extensions.OfType<X509SubjectAlternativeNameExtension>());
    }

    [Fact]
    public void IssueSelfSigned_Always_IsItsOwnIssuerAndNotTrusted()
    {
        using var leaf = CertificateAuthority.IssueSelfSigned(Leaf with { CommonName = "mta-sts.example.test" });
        using var root = X509Certificate2.CreateFromPem(_authority.RootPem);

        using var chain = ChainTo(root, Start.AddDays(1));

        Assert.Equal(leaf.Issuer, leaf.Subject);
        Assert.True(leaf.HasPrivateKey);
        Assert.False(chain.Build(leaf));
    }

    [Fact]
    public async Task Issue_CheckedByOpenSsl_Verifies()
    {
        using var folder = new TemporaryFolder();
        using var leaf = _authority.Issue(Leaf);
        await File.WriteAllTextAsync(folder.File("root.pem"), _authority.RootPem, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(folder.File("leaf.pem"), leaf.ExportCertificatePem(), TestContext.Current.CancellationToken);

        var (exitCode, output) = await OpenSsl.RunAsync(
            ["verify", "-x509_strict", "-purpose", "sslserver", "-verify_hostname", "mta-sts.example.test",
                "-attime", Start.AddDays(1).ToUnixTimeSeconds().ToString(), "-CAfile", folder.File("root.pem"), folder.File("leaf.pem")],
            TestContext.Current.CancellationToken);

        Assert.True(exitCode == 0, output);
    }

    private static T Extension<T>(X509Certificate2 certificate)
        where T : X509Extension => certificate.Extensions.OfType<T>().Single();

    private static X509Chain ChainTo(X509Certificate2 root, DateTimeOffset at)
    {
        var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = at.UtcDateTime;
        return chain;
    }
}
