using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using StrictPost.Engine.Storage.Ledger;

namespace StrictPost.Engine.Nodes;

/// <summary>The network of a client: /24 of IPv4, /48 of IPv6, as one customer usually gets. It says who comes without keeping anybody's address.</summary>
/// <param name="Prefix">The first bits of the address, at the left.</param>
/// <param name="Length">How many; 0 where the address is not known or not told apart.</param>
public readonly record struct ClientNetwork(ulong Prefix, byte Length)
{
    private const int LengthV4 = 24;
    private const int LengthV6 = 48;

    /// <summary>Not known, or not told apart.</summary>
    public static ClientNetwork Any => default;

    /// <summary>The network of an address.</summary>
    public static ClientNetwork Of(IPAddress? address)
    {
        Span<byte> bytes = stackalloc byte[16];
        if (address is null || !address.TryWriteBytes(bytes, out int length))
            return Any;
        if (length == 4)
            return OfV4(bytes);
        return address.IsIPv4MappedToIPv6 ? OfV4(bytes[12..]) : new ClientNetwork(Leading(bytes, LengthV6), LengthV6);
    }

    /// <summary>Such as <c>192.0.2.0/24</c>.</summary>
    public override string ToString()
    {
        if (Length == 0)
            return FetchTotal.AnyNetwork;
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        BinaryPrimitives.WriteUInt64BigEndian(bytes, Prefix);
        var address = new IPAddress(Length == LengthV4 ? bytes[..4] : bytes);
        return string.Create(CultureInfo.InvariantCulture, $"{address}/{Length}");
    }

    private static ClientNetwork OfV4(ReadOnlySpan<byte> bytes) => new((ulong)BinaryPrimitives.ReadUInt32BigEndian(bytes) >> 8 << 40, LengthV4);

    private static ulong Leading(ReadOnlySpan<byte> bytes, int length) => BinaryPrimitives.ReadUInt64BigEndian(bytes) >> (64 - length) << (64 - length);
}
