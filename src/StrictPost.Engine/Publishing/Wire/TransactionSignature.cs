using System.Buffers.Binary;
using System.Security.Cryptography;

namespace StrictPost.Engine.Publishing.Wire;

/// <summary>A TSIG record's own fields (RFC 8945 §4.2).</summary>
/// <param name="KeyName">The key's name.</param>
/// <param name="AlgorithmName">The algorithm's.</param>
/// <param name="SignedAt">Seconds since 1970.</param>
/// <param name="Fudge">By how many seconds the clocks may differ.</param>
/// <param name="Mac">The signature; empty where the server cannot or will not sign.</param>
/// <param name="OriginalId">The message's id when it was signed.</param>
/// <param name="Error">What the server found wrong with the signature that it got.</param>
/// <param name="Other">With BADTIME the server's time.</param>
internal sealed record TransactionSignature(
    string KeyName, string AlgorithmName, long SignedAt, int Fudge, byte[] Mac, int OriginalId, WireCode Error, byte[] Other)
{
    /// <summary>By how many seconds the clocks may differ: what RFC 8945 §10 recommends.</summary>
    public const int UsualFudge = 300;

    private const int AnyClass = 255;

    /// <summary>The server's clock, in seconds since 1970, where it says so.</summary>
    public long? ServerTime => Error == WireCode.BadTime && Other.Length == 6 ? new WireReader(Other).UInt48() : null;

    /// <summary>The message with a signature behind it, and the signature.</summary>
    public static (byte[] Message, byte[] Mac) Sign(byte[] message, UpdateKey key, DateTimeOffset now)
    {
        int id = BinaryPrimitives.ReadUInt16BigEndian(message);
        var unsigned = new TransactionSignature(key.Name, key.AlgorithmName, now.ToUnixTimeSeconds(), UsualFudge, [], id, WireCode.Fine, []);
        byte[] mac = key.Sign(unsigned.Digest([], message));
        byte[] signed = new WireWriter().Bytes(message).Bytes((unsigned with { Mac = mac }).ToRecord()).ToArray();
        Count(signed, 1);
        return (signed, mac);
    }

    /// <summary>The signature behind a message; null where there is none that can be read.</summary>
    public static TransactionSignature? Of(WireMessage message)
    {
        if (message.SignatureAt is not { } start)
            return null;
        var reader = new WireReader(message.Bytes, start);
        string name = reader.Name();
        reader.Bytes(10); // type, class, TTL and length
        string algorithm = reader.Name();
        long signedAt = reader.UInt48();
        int fudge = reader.UInt16();
        byte[] mac = reader.Bytes(reader.UInt16()).ToArray();
        int id = reader.UInt16();
        var error = (WireCode)reader.UInt16();
        byte[] other = reader.Bytes(reader.UInt16()).ToArray();
        return reader.HasFailed || !reader.IsAtEnd ? null : new TransactionSignature(name, algorithm, signedAt, fudge, mac, id, error, other);
    }

    /// <summary>
    /// True when whoever knows the key made the response, to the request with this signature (RFC 8945 §5.3). Shortened signatures do not
    /// count. Whether the time fits is another question.
    /// </summary>
    public bool Proves(WireMessage response, byte[] requestMac, UpdateKey key)
    {
        if (KeyName != key.Name || AlgorithmName != key.AlgorithmName)
            return false;
        byte[] message = response.Bytes[..response.SignatureAt!.Value];
        BinaryPrimitives.WriteUInt16BigEndian(message, (ushort)OriginalId);
        Count(message, -1);
        byte[] prior = new WireWriter().Sized(requestMac).ToArray();
        return CryptographicOperations.FixedTimeEquals(key.Sign(Digest(prior, message)), Mac);
    }

    /// <summary>True when it was signed about now.</summary>
    public bool IsRecent(DateTimeOffset now) => Math.Abs(now.ToUnixTimeSeconds() - SignedAt) <= Fudge;

    /// <summary>All that a signature covers: RFC 8945 §4.3.</summary>
    private byte[] Digest(ReadOnlySpan<byte> prior, ReadOnlySpan<byte> message) => new WireWriter().Bytes(prior).Bytes(message)
        .Name(KeyName).UInt16(AnyClass).UInt32(0).Name(AlgorithmName).UInt48(SignedAt).UInt16(Fudge).UInt16((int)Error).Sized(Other).ToArray();

    private byte[] ToRecord()
    {
        byte[] data = new WireWriter().Name(AlgorithmName).UInt48(SignedAt).UInt16(Fudge).Sized(Mac)
            .UInt16(OriginalId).UInt16((int)Error).Sized(Other).ToArray();
        return new WireWriter().Name(KeyName).UInt16((int)WireType.Tsig).UInt16(AnyClass).UInt32(0).Sized(data).ToArray();
    }

    /// <summary>Counts the signature among the additional records, or no longer.</summary>
    private static void Count(byte[] message, int more)
    {
        var field = message.AsSpan(WireMessage.AdditionalCountAt);
        BinaryPrimitives.WriteUInt16BigEndian(field, (ushort)(BinaryPrimitives.ReadUInt16BigEndian(field) + more));
    }
}
