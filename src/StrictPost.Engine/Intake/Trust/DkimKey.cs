using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;

namespace StrictPost.Engine.Intake.Trust;

/// <summary>What DNS says about the key of a signature.</summary>
/// <param name="Key">The key; null where there is none to use.</param>
/// <param name="Detail">Why there is none, in words that follow the name of the record; null where there is one.</param>
internal sealed record DkimKey(AsymmetricKeyParameter? Key, string? Detail)
{
    private const int Ed25519Bytes = 32;

    /// <summary>Whether another time there may be an answer.</summary>
    public bool IsUnanswered { get; init; }

    /// <summary>
    /// Reads a key record (RFC 6376 §3.6.1). Its service type is not looked at: RFC 8460 §3 gives keys for reports the type <c>tlsrpt</c>,
    /// and reporters use the keys of their other mail.
    /// </summary>
    public static DkimKey Read(string record)
    {
        if (TagList.Read(record) is not { } tags || (tags.TryGetValue("v", out string? version) && version != "DKIM1") || !tags.TryGetValue("p", out string? data))
            return new DkimKey(null, "holds no DKIM key");
        if (data.Length == 0)
            return new DkimKey(null, "says that the key was revoked");
        if (tags.TryGetValue("h", out string? hashes) && !hashes.Split(':').Contains("sha256"))
            return new DkimKey(null, "allows only hashes that are no longer believed");
        try
        {
            return Decode(tags.GetValueOrDefault("k", "rsa"), Convert.FromBase64String(data)) is { } key
                ? new DkimKey(key, null)
                : new DkimKey(null, "holds a key of an unknown kind");
        }
        catch (Exception fault) when (fault is FormatException or ArgumentException or IOException or SecurityUtilityException or InvalidCastException)
        {
            // The library has no one exception for data that is no key.
            return new DkimKey(null, "holds a key that cannot be read");
        }
    }

    private static AsymmetricKeyParameter? Decode(string kind, byte[] data) => kind switch
    {
        "rsa" => PublicKeyFactory.CreateKey(data) as RsaKeyParameters,
        // RFC 8463 §4.2: the bare key.
        "ed25519" when data.Length == Ed25519Bytes => new Ed25519PublicKeyParameters(data, 0),
        _ => null,
    };
}
