using System.Buffers.Binary;
using System.Globalization;

namespace StrictPost.Protocol.Records;

/// <summary>An IP address of a host, as A and AAAA records write it.</summary>
public sealed record HostAddress
{
    private const int Ipv4Bytes = 4;
    private const int Ipv6Bytes = 16;

    private HostAddress(string text, bool isIpv6)
    {
        Text = text;
        IsIpv6 = isIpv6;
    }

    /// <summary>Dotted decimal for IPv4; the short lower-case form of RFC 5952 §4 for IPv6.</summary>
    public string Text { get; }

    /// <summary>True for what an AAAA record holds.</summary>
    public bool IsIpv6 { get; }

    /// <summary>The address of these 4 or 16 bytes in network order.</summary>
    /// <exception cref="ArgumentException">Any other number of bytes.</exception>
    public static HostAddress FromBytes(ReadOnlySpan<byte> bytes) => bytes.Length switch
    {
        Ipv4Bytes => new HostAddress($"{bytes[0]}.{bytes[1]}.{bytes[2]}.{bytes[3]}", isIpv6: false),
        Ipv6Bytes => new HostAddress(Ipv6Text(bytes), isIpv6: true),
        _ => throw new ArgumentException($"An address has {Ipv4Bytes} or {Ipv6Bytes} bytes.", nameof(bytes)),
    };

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static string Ipv6Text(ReadOnlySpan<byte> bytes)
    {
        var groups = new ushort[Ipv6Bytes / 2];
        for (int i = 0; i < groups.Length; i++)
            groups[i] = BinaryPrimitives.ReadUInt16BigEndian(bytes[(2 * i)..]);

        var (start, length) = LongestZeroRun(groups);
        return length < 2 ? Join(groups) : $"{Join(groups.AsSpan(0, start))}::{Join(groups.AsSpan(start + length))}";
    }

    /// <summary>The first of the longest runs of zero groups: RFC 5952 §4.2.3.</summary>
    private static (int Start, int Length) LongestZeroRun(ReadOnlySpan<ushort> groups)
    {
        var longest = (Start: 0, Length: 0);
        int run = 0;
        for (int i = 0; i < groups.Length; i++)
        {
            run = groups[i] == 0 ? run + 1 : 0;
            if (run > longest.Length)
                longest = (i - run + 1, run);
        }

        return longest;
    }

    private static string Join(ReadOnlySpan<ushort> groups) =>
        string.Join(':', groups.ToArray().Select(group => group.ToString("x", CultureInfo.InvariantCulture)));
}
