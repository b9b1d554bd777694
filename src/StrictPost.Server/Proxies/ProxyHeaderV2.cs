using System.Buffers.Binary;
using System.Net;
using System.Numerics;

namespace StrictPost.Server.Proxies;

/// <summary>The version for programs, §2.2: a signature, a length, addresses, and more about the connection.</summary>
internal static class ProxyHeaderV2
{
    public const byte FirstByte = 0x0D;

    /// <summary>The specification allows 64 KiB; whoever has more to say than this is no proxy of ours.</summary>
    public const int Longest = 4 * 1024;

    private const int FixedPart = 16;
    private const byte Version = 0x20;
    private const byte Local = 0;
    private const byte Proxy = 1;
    private const byte Unspecified = 0x00;
    private const byte Tcp4 = 0x11;
    private const byte Tcp6 = 0x21;
    private const byte UnixStream = 0x31;
    private const byte ChecksumType = 0x03;
    private const int TlvHeader = 3;

    private static ReadOnlySpan<byte> Signature => "\r\n\r\n\0\r\nQUIT\n"u8;

    public static ProxyHeaderState Read(ReadOnlySpan<byte> bytes, out ProxyHeader? header)
    {
        header = null;
        int known = Math.Min(bytes.Length, Signature.Length);
        if (!bytes[..known].SequenceEqual(Signature[..known]))
            return ProxyHeaderState.Refused;
        if (bytes.Length < FixedPart)
            return ProxyHeaderState.Partial;
        int length = FixedPart + BinaryPrimitives.ReadUInt16BigEndian(bytes[14..]);
        if (length > Longest || (bytes[12] & 0xF0) != Version)
            return ProxyHeaderState.Refused;
        if (bytes.Length < length)
            return ProxyHeaderState.Partial;
        header = (bytes[12] & 0x0F) switch
        {
            // §2.2: the proxy's own connection, such as a health check; the rest is to be discarded.
            Local => new ProxyHeader(null, length),
            Proxy => ReadProxied(bytes[..length]),
            _ => null,
        };
        return header is null ? ProxyHeaderState.Refused : ProxyHeaderState.Whole;
    }

    private static ProxyHeader? ReadProxied(ReadOnlySpan<byte> whole)
    {
        int addresses = whole[13] switch
        {
            Unspecified => 0,
            Tcp4 => 12,
            Tcp6 => 36,
            UnixStream => 216,
            _ => -1,
        };
        if (addresses < 0 || whole.Length - FixedPart < addresses)
            return null;
        // §2.2: behind unspecified addresses anything may stand.
        if (addresses > 0 && !AreGood(whole, FixedPart + addresses))
            return null;
        var body = whole[FixedPart..];
        return new ProxyHeader(
            whole[13] switch
            {
                Tcp4 => new IPEndPoint(new IPAddress(body[..4]), BinaryPrimitives.ReadUInt16BigEndian(body[8..])),
                Tcp6 => new IPEndPoint(new IPAddress(body[..16]), BinaryPrimitives.ReadUInt16BigEndian(body[32..])),
                _ => null,
            },
            whole.Length);
    }

    /// <summary>§2.2: each further piece is a type, a length and a value; a checksum among them must be right (§2.2.4).</summary>
    private static bool AreGood(ReadOnlySpan<byte> whole, int at)
    {
        while (at < whole.Length)
        {
            if (whole.Length - at < TlvHeader)
                return false;
            int length = BinaryPrimitives.ReadUInt16BigEndian(whole[(at + 1)..]);
            int value = at + TlvHeader;
            if (whole.Length - value < length)
                return false;
            if (whole[at] == ChecksumType && (length != sizeof(uint) || BinaryPrimitives.ReadUInt32BigEndian(whole[value..]) != Checksum(whole, value)))
                return false;
            at = value + length;
        }

        return true;
    }

    /// <summary>CRC-32C (RFC 9260 appendix A) of the whole header, its own place taken as zero.</summary>
    private static uint Checksum(ReadOnlySpan<byte> whole, int place)
    {
        uint crc = uint.MaxValue;
        for (int i = 0; i < whole.Length; i++)
            crc = BitOperations.Crc32C(crc, i >= place && i < place + sizeof(uint) ? (byte)0 : whole[i]);
        return ~crc;
    }
}
