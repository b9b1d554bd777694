using System.Buffers.Binary;
using System.Net;
using System.Numerics;
using System.Text;
using CsCheck;
using StrictPost.Server.Proxies;

namespace StrictPost.EndToEnd.Tests.Proxies;

/// <summary>Headers of the PROXY protocol, good and broken.</summary>
public sealed class ProxyHeaderTests
{
    private const string Signature = "0D0A0D0A000D0A515549540A";

    [Theory]
    [InlineData("PROXY TCP4 192.0.2.1 198.51.100.1 56324 443\r\n", "192.0.2.1:56324")]
    [InlineData("PROXY TCP6 2001:db8::1 2001:db8::2 1 443\r\n", "[2001:db8::1]:1")]
    [InlineData("PROXY UNKNOWN\r\n", null)]
    [InlineData("PROXY UNKNOWN ffff:f...f:ffff ffff:f...f:ffff 65535 65535\r\n", null)]
    [InlineData("PROXY TCP6 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535 65535\r\n", "[ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]:65535")]
    public void Version1_Good_NamesTheClient(string line, string? client)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(line + "more");

        Assert.Equal(ProxyHeaderState.Whole, ProxyHeader.Read(bytes, out var header));
        Assert.Equal((client, line.Length), (header!.Client?.ToString(), header.Length));
        for (int length = 0; length < line.Length; length++)
            Assert.Equal(ProxyHeaderState.Partial, ProxyHeader.Read(bytes.AsSpan(0, length), out _));
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n")]
    [InlineData("PROXY TCP4 192.0.2.1 198.51.100.1 56324\r\n")]
    [InlineData("PROXY TCP4 192.0.2.1 198.51.100.1 56324 443 1\r\n")]
    [InlineData("PROXY  TCP4 192.0.2.1 198.51.100.1 56324 443\r\n")]
    [InlineData("PROXY TCP4 192.0.2.1 198.51.100.1 65536 443\r\n")]
    [InlineData("PROXY TCP4 192.0.2.1 198.51.100.1 0443 443\r\n")]
    [InlineData("PROXY TCP4 192.0.2.1 198.51.100.1 -1 443\r\n")]
    [InlineData("PROXY TCP4 192.0.2 198.51.100.1 1 443\r\n")]
    [InlineData("PROXY TCP4 0xC0.0.2.1 198.51.100.1 1 443\r\n")]
    [InlineData("PROXY TCP4 2001:db8::1 198.51.100.1 1 443\r\n")]
    [InlineData("PROXY TCP6 fe80::1%1 2001:db8::2 1 443\r\n")]
    [InlineData("PROXY UDP4 192.0.2.1 198.51.100.1 56324 443\r\n")]
    [InlineData("PROXY\r\n")]
    [InlineData("proxy TCP4 192.0.2.1 198.51.100.1 56324 443\r\n")]
    public void Version1_Broken_IsRefused(string line) =>
        Assert.Equal(ProxyHeaderState.Refused, ProxyHeader.Read(Encoding.ASCII.GetBytes(line), out _));

    [Fact]
    public void Version1_LongerThan107Bytes_IsRefused() =>
        Assert.Equal(ProxyHeaderState.Refused, ProxyHeader.Read(Encoding.ASCII.GetBytes("PROXY UNKNOWN " + new string('x', 93)), out _));

    [Theory]
    [InlineData("21 11 000C C0000201 C6336401 DC04 01BB", "192.0.2.1:56324")]
    [InlineData("21 21 0024 20010DB8000000000000000000000001 20010DB8000000000000000000000002 0001 01BB", "[2001:db8::1]:1")]
    [InlineData("21 11 0010 C0000201 C6336401 DC04 01BB 04000161", "192.0.2.1:56324")]
    [InlineData("20 11 000C C0000201 C6336401 DC04 01BB", null)]
    [InlineData("20 00 0000", null)]
    [InlineData("21 00 0003 FFFFFF", null)]
    public void Version2_Good_NamesTheClient(string rest, string? client)
    {
        byte[] whole = Bytes(Signature + rest);

        Assert.Equal(ProxyHeaderState.Whole, ProxyHeader.Read([.. whole, 22, 3], out var header));
        Assert.Equal((client, whole.Length), (header!.Client?.ToString(), header.Length));
        for (int length = 0; length < whole.Length; length++)
            Assert.Equal(ProxyHeaderState.Partial, ProxyHeader.Read(whole.AsSpan(0, length), out _));
    }

    [Theory]
    [InlineData("11 11 000C C0000201 C6336401 DC04 01BB")] // version 1 in the form of version 2
    [InlineData("22 11 000C C0000201 C6336401 DC04 01BB")] // no such command
    [InlineData("21 12 000C C0000201 C6336401 DC04 01BB")] // UDP
    [InlineData("21 11 000B C0000201 C6336401 DC04 01")] // too short for its addresses
    [InlineData("21 11 000E C0000201 C6336401 DC04 01BB 0400")] // half a piece
    [InlineData("21 11 000F C0000201 C6336401 DC04 01BB 040001")] // a piece without its value
    [InlineData("21 11 0013 C0000201 C6336401 DC04 01BB 03000400000000")] // a wrong checksum
    [InlineData("21 11 0011 C0000201 C6336401 DC04 01BB 0300020000")] // a checksum of another length
    [InlineData("21 11 0FF1")] // longer than 4 KiB
    public void Version2_Broken_IsRefused(string rest) => Assert.Equal(ProxyHeaderState.Refused, ProxyHeader.Read(Bytes(Signature + rest), out _));

    [Fact]
    public void Version2_RightChecksum_IsTakenAndAnyChangeIsNot() =>
        Gen.Select(Gen.Byte.Array[4], Gen.UShort, Gen.Byte.Array[0, 100], Gen.Int[0, 200], Gen.Int[0, 7]).Sample((address, port, more, place, bit) =>
        {
            byte[] header = WithChecksum(address, port, more);
            Assert.Equal(ProxyHeaderState.Whole, ProxyHeader.Read(header, out var read));
            Assert.Equal(new IPEndPoint(new IPAddress(address), port), read!.Client);

            header[16 + (place % 12)] ^= (byte)(1 << bit);
            Assert.Equal(ProxyHeaderState.Refused, ProxyHeader.Read(header, out _));
        });

    [Fact]
    public void AnyBytes_NeverThrow_AndOnlyWholeHeadersHaveALength() =>
        Gen.Select(Gen.OneOfConst("PROXY ", "PROXY TCP4 ", "\r\n\r\n\0\r\nQUIT\n", "\r\n\r\n\0\r\nQUIT\n!\x11\0"), Gen.Byte.Array[0, 300]).Sample((start, rest) =>
        {
            byte[] bytes = [.. Encoding.Latin1.GetBytes(start), .. rest];
            var state = ProxyHeader.Read(bytes, out var header);
            return (state == ProxyHeaderState.Whole) == (header is not null) && (header is null || header.Length <= bytes.Length);
        });

    private static byte[] WithChecksum(byte[] address, ushort port, byte[] more)
    {
        byte[] header = [.. Bytes(Signature), 0x21, 0x11, 0, 0, .. address, 198, 51, 100, 1, (byte)(port >> 8), (byte)port, 1, 187, 3, 0, 4, 0, 0, 0, 0, 0xE0, 0, (byte)more.Length, .. more];
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(14), (ushort)(header.Length - 16));
        uint crc = uint.MaxValue;
        foreach (byte each in header)
            crc = BitOperations.Crc32C(crc, each);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(31), ~crc);
        return header;
    }

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
}
