using System.Security.Cryptography.X509Certificates;
using StrictPost.Engine.Certificates;

namespace StrictPost.Engine.Tests.Certificates;

public sealed class CertificateAuthorityFilesTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();
    private readonly CertificateAuthority _authority = CertificateAuthority.Create("Test root", Start, TimeSpan.FromDays(3650));

    private CertificateAuthorityFiles Files => new(_folder.File("ca.pem"), _folder.File("ca.key"));

    public void Dispose()
    {
        _authority.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void TryLoad_AfterSave_GivesAnAuthorityThatIssuesForTheSameRoot()
    {
        Files.Save(_authority);

        Assert.True(Files.Exist);
        Assert.True(Files.TryLoad(out var loaded, out var problem), problem);
        using (loaded)
        {
            using var leaf = loaded.Issue(new LeafRequest(["mta-sts.example.test"], Start, Start.AddDays(1)));
            Assert.Equal(_authority.RootPem, loaded.RootPem);
            Assert.Equal("CN=Test root", leaf.Issuer);
        }
    }

    [Fact]
    public void Save_OverAnOpenKeyFile_LeavesTheKeyToItsOwnerAndNothingElseBehind()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("File modes are a Unix matter.");
            return;
        }
        File.WriteAllText(Files.KeyPath, "old");
        File.SetUnixFileMode(Files.KeyPath, (UnixFileMode)0b110_110_110);

        Files.Save(_authority);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Files.KeyPath));
        Assert.Equal(["ca.key", "ca.pem"], _folder.Files);
    }

    [Fact]
    public void Save_WhereTheCertificateCannotStand_LeavesNoHalfWrittenFile()
    {
        var files = Files with { CertificatePath = _folder.File("missing/ca.pem") };

        Assert.ThrowsAny<IOException>(() => files.Save(_authority));

        Assert.False(files.Exist);
        Assert.Equal(["ca.key"], _folder.Files);
    }

    [Fact]
    public void TryLoad_OfNothing_SaysWhichFiles()
    {
        Assert.False(Files.TryLoad(out _, out var problem));
        Assert.Contains(Files.CertificatePath, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void TryLoad_OfAKeyThatIsAnotherRoots_IsRefused()
    {
        using var other = CertificateAuthority.Create("Other root", Start, TimeSpan.FromDays(1));
        var others = new CertificateAuthorityFiles(_folder.File("other.pem"), _folder.File("other.key"));
        Files.Save(_authority);
        others.Save(other);

        Assert.False((Files with { KeyPath = others.KeyPath }).TryLoad(out _, out _));
    }

    [Fact]
    public void TryLoad_OfALeaf_SaysItIsNoAuthority()
    {
        using var leaf = _authority.Issue(new LeafRequest(["mta-sts.example.test"], Start, Start.AddDays(1)));
        using var key = leaf.GetECDsaPrivateKey()!;
        File.WriteAllText(Files.CertificatePath, leaf.ExportCertificatePem());
        File.WriteAllText(Files.KeyPath, key.ExportPkcs8PrivateKeyPem());

        Assert.False(Files.TryLoad(out _, out var problem));
        Assert.Contains("not a certificate authority", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void TryLoad_OfGarbage_IsRefusedWithoutAnException()
    {
        File.WriteAllText(Files.CertificatePath, "garbage");
        File.WriteAllText(Files.KeyPath, "garbage");

        Assert.False(Files.TryLoad(out _, out var problem));
        Assert.NotEmpty(problem);
    }
}
