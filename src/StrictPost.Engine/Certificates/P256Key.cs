using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace StrictPost.Engine.Certificates;

/// <summary>
/// A private key on P-256 as its bare numbers. Nearly all hosts have one, and read like this it costs microseconds; as a key
/// of the platform's, attached to a certificate, it takes most of a millisecond.
/// </summary>
public sealed class P256Key
{
    private const string EcPublicKey = "1.2.840.10045.2.1";
    private const string Curve = "1.2.840.10045.3.1.7";
    private const int NumberLength = 32;

    private readonly byte[] _secret;

    private P256Key(byte[] secret, byte[] point) => (_secret, Point) = (secret, point);

    /// <summary>The private number, 32 bytes, most significant first.</summary>
    public ReadOnlySpan<byte> Secret => _secret;

    /// <summary>The public point: 4, x, y, 65 bytes in all (SEC 1 §2.3.3).</summary>
    public ReadOnlyMemory<byte> Point { get; }

    /// <summary>The key in a PEM file (RFC 5958, RFC 5915) if it is one of this kind and belongs to the certificate; else null.</summary>
    public static P256Key? Find(ReadOnlySpan<char> pem, X509Certificate2 certificate)
    {
        while (PemEncoding.TryFind(pem, out var block))
        {
            if (pem[block.Label] is "PRIVATE KEY" or "EC PRIVATE KEY")
                return Decode(pem[block.Base64Data], pem[block.Label] is "PRIVATE KEY") is { } key && key.BelongsTo(certificate) ? key : null;
            pem = pem[block.Location.End..];
        }

        return null;
    }

    /// <summary>As the platform knows it. The caller disposes it.</summary>
    public ECDsa ToPlatform() => ECDsa.Create(new ECParameters
    {
        Curve = ECCurve.NamedCurves.nistP256,
        D = _secret,
        Q = new ECPoint { X = Point[1..(1 + NumberLength)].ToArray(), Y = Point[(1 + NumberLength)..].ToArray() },
    });

    private static P256Key? Decode(ReadOnlySpan<char> base64, bool isPkcs8)
    {
        byte[] der = new byte[base64.Length];
        try
        {
            if (!Convert.TryFromBase64Chars(base64, der, out int length))
                return null;
            var outer = new AsnReader(der.AsMemory(0, length), AsnEncodingRules.DER).ReadSequence();
            return isPkcs8 ? ReadPkcs8(outer) : ReadSec1(outer, known: false);
        }
        catch (AsnContentException)
        {
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(der);
        }
    }

    /// <summary>RFC 5958 §2.</summary>
    private static P256Key? ReadPkcs8(AsnReader key)
    {
        key.ReadInteger();
        var algorithm = key.ReadSequence();
        if (algorithm.ReadObjectIdentifier() != EcPublicKey || !algorithm.HasData || algorithm.PeekTag() != Asn1Tag.ObjectIdentifier)
            return null;
        return algorithm.ReadObjectIdentifier() == Curve && key.TryReadPrimitiveOctetString(out var inner)
            ? ReadSec1(new AsnReader(inner, AsnEncodingRules.DER).ReadSequence(), known: true)
            : null;
    }

    /// <summary>RFC 5915 §3.</summary>
    private static P256Key? ReadSec1(AsnReader key, bool known)
    {
        key.ReadInteger();
        byte[] secret = key.ReadOctetString();
        var parameters = new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true);
        if (key.HasData && key.PeekTag() == parameters)
            known = key.ReadSequence(parameters).ReadObjectIdentifier() == Curve;
        var point = new Asn1Tag(TagClass.ContextSpecific, 1, isConstructed: true);
        if (!known || secret.Length != NumberLength || !key.HasData || key.PeekTag() != point)
            return null;
        byte[] bits = key.ReadSequence(point).ReadBitString(out _);
        return bits.Length == 1 + (2 * NumberLength) && bits[0] == 4 ? new P256Key(secret, bits) : null;
    }

    private bool BelongsTo(X509Certificate2 certificate) =>
        certificate.GetKeyAlgorithm() == EcPublicKey && certificate.PublicKey.EncodedKeyValue.RawData.AsSpan().SequenceEqual(Point.Span);
}
