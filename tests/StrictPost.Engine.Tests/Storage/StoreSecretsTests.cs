using System.Text;
using StrictPost.Engine.Storage;

namespace StrictPost.Engine.Tests.Storage;

public sealed class StoreSecretsTests : IDisposable
{
    private static readonly byte[] Secret = Encoding.UTF8.GetBytes("a private key");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("strictpost-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Open_SealedForTheSamePurpose_GivesTheSecretAndHidesIt()
    {
        var secrets = StoreSecrets.Parse(StoreSecrets.NewKey(), "here");

        byte[] box = secrets.Seal("certificate a", Secret);

        Assert.Equal(Secret, secrets.Open("certificate a", box));
        Assert.Equal(-1, box.AsSpan().IndexOf(Secret));
        Assert.NotEqual(box, secrets.Seal("certificate a", Secret));
    }

    [Fact]
    public void Open_ForAnotherPurpose_IsRefused()
    {
        var secrets = StoreSecrets.Parse(StoreSecrets.NewKey(), "here");

        var fault = Assert.Throws<StoreException>(() => secrets.Open("certificate b", secrets.Seal("certificate a", Secret)));

        Assert.Contains("certificate b", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_AnyByteChanged_IsRefused()
    {
        var secrets = StoreSecrets.Parse(StoreSecrets.NewKey(), "here");
        byte[] box = secrets.Seal("x", Secret);
        for (int i = 0; i < box.Length; i++)
        {
            byte[] other = [.. box];
            other[i] ^= 1;
            Assert.Throws<StoreException>(() => secrets.Open("x", other));
        }

        Assert.Throws<StoreException>(() => secrets.Open("x", box.AsSpan(0, 10)));
    }

    [Fact]
    public void Open_KeyChanged_OldBoxesOpenAndAreStale()
    {
        string oldKey = StoreSecrets.NewKey();
        byte[] box = StoreSecrets.Parse(oldKey, "here").Seal("x", Secret);

        var both = StoreSecrets.Parse($"# new\n{StoreSecrets.NewKey()}\n\n# old\n{oldKey}\n", "here");

        Assert.Equal(Secret, both.Open("x", box));
        Assert.True(both.IsStale(box));
        Assert.False(both.IsStale(both.Seal("x", Secret)));
        var fault = Assert.Throws<StoreException>(() => StoreSecrets.Parse(StoreSecrets.NewKey(), "here").Open("x", box));
        Assert.Contains("store.key_file", fault.Fix, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing")]
    [InlineData("c2hvcnQ=")]
    [InlineData("not base64 at all, but of a length that a key could have!")]
    public void Parse_NoKey_IsRefusedWithoutRepeatingIt(string text)
    {
        var fault = Assert.Throws<StoreException>(() => StoreSecrets.Parse(text, "the file"));

        Assert.Contains("the file", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("not base64 at", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ensure_ByManyAtOnce_MakesOneKeyForItsOwnerOnly()
    {
        var boxes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => StoreKeyFile.Ensure(_folder.FullName).Seal("x", Secret))));

        var secrets = StoreKeyFile.Read(StoreKeyFile.UsualPath(_folder.FullName));
        Assert.All(boxes, box => Assert.Equal(Secret, secrets.Open("x", box)));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(StoreKeyFile.UsualPath(_folder.FullName)));
        Assert.Single(_folder.GetFiles());
    }

    [Fact]
    public void Read_OthersMayRead_IsRefused()
    {
        StoreKeyFile.Ensure(_folder.FullName);
        File.SetUnixFileMode(StoreKeyFile.UsualPath(_folder.FullName), UnixFileMode.UserRead | UnixFileMode.OtherRead);

        var fault = Assert.Throws<StoreException>(() => StoreKeyFile.Read(StoreKeyFile.UsualPath(_folder.FullName)));

        Assert.Contains("chmod 600", fault.Fix, StringComparison.Ordinal);
    }
}
