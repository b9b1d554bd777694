using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace StrictPost.Server.Crowding;

/// <summary>The network that a client is counted with: a /24 of IPv4, or a /48 of IPv6, which one customer usually gets.</summary>
/// <param name="Prefix">Its first bits; for IPv4 in the form of a mapped address.</param>
internal readonly record struct ClientNetwork(UInt128 Prefix)
{
    private const int AddressBits = 128;
    private const int Ipv4Bits = 24;
    private const int Ipv6Bits = 48;

    /// <summary>The network of an address.</summary>
    public static ClientNetwork Of(IPAddress address)
    {
        bool ipv4 = address.AddressFamily == AddressFamily.InterNetwork || address.IsIPv4MappedToIPv6;
        Span<byte> bytes = stackalloc byte[AddressBits / 8];
        address.MapToIPv6().TryWriteBytes(bytes, out _);
        int kept = ipv4 ? AddressBits - 32 + Ipv4Bits : Ipv6Bits;
        return new ClientNetwork(BinaryPrimitives.ReadUInt128BigEndian(bytes) >> (AddressBits - kept) << (AddressBits - kept));
    }
}
