using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace StrictPost.Bench.Baseline.Native;

/// <summary>
/// A domain's certificate and key as OpenSSL holds them, about 7 KB. OpenSSL's own PEM reader takes 900 µs for a P-256 key;
/// given the bare numbers, it takes 20 µs.
/// </summary>
internal sealed unsafe class NativeCertificate
{
    private const uint UnsignedNumber = 2;
    private const uint Text = 4;
    private const uint Bytes = 5;
    private const int KeyPair = 0x87;
    private const int CoordinateLength = 32;

    private NativeCertificate(nint leaf, nint chain, nint key)
    {
        Leaf = leaf;
        Chain = chain;
        Key = key;
    }

    public nint Leaf { get; }

    /// <summary>Shared by all domains with the same intermediate.</summary>
    public nint Chain { get; }

    public nint Key { get; }

    /// <summary>Reads `leaf, intermediate, P-256 key`, the one form that the bench's files have.</summary>
    public static NativeCertificate Load(string path, ConcurrentDictionary<string, nint> chains)
    {
        var pem = File.ReadAllText(path);
        var leaf = PemEncoding.Find(pem);
        var rest = pem[leaf.Location.End..];
        var intermediate = PemEncoding.Find(rest);
        return new NativeCertificate(
            Decode(pem[leaf.Base64Data]),
            chains.GetOrAdd(rest[intermediate.Base64Data], Stack),
            LoadKey(rest[intermediate.Location.End..]));
    }

    private static nint Stack(string intermediate)
    {
        var stack = ServerSsl.OPENSSL_sk_new_null();
        _ = ServerSsl.OPENSSL_sk_push(stack, Decode(intermediate));
        return stack;
    }

    private static nint Decode(string base64)
    {
        var der = Convert.FromBase64String(base64);
        fixed (byte* start = der)
        {
            var input = start;
            return ServerSsl.d2i_X509(0, &input, der.Length);
        }
    }

    private static nint LoadKey(string pem)
    {
        using var managed = ECDsa.Create();
        managed.ImportFromPem(pem);
        if (managed.ExportParameters(includePrivateParameters: true) is not { D: { } secret, Q: { X: { } x, Y: { } y } })
            throw new CryptographicException("not a private key");
        byte[] point = [4, .. x, .. y];
        Array.Reverse(secret);
        var context = ServerSsl.EVP_PKEY_CTX_new_from_name(0, "EC", 0);
        nint key = 0;
        fixed (byte* group = "prime256v1\0"u8, groupName = "group\0"u8, pub = point, pubName = "pub\0"u8, priv = secret, privName = "priv\0"u8)
        {
            var parameters = stackalloc OsslParam[4];
            parameters[0] = new OsslParam(groupName, Text, group, 10);
            parameters[1] = new OsslParam(pubName, Bytes, pub, (2 * CoordinateLength) + 1);
            parameters[2] = new OsslParam(privName, UnsignedNumber, priv, CoordinateLength);
            parameters[3] = default;
            if (ServerSsl.EVP_PKEY_fromdata_init(context) != 1
                || ServerSsl.EVP_PKEY_fromdata(context, &key, KeyPair, parameters) != 1)
            {
                throw new CryptographicException("OpenSSL refuses the key");
            }
        }

        CryptographicOperations.ZeroMemory(secret);
        ServerSsl.EVP_PKEY_CTX_free(context);
        return key;
    }
}
