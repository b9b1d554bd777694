using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace StrictPost.Server.Proxies;

/// <summary>The version for people, §2.1: <c>PROXY TCP4 192.0.2.1 198.51.100.1 56324 443</c> and CRLF.</summary>
internal static class ProxyHeaderV1
{
    /// <summary>§2.1: the longest line there can be, with its end.</summary>
    private const int Longest = 107;

    private const int Words = 6;

    private static ReadOnlySpan<byte> Start => "PROXY "u8;

    public static ProxyHeaderState Read(ReadOnlySpan<byte> bytes, out ProxyHeader? header)
    {
        header = null;
        if (!bytes[..Math.Min(bytes.Length, Start.Length)].SequenceEqual(Start[..Math.Min(bytes.Length, Start.Length)]))
            return ProxyHeaderState.Refused;
        var line = bytes[..Math.Min(bytes.Length, Longest)];
        int end = line.IndexOf("\r\n"u8);
        if (end < 0)
            return line.Length == Longest ? ProxyHeaderState.Refused : ProxyHeaderState.Partial;
        header = ReadLine(line[..end], end + 2);
        return header is null ? ProxyHeaderState.Refused : ProxyHeaderState.Whole;
    }

    private static ProxyHeader? ReadLine(ReadOnlySpan<byte> line, int length)
    {
        if (line.ContainsAnyExceptInRange((byte)' ', (byte)'~'))
            return null;
        string[] words = Encoding.ASCII.GetString(line).Split(' ');
        // §2.1: what follows UNKNOWN is to be ignored.
        if (words[1] == "UNKNOWN")
            return new ProxyHeader(null, length);
        AddressFamily? family = words[1] switch
        {
            "TCP4" => AddressFamily.InterNetwork,
            "TCP6" => AddressFamily.InterNetworkV6,
            _ => null,
        };
        if (family is null || words.Length != Words)
            return null;
        return Address(words[2], family) is { } source && Address(words[3], family) is not null
            && Port(words[4]) is { } port && Port(words[5]) is not null
            ? new ProxyHeader(new IPEndPoint(source, port), length)
            : null;
    }

    /// <summary>The forms that everybody writes: no <c>127.1</c>, no <c>0x7f.0.0.1</c>, no zone.</summary>
    private static IPAddress? Address(string text, AddressFamily? family)
    {
        if (text.Contains('%', StringComparison.Ordinal) || !IPAddress.TryParse(text, out var address) || address.AddressFamily != family)
            return null;
        return family == AddressFamily.InterNetworkV6 || address.ToString() == text ? address : null;
    }

    private static int? Port(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port <= IPEndPoint.MaxPort && (text.Length == 1 || text[0] != '0')
            ? port
            : null;
}
