using System.Security.Cryptography;
using System.Text;

namespace StrictPost.Engine.Acme;

/// <summary>What proves that whoever holds an account's key wants a challenge to succeed (RFC 8555 §8.1).</summary>
/// <param name="Text">Token, dot, thumbprint: the body of the answer to HTTP-01 (RFC 8555 §8.3).</param>
public sealed record KeyAuthorization(string Text)
{
    /// <summary>SHA-256 of it: what TLS-ALPN-01 shows (RFC 8737 §3).</summary>
    public byte[] Digest() => SHA256.HashData(Encoding.ASCII.GetBytes(Text));

    /// <summary>The authorization of a challenge's token by an account.</summary>
    public static KeyAuthorization For(string token, AccountKey key) => new($"{token}.{key.Thumbprint}");
}
