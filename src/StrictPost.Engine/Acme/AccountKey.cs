using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace StrictPost.Engine.Acme;

/// <summary>The P-256 key by which an authority knows an account. Safe for use from several threads until disposed.</summary>
public sealed class AccountKey : IDisposable
{
    private const string P256 = "1.2.840.10045.3.1.7";

    private readonly Lock _lock = new();
    private readonly ECDsa _key;

    private AccountKey(ECDsa key)
    {
        _key = key;
        Public = JsonWebKey.Of(key.ExportParameters(includePrivateParameters: false));
        Thumbprint = Public.Thumbprint();
    }

    /// <summary>What key authorizations end in (RFC 8555 §8.1).</summary>
    public string Thumbprint { get; }

    internal JsonWebKey Public { get; }

    /// <summary>A new key.</summary>
    public static AccountKey Create() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>Reads what <see cref="ExportPkcs8"/> gave; false when it is no P-256 key.</summary>
    public static bool TryImport(ReadOnlySpan<byte> pkcs8, [NotNullWhen(true)] out AccountKey? key)
    {
        key = null;
        var read = ECDsa.Create();
        try
        {
            read.ImportPkcs8PrivateKey(pkcs8, out _);
            if (read.ExportParameters(includePrivateParameters: false).Curve.Oid.Value == P256)
                key = new AccountKey(read);
        }
        catch (CryptographicException)
        {
            // Said by the result.
        }

        if (key is null)
            read.Dispose();
        return key is not null;
    }

    /// <summary>The private key, PKCS #8, not encrypted.</summary>
    public byte[] ExportPkcs8()
    {
        lock (_lock)
            return _key.ExportPkcs8PrivateKey();
    }

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();

    /// <summary>ES256: the two halves of the signature one after the other (RFC 7518 §3.4).</summary>
    internal byte[] Sign(byte[] data)
    {
        lock (_lock)
            return _key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }
}
