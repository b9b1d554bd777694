using System.Net.Security;

namespace StrictPost.EndToEnd.Tests.Tls;

/// <summary>The ClientHello that the platform's client really sends.</summary>
internal static class CapturedHello
{
    private const int RecordHeader = 5;

    /// <summary>One record with the whole message.</summary>
    public static async Task<byte[]> ForAsync(string host, params string[] alpn)
    {
        await using var wire = new RecordingStream();
        await using var client = new SslStream(wire);
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = host,
            ApplicationProtocols = [.. alpn.Select(name => new SslApplicationProtocol(name))],
        };
        await Assert.ThrowsAnyAsync<Exception>(() => client.AuthenticateAsClientAsync(options, TestContext.Current.CancellationToken));
        return wire.Written;
    }

    /// <summary>The same message in records of so many bytes.</summary>
    public static byte[] Cut(byte[] hello, int size) =>
        [.. hello.Skip(RecordHeader).Chunk(size).SelectMany(part => (byte[])[hello[0], hello[1], hello[2], (byte)(part.Length >> 8), (byte)part.Length, .. part])];

    /// <summary>Keeps the first thing that is written, and then ends.</summary>
    private sealed class RecordingStream : MemoryStream
    {
        public byte[] Written { get; private set; } = [];

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Written = [.. Written, .. buffer.Span];
            return ValueTask.CompletedTask;
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(0);
    }
}
