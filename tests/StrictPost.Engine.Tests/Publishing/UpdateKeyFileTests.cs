using CsCheck;
using StrictPost.Engine.Publishing;

namespace StrictPost.Engine.Tests.Publishing;

public sealed class UpdateKeyFileTests
{
    private const string Secret = "6yU3S0yC1v1Yy3Yp2o0sVvJb3yq8n1mT2w9b7c6d5e4=";

    private static readonly Gen<string> Names = Gen.OneOfConst("strictpost", "Update-Key.Example.ORG", "_a.b_c", "k.");

    private static readonly Gen<string> Blanks = Gen.OneOfConst(" ", "\n\t", " # ; }\n", " /* key { */ ", " // \"\n");

    [Theory]
    [InlineData($"key \"k\" {{\n\talgorithm hmac-sha256;\n\tsecret \"{Secret}\";\n}};\n", "k", KeyAlgorithm.Sha256)]
    [InlineData($"KEY k {{ SECRET {Secret}; ALGORITHM HMAC-SHA384. ; }}", "k", KeyAlgorithm.Sha384)]
    [InlineData($"# made by hand\nkey K.Example.org. {{ algorithm \"hmac-sha512\"; secret \"{Secret}\"; }};", "k.example.org", KeyAlgorithm.Sha512)]
    public void Parse_AsToolsWriteIt_GivesTheKey(string text, string name, KeyAlgorithm algorithm)
    {
        var reading = UpdateKeyFile.Parse(text);

        Assert.Equal((name, algorithm, null, null), (reading.Key?.Name, reading.Key!.Algorithm, reading.Fault, reading.Fix));
    }

    [Theory]
    [InlineData("", "line 1: there is no key")]
    [InlineData("# nothing\n\n", "line 3: there is no key")]
    [InlineData("options { };", "line 1: it does not begin with the word `key`")]
    [InlineData("key { };", "line 1: behind `key` its name is missing")]
    [InlineData("key k\n;", "line 2: behind the name, `{` is missing")]
    [InlineData("key k {\nalgorithm hmac-sha256;\n", "line 3: `}` is missing")]
    [InlineData("key k { algorithm; };", "line 1: a value is missing")]
    [InlineData("key k { algorithm hmac-sha256\nsecret x; };", "line 1: behind the value, `;` is missing")]
    [InlineData("key k { algorithm a; algorithm b; };", "line 1: only one `algorithm` and one `secret` belong to a key")]
    [InlineData("key k { secret AAAA; };", "line 1: the key has no `algorithm`")]
    [InlineData("key k { algorithm hmac-sha256; };", "line 1: the key has no `secret`")]
    [InlineData("key \"k \" { algorithm hmac-sha256; secret AAAA; };", "line 1: the key's name is no domain name, such as `strictpost` or `strictpost.example.org`")]
    [InlineData("key k {\nalgorithm hmac-md5;\nsecret AAAA; };", "line 2: the algorithm hmac-md5 is none that is used here")]
    [InlineData($"key k {{\nalgorithm \"{Secret}\";\nsecret hmac-sha256; }};", "line 2: the algorithm is none that is used here")]
    [InlineData("key k {\nalgorithm hmac-sha256;\nsecret \"top secret\"; };", "line 3: the secret is not Base64")]
    [InlineData("key k {\nalgorithm hmac-sha256;\nsecret AAAA; };", "line 3: the secret has 3 bytes, and 16 are the least that is safe")]
    [InlineData("key \"k { };", "line 1: a quotation mark is missing")]
    [InlineData("key k /* {\n", "line 1: a comment that begins with /* does not end")]
    public void Parse_OfSomethingElse_SaysWhatAndWhere(string text, string fault)
    {
        var reading = UpdateKeyFile.Parse(text);

        Assert.Equal((null, fault), (reading.Key, reading.Fault));
        Assert.NotNull(reading.Fix);
    }

    [Fact]
    public void Parse_OfTwoKeys_AsksForOne() => Assert.Equal(
        ("line 2: something follows behind the key", "Put the one key that signs updates into a file of its own."),
        (UpdateKeyFile.Parse($"key a {{ algorithm hmac-sha256; secret {Secret}; }};\nkey b {{ }};").Fault, UpdateKeyFile.Parse($"key a {{ algorithm hmac-sha256; secret {Secret}; }};\nkey b {{ }};").Fix));

    [Fact]
    public void Parse_OfAnyLayout_ReadsTheSameKey() => Gen.Select(Names, Gen.Byte.Array[16, 64], Blanks.Array[8, 8], Gen.Bool).Sample((name, secret, blanks, isQuoted) =>
    {
        string quote = isQuoted ? "\"" : "";
        string text = $"key{blanks[0]}{quote}{name}{quote}{blanks[1]}{{{blanks[2]}algorithm{blanks[3]}hmac-sha256{blanks[4]};secret{blanks[5]}\"{Convert.ToBase64String(secret)}\"{blanks[6]};}}{blanks[7]};";
        var key = UpdateKeyFile.Parse(text).Key!;
        Assert.Equal(name.TrimEnd('.').ToLowerInvariant(), key.Name);
        Assert.Equal(System.Security.Cryptography.HMACSHA256.HashData(secret, "x"u8), key.Sign("x"u8));
    });

    [Fact]
    public void Read_OfAFileThatOthersCanRead_IsRefused()
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("strictpost-test-").FullName, "update.key");
        try
        {
            File.WriteAllText(path, $"key k {{ algorithm hmac-sha256; secret {Secret}; }};");
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.OtherRead);
            Assert.Equal($"Others may read or change the key file {path}", UpdateKeyFile.Read(path).Fault);
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.GroupRead);
            Assert.Equal("k", UpdateKeyFile.Read(path).Key?.Name);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        }

        Assert.StartsWith($"The key file {path} cannot be read: ", UpdateKeyFile.Read(path).Fault, StringComparison.Ordinal);
    }
}
