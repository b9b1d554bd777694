using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using StrictPost.Engine.Acme;
using Codec = System.Buffers.Text.Base64Url;

namespace StrictPost.Engine.Tests.Acme;

public sealed class JwsTests : IDisposable
{
    private static readonly Uri Account = new("https://ca.example/account/7");
    private static readonly Uri Url = new("https://ca.example/order?a=1&b=2");

    private readonly AccountKey _key = AccountKey.Create();

    public void Dispose() => _key.Dispose();

    [Fact]
    public void Thumbprint_OfAKnownKey_IsTheKnownOne()
    {
        // The key and its thumbprint are those of RFC 9449 §4.1 and §6.1, taken as RFC 7638 says.
        var key = new JsonWebKey("l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs", "9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA");

        Assert.Equal("0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I", key.Thumbprint());
    }

    [Fact]
    public void Signed_ByAnAccount_NamesItAndVerifiesWithItsKey()
    {
        using var jws = JsonDocument.Parse(Jws.Signed(_key, Account, Url, "nonce-1", """{"a":1}"""u8));

        using var header = Part(jws, "protected");
        Assert.Equal(["alg", "kid", "nonce", "url"], Names(header));
        Assert.Equal("ES256", header.RootElement.GetProperty("alg").GetString());
        Assert.Equal(Account.ToString(), header.RootElement.GetProperty("kid").GetString());
        Assert.Equal("nonce-1", header.RootElement.GetProperty("nonce").GetString());
        Assert.Equal(Url.AbsoluteUri, header.RootElement.GetProperty("url").GetString());
        Assert.Equal("""{"a":1}""", Encoding.UTF8.GetString(Codec.DecodeFromChars(Text(jws, "payload"))));
        Assert.True(Verifies(jws, _key));
    }

    [Fact]
    public void Signed_WithoutAnAccount_ShowsTheKeyInsteadOfANumber()
    {
        using var jws = JsonDocument.Parse(Jws.Signed(_key, account: null, Url, "nonce-1", "{}"u8));

        using var header = Part(jws, "protected");
        Assert.Equal(["alg", "jwk", "nonce", "url"], Names(header));
        var jwk = header.RootElement.GetProperty("jwk");
        Assert.Equal(("EC", "P-256"), (jwk.GetProperty("kty").GetString(), jwk.GetProperty("crv").GetString()));
        Assert.Equal(32, Codec.DecodeFromChars(jwk.GetProperty("x").GetString()).Length);
    }

    [Fact]
    public void Signed_PostAsGet_HasAnEmptyTextAsPayload()
    {
        using var jws = JsonDocument.Parse(Jws.Signed(_key, Account, Url, "nonce-1", []));

        Assert.Equal("", Text(jws, "payload"));
        Assert.True(Verifies(jws, _key));
    }

    [Fact]
    public void Signed_InsideAKeyChange_HasNoNonce()
    {
        using var jws = JsonDocument.Parse(Jws.Signed(_key, account: null, Url, nonce: null, "{}"u8));

        using var header = Part(jws, "protected");
        Assert.Equal(["alg", "jwk", "url"], Names(header));
    }

    [Fact]
    public void Binding_OfAnExternalAccount_SignsTheAccountsKeyWithTheCustomersSecret()
    {
        byte[] secret = RandomNumberGenerator.GetBytes(32);
        var external = new ExternalAccount("customer-1", [.. secret]);

        using var jws = JsonDocument.Parse(Jws.Binding(external, _key.Public, Url));

        using var header = Part(jws, "protected");
        Assert.Equal(["alg", "kid", "url"], Names(header));
        Assert.Equal(("HS256", "customer-1"), (header.RootElement.GetProperty("alg").GetString(), header.RootElement.GetProperty("kid").GetString()));
        using var payload = Part(jws, "payload");
        Assert.Equal(_key.Public.X, payload.RootElement.GetProperty("x").GetString());
        byte[] expected = HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes($"{Text(jws, "protected")}.{Text(jws, "payload")}"));
        Assert.Equal(expected, Codec.DecodeFromChars(Text(jws, "signature")));
    }

    [Fact]
    public void AccountKey_ExportedAndImported_SignsForTheSameAccount()
    {
        Assert.True(AccountKey.TryImport(_key.ExportPkcs8(), out var again));
        using (again)
        {
            using var jws = JsonDocument.Parse(Jws.Signed(again, Account, Url, "n", "{}"u8));
            Assert.Equal(_key.Thumbprint, again.Thumbprint);
            Assert.True(Verifies(jws, _key));
        }
    }

    [Fact]
    public void AccountKey_OfAnotherKind_IsRefused()
    {
        using var rsa = RSA.Create(2048);
        using var larger = ECDsa.Create(ECCurve.NamedCurves.nistP384);

        Assert.False(AccountKey.TryImport(rsa.ExportPkcs8PrivateKey(), out _));
        Assert.False(AccountKey.TryImport(larger.ExportPkcs8PrivateKey(), out _));
        Assert.False(AccountKey.TryImport([1, 2, 3], out _));
        Assert.False(AccountKey.TryImport([], out _));
    }

    [Theory]
    [InlineData("AAECAwQFBgcICQoLDA0ODw", true)]
    [InlineData("AAECAwQFBgcICQoLDA0ODw==", true)]
    [InlineData("  AAECAwQFBgcICQoLDA0ODw\n", true)]
    [InlineData("AAECAwQF", false)]
    [InlineData("not base64!", false)]
    [InlineData("", false)]
    public void ExternalAccount_FromText_NeedsASecretOfSomeLength(string hmac, bool isKey) =>
        Assert.Equal(isKey, ExternalAccount.TryParse("customer-1", hmac, out _));

    [Fact]
    public void ExternalAccount_AsText_KeepsItsSecret() =>
        Assert.Equal("customer-1", new ExternalAccount("customer-1", [1, 2, 3]).ToString());

    private static bool Verifies(JsonDocument jws, AccountKey key)
    {
        using var ecdsa = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = Codec.DecodeFromChars(key.Public.X), Y = Codec.DecodeFromChars(key.Public.Y) },
        });
        byte[] signed = Encoding.ASCII.GetBytes($"{Text(jws, "protected")}.{Text(jws, "payload")}");
        return ecdsa.VerifyData(signed, Codec.DecodeFromChars(Text(jws, "signature")), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    private static JsonDocument Part(JsonDocument jws, string name) => JsonDocument.Parse(Codec.DecodeFromChars(Text(jws, name)));

    private static string Text(JsonDocument jws, string name) => jws.RootElement.GetProperty(name).GetString()!;

    private static string[] Names(JsonDocument document) => [.. document.RootElement.EnumerateObject().Select(field => field.Name)];
}
