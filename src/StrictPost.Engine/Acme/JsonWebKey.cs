using System.Security.Cryptography;
using System.Text.Json;

namespace StrictPost.Engine.Acme;

/// <summary>A public P-256 key as JSON (RFC 7517, RFC 7518 §6.2).</summary>
/// <param name="X">First coordinate, base64url.</param>
/// <param name="Y">Second coordinate, base64url.</param>
internal sealed record JsonWebKey(string X, string Y)
{
    public static JsonWebKey Of(ECParameters key) => new(Base64Url.Encode(key.Q.X), Base64Url.Encode(key.Q.Y));

    /// <summary>The members that a thumbprint is taken of, in its order (RFC 7638 §3.2), which is a whole key too.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("crv", "P-256");
        json.WriteString("kty", "EC");
        json.WriteString("x", X);
        json.WriteString("y", Y);
        json.WriteEndObject();
    }

    /// <summary>SHA-256 of the key's canonical JSON, base64url (RFC 7638 §3).</summary>
    public string Thumbprint() => Base64Url.Encode(SHA256.HashData(Jws.Json(WriteTo)));
}
