using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using StrictPost.Engine.Certificates;

namespace StrictPost.Server.Tls;

/// <summary>
/// Hands a certificate's private key over to OpenSSL. A P-256 key goes there as bare numbers: that takes OpenSSL 20 µs,
/// where its decoders take 700 µs and more.
/// </summary>
internal static unsafe class NativeKeys
{
    private const int NumberLength = 32;
    private const string P256 = "1.2.840.10045.3.1.7";

    /// <exception cref="CryptographicException">There is no private key, or none that OpenSSL takes.</exception>
    public static KeyHandle Load(HostCertificate host)
    {
        if (host.Key is { } numbers)
            return FromNumbers(numbers.Secret.ToArray(), numbers.Point.ToArray());
        var certificate = host.Leaf;
        using var elliptic = certificate.GetECDsaPrivateKey();
        if (elliptic is not null)
            return LoadElliptic(elliptic);
        using var rsa = certificate.GetRSAPrivateKey() ?? throw new CryptographicException("The key is neither ECDSA nor RSA.");
        return Decode(rsa.ExportPkcs8PrivateKey());
    }

    private static KeyHandle LoadElliptic(ECDsa key)
    {
        var numbers = key.ExportParameters(includePrivateParameters: true);
        try
        {
            return numbers is { D: { Length: NumberLength } d, Q: { X: { } x, Y: { } y } } && numbers.Curve.Oid.Value == P256
                ? FromNumbers(d, [4, .. x, .. y])
                : Decode(key.ExportPkcs8PrivateKey());
        }
        finally
        {
            CryptographicOperations.ZeroMemory(numbers.D);
        }
    }

    /// <param name="secret">The private number, most significant byte first; turned round, as OpenSSL counts, and wiped.</param>
    /// <param name="point">The public point, uncompressed (SEC 1 §2.3.3).</param>
    private static KeyHandle FromNumbers(byte[] secret, byte[] point)
    {
        if (BitConverter.IsLittleEndian)
            Array.Reverse(secret);
        nint key = 0;
        nint context = LibCrypto.EVP_PKEY_CTX_new_from_name(0, "EC", 0);
        fixed (byte* group = "prime256v1\0"u8, groupName = "group\0"u8, pub = point, pubName = "pub\0"u8, priv = secret, privName = "priv\0"u8)
        {
            var parameters = stackalloc OsslParam[4];
            parameters[0] = new OsslParam(groupName, OsslParam.Text, group, 10);
            parameters[1] = new OsslParam(pubName, OsslParam.Bytes, pub, (nuint)point.Length);
            parameters[2] = new OsslParam(privName, OsslParam.UnsignedNumber, priv, NumberLength);
            parameters[3] = default;
            bool made = LibCrypto.EVP_PKEY_fromdata_init(context) == 1
                && LibCrypto.EVP_PKEY_fromdata(context, &key, LibCrypto.KeyPair, parameters) == 1;
            LibCrypto.EVP_PKEY_CTX_free(context);
            CryptographicOperations.ZeroMemory(secret);
            return made ? new KeyHandle(key) : throw new CryptographicException(OpenSslLibrary.TakeError());
        }
    }

    /// <param name="pkcs8">The key as PKCS #8; wiped.</param>
    private static KeyHandle Decode(byte[] pkcs8)
    {
        fixed (byte* start = pkcs8)
        {
            byte* input = start;
            nint key = LibCrypto.d2i_AutoPrivateKey(0, &input, pkcs8.Length);
            CryptographicOperations.ZeroMemory(pkcs8);
            return key != 0 ? new KeyHandle(key) : throw new CryptographicException(OpenSslLibrary.TakeError());
        }
    }
}
