using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace StrictPost.Engine.Acme;

/// <summary>A customer's account at an authority that wants to know its customers (RFC 8555 §7.3.4).</summary>
/// <param name="KeyId">As the authority gave it.</param>
/// <param name="HmacKey">Secret.</param>
public sealed record ExternalAccount(string KeyId, ImmutableArray<byte> HmacKey)
{
    /// <summary>Fewer bytes than this are no secret, more no HMAC key that an authority would hand out.</summary>
    private const int Shortest = 16;
    private const int Longest = 512;

    /// <summary>Reads a key as authorities show it: base64url, padded or not.</summary>
    /// <param name="keyId">As the authority gave it.</param>
    /// <param name="hmacKey">The key's text; spaces around it do not matter.</param>
    /// <param name="account">Null when the text is no key.</param>
    public static bool TryParse(string keyId, string hmacKey, [NotNullWhen(true)] out ExternalAccount? account)
    {
        string text = hmacKey.Trim();
        account = null;
        if (keyId.Length == 0 || text.Length > 2 * Longest || !System.Buffers.Text.Base64Url.IsValid(text))
            return false;
        byte[] key = System.Buffers.Text.Base64Url.DecodeFromChars(text);
        if (key.Length is >= Shortest and <= Longest)
            account = new ExternalAccount(keyId, [.. key]);
        return account is not null;
    }

    /// <summary>Without the secret.</summary>
    public override string ToString() => KeyId;
}
