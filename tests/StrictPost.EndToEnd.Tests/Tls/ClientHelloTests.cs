using System.Buffers;
using CsCheck;
using StrictPost.Server.Tls;

namespace StrictPost.EndToEnd.Tests.Tls;

/// <summary>Reading a ClientHello before OpenSSL sees it: real ones, cut in every way, and broken in every way.</summary>
public sealed class ClientHelloTests
{
    [Theory]
    [InlineData(Alpn.Http11)]
    [InlineData(Alpn.Http2, "http/1.1", "h2")]
    [InlineData(Alpn.Http2, "h2", "http/1.1")]
    [InlineData(Alpn.Http11, "spdy/3", "http/1.1")]
    [InlineData(Alpn.None, "spdy/3")]
    [InlineData(Alpn.AcmeTls, "acme-tls/1")]
    [InlineData(Alpn.Http2, "acme-tls/1", "h2")]
    [InlineData(Alpn.None, "acme-tls/1", "spdy/3")]
    [InlineData(Alpn.None, "acme-tls/1", "acme-tls/1")]
    internal async Task Read_RealHello_HasNameAndProtocol(Alpn protocol, params string[] offered)
    {
        var hello = await CapturedHello.ForAsync("mta-sts.example.org", offered);

        Assert.Equal(HelloState.Whole, ClientHelloRecords.Read(hello, out var read));
        Assert.Equal(new ClientHello("mta-sts.example.org", protocol), read);
    }

    [Fact]
    public async Task Read_EveryBeginning_IsPartial()
    {
        var hello = await CapturedHello.ForAsync("mta-sts.example.org", "h2");

        for (int length = 0; length < hello.Length; length++)
            Assert.Equal(HelloState.Partial, ClientHelloRecords.Read(hello.AsSpan(0, length), out _));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(100)]
    public async Task Read_CutIntoRecords_IsTheSame(int size)
    {
        var cut = CapturedHello.Cut(await CapturedHello.ForAsync("mta-sts.example.org", "h2"), size);

        for (int length = 0; length < cut.Length; length++)
            Assert.Equal(HelloState.Partial, ClientHelloRecords.Read(cut.AsSpan(0, length), out _));
        Assert.Equal(HelloState.Whole, ClientHelloRecords.Read(cut, out var read));
        Assert.Equal(new ClientHello("mta-sts.example.org", Alpn.Http2), read);
    }

    [Fact]
    public async Task Read_InSegments_IsTheSame()
    {
        var hello = await CapturedHello.ForAsync("mta-sts.example.org", "h2");

        for (int cut = 1; cut < hello.Length; cut++)
        {
            Assert.Equal(HelloState.Whole, ClientHelloRecords.Read(Segments(hello.AsMemory(0, cut), hello.AsMemory(cut)), out var read));
            Assert.Equal("mta-sts.example.org", read!.ServerName);
        }
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    [InlineData("\x16\x03\x01\x00\x00")]
    [InlineData("\x16\x03\x01\x40\x01")]
    [InlineData("\x16\x02")]
    [InlineData("\x15\x03\x01")]
    [InlineData("\x16\x03\x01\x00\x04\x02\x00\x00\x00")]
    [InlineData("\x16\x03\x01\x00\x04\x01\x00\x40\x01")]
    [InlineData("\x16\x03\x01\x00\x04\x01\x00\x00\x00")]
    [InlineData("\x80\x2e\x01\x03\x01")]
    public void Read_NoClientHello_IsRefusedAtOnce(string bytes) =>
        Assert.Equal(HelloState.Refused, ClientHelloRecords.Read(System.Text.Encoding.Latin1.GetBytes(bytes), out _));

    [Fact]
    public void Read_RecordsWithoutEnd_AreRefusedInTheEnd()
    {
        var crumbs = CapturedHello.Cut([22, 3, 1, 0, 0, 1, 0, 0x3F, 0xFF, .. new byte[16 * 1024]], 1);

        Assert.Equal(HelloState.Refused, ClientHelloRecords.Read(crumbs, out _));
    }

    [Theory]
    [InlineData("0000 0005 0003 00 0000", false)] // an empty name
    [InlineData("0000 0006 0004 01 0001 61", false)] // a name of another type
    [InlineData("0000 000a 0008 00 0001 61 00 0001 62", false)] // two names
    [InlineData("0000 0006 0004 00 0001 61 0000 0006 0004 00 0001 61", false)] // the extension twice
    [InlineData("0000 0006 0004 00 0001 61 00", false)] // something behind
    [InlineData("0010 0002 0000", false)] // no protocol in the list
    [InlineData("0010 0003 0001 00", false)] // an empty protocol
    [InlineData("0000 0006 0004 00 0001 61", true)]
    [InlineData("0000 0006 0004 00 0001 00", true)]
    public void Read_Extensions_AreStrict(string extensions, bool good)
    {
        byte[] list = Convert.FromHexString(extensions.Replace(" ", "", StringComparison.Ordinal));
        byte[] body = [3, 3, .. new byte[32], 0, 0, 2, 0x13, 0x01, 1, 0, (byte)(list.Length >> 8), (byte)list.Length, .. list];

        Assert.Equal(good, ClientHello.TryRead(body, out var hello));
        Assert.Equal(good && extensions.EndsWith("61", StringComparison.Ordinal) ? "a" : null, hello?.ServerName);
    }

    [Fact]
    public async Task Read_Mutated_NeverThrowsAndNamesOnlyWhatCanBeAHost()
    {
        var hello = await CapturedHello.ForAsync("mta-sts.example.org", "h2", "http/1.1");
        Gen.Select(Gen.Int[0, hello.Length - 1], Gen.Byte).Array[1, 4].Sample(changes =>
        {
            var bytes = hello.ToArray();
            foreach (var (place, value) in changes)
                bytes[place] = value;
            var state = ClientHelloRecords.Read(bytes, out var read);
            return (state == HelloState.Whole) == (read is not null) && (read?.ServerName?.All(c => c is > ' ' and < '\x7F') ?? true);
        });
    }

    private static ReadOnlySequence<byte> Segments(ReadOnlyMemory<byte> first, ReadOnlyMemory<byte> second)
    {
        var start = new Segment(first, null);
        var end = new Segment(second, start);
        return new ReadOnlySequence<byte>(start, 0, end, second.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, Segment? before)
        {
            Memory = memory;
            if (before is null)
                return;
            RunningIndex = before.Memory.Length;
            before.Next = this;
        }
    }
}
