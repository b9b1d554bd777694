using System.Buffers.Binary;
using System.Text;

namespace StrictPost.Lab.Dns;

/// <summary>One question, read from a message (RFC 1035 §4.1).</summary>
/// <param name="Id">Comes back in the reply.</param>
/// <param name="RecursionDesired">Comes back in the reply.</param>
/// <param name="Question">The question as it stands in the message: name, type and class.</param>
/// <param name="Name">The name without trailing dot, as written; a dot within a label is written <c>\.</c>.</param>
/// <param name="Type">The type asked for.</param>
/// <param name="WantsAuthenticity">Whether the client cares for the AD bit (RFC 6840 §5.7), or asks for DNSSEC.</param>
/// <param name="UdpBytes">The largest reply that the client takes over UDP.</param>
/// <param name="WithExtensions">Whether the client speaks EDNS (RFC 6891).</param>
internal sealed record DnsRequest(
    ushort Id, bool RecursionDesired, ReadOnlyMemory<byte> Question, string Name, DnsType Type, bool WantsAuthenticity, int UdpBytes, bool WithExtensions)
{
    public const int HeaderBytes = 12;

    private const int PlainUdpBytes = 512;
    private const int LongestLabel = 63;
    private const int LongestName = 255;

    /// <summary>Reads a message that asks one question; null for everything else.</summary>
    public static DnsRequest? Read(ReadOnlySpan<byte> message)
    {
        if (message.Length < HeaderBytes || (message[2] & 0xF8) != 0 || Word(message, 4) != 1 || Word(message, 6) != 0)
            return null; // a reply, another operation, or not one plain question
        int end = EndOfName(message, HeaderBytes);
        if (end < 0 || end + 4 > message.Length)
            return null;
        var (udpBytes, dnssecOk) = Extensions(message[(end + 4)..], Word(message, 10));
        bool authentic = (message[3] & 0x20) != 0;
        return new DnsRequest(
            Word(message, 0),
            (message[2] & 1) != 0,
            message[HeaderBytes..(end + 4)].ToArray(),
            NameAt(message, HeaderBytes),
            (DnsType)Word(message, end),
            authentic || dnssecOk,
            Math.Max(udpBytes ?? 0, PlainUdpBytes),
            udpBytes is not null);
    }

    private static ushort Word(ReadOnlySpan<byte> message, int at) => BinaryPrimitives.ReadUInt16BigEndian(message[at..]);

    /// <summary>Where the name ends; negative when it does not, or is compressed, which no question needs.</summary>
    private static int EndOfName(ReadOnlySpan<byte> message, int start)
    {
        int at = start;
        while (at < message.Length && message[at] is > 0 and <= LongestLabel)
            at += 1 + message[at];
        return at < message.Length && message[at] == 0 && at - start < LongestName ? at + 1 : -1;
    }

    private static string NameAt(ReadOnlySpan<byte> message, int at)
    {
        var name = new StringBuilder();
        while (message[at] > 0)
        {
            if (name.Length > 0)
                name.Append('.');
            foreach (byte octet in message.Slice(at + 1, message[at]))
                name.Append(octet == '.' ? @"\." : ((char)octet).ToString());
            at += 1 + message[at];
        }

        return name.ToString();
    }

    /// <summary>RFC 6891 §6.1: a pseudo record of the root's name, whose class is a size and whose TTL is flags.</summary>
    private static (int? UdpBytes, bool DnssecOk) Extensions(ReadOnlySpan<byte> rest, int additional) =>
        additional > 0 && rest.Length >= 11 && rest[0] == 0 && (DnsType)Word(rest, 1) == DnsType.Opt
            ? (Word(rest, 3), (rest[7] & 0x80) != 0)
            : (null, false);
}
