using System.Security.Cryptography;

namespace StrictPost.Engine.Publishing;

/// <summary>How signatures of DNS messages are made (RFC 8945 §6); older ways are not.</summary>
public enum KeyAlgorithm
{
    /// <summary>hmac-sha256.</summary>
    Sha256,

    /// <summary>hmac-sha384.</summary>
    Sha384,

    /// <summary>hmac-sha512.</summary>
    Sha512,
}

/// <summary>A secret that we share with a DNS server.</summary>
public sealed class UpdateKey
{
    private readonly byte[] _secret;

    internal UpdateKey(string name, KeyAlgorithm algorithm, byte[] secret) => (Name, Algorithm, _secret) = (name, algorithm, secret);

    /// <summary>By which the server knows it: a domain name in lower case, without trailing dot.</summary>
    public string Name { get; }

    /// <summary>How it signs.</summary>
    public KeyAlgorithm Algorithm { get; }

    /// <summary>The algorithm's name in DNS.</summary>
    internal string AlgorithmName => Algorithm switch
    {
        KeyAlgorithm.Sha256 => "hmac-sha256",
        KeyAlgorithm.Sha384 => "hmac-sha384",
        _ => "hmac-sha512",
    };

    /// <summary>The name, and never the secret.</summary>
    public override string ToString() => Name;

    /// <summary>The signature of these bytes.</summary>
    internal byte[] Sign(ReadOnlySpan<byte> bytes) => Algorithm switch
    {
        KeyAlgorithm.Sha256 => HMACSHA256.HashData(_secret, bytes),
        KeyAlgorithm.Sha384 => HMACSHA384.HashData(_secret, bytes),
        _ => HMACSHA512.HashData(_secret, bytes),
    };
}
