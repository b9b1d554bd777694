using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace StrictPost.Engine.Acme;

/// <summary>Builds the signed objects that requests are made of: flattened JSON, one signature (RFC 8555 §6.2).</summary>
internal static class Jws
{
    /// <summary>A request of an account (by its URL), or with null for that of whoever holds the key.</summary>
    /// <param name="key">Who signs.</param>
    /// <param name="account">The account's URL, or null where the authority does not know it yet.</param>
    /// <param name="url">Where the request goes.</param>
    /// <param name="nonce">Null for the inner object of a key change, which has none (RFC 8555 §7.3.5).</param>
    /// <param name="payload">Empty for POST-as-GET (RFC 8555 §6.3).</param>
    public static byte[] Signed(AccountKey key, Uri? account, Uri url, string? nonce, ReadOnlySpan<byte> payload)
    {
        byte[] header = Json(json =>
        {
            json.WriteStartObject();
            json.WriteString("alg", "ES256");
            if (account is not null)
                json.WriteString("kid", account.AbsoluteUri);
            else
                WriteKey(json, key.Public);
            if (nonce is not null)
                json.WriteString("nonce", nonce);
            json.WriteString("url", url.AbsoluteUri);
            json.WriteEndObject();
        });
        return Flattened(header, payload, key.Sign);
    }

    /// <summary>Ties a new account to a customer's account at the authority (RFC 8555 §7.3.4).</summary>
    public static byte[] Binding(ExternalAccount external, JsonWebKey accountKey, Uri newAccount)
    {
        byte[] header = Json(json =>
        {
            json.WriteStartObject();
            json.WriteString("alg", "HS256");
            json.WriteString("kid", external.KeyId);
            json.WriteString("url", newAccount.AbsoluteUri);
            json.WriteEndObject();
        });
        return Flattened(header, Json(accountKey.WriteTo), data => HMACSHA256.HashData(external.HmacKey.AsSpan(), data));
    }

    /// <summary>The bytes of what is written.</summary>
    public static byte[] Json(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
            write(json);
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteKey(Utf8JsonWriter json, JsonWebKey key)
    {
        json.WritePropertyName("jwk");
        key.WriteTo(json);
    }

    private static byte[] Flattened(byte[] header, ReadOnlySpan<byte> payload, Func<byte[], byte[]> sign)
    {
        string first = Base64Url.Encode(header);
        string second = Base64Url.Encode(payload);
        byte[] signature = sign(Encoding.ASCII.GetBytes($"{first}.{second}"));
        return Json(json =>
        {
            json.WriteStartObject();
            json.WriteString("protected", first);
            json.WriteString("payload", second);
            json.WriteString("signature", Base64Url.Encode(signature));
            json.WriteEndObject();
        });
    }
}
