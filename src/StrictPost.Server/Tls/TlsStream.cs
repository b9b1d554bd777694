using System.IO.Pipelines;

namespace StrictPost.Server.Tls;

/// <summary>A <see cref="TlsSession"/> over a connection's pipes. One reader and one writer at a time; it owns the session.</summary>
internal sealed class TlsStream(IDuplexPipe transport, TlsSession session) : Stream
{
    /// <summary>Most bytes that go to OpenSSL at once: one full record (RFC 8446 §5.2).</summary>
    private const int MostAtOnce = 5 + (16 * 1024) + 256;

    /// <summary>Most bytes before the handshake is done: two ClientHellos, and what clients send right behind Finished.</summary>
    private const int MostInHandshake = 64 * 1024;

    private readonly SemaphoreSlim _sending = new(1);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="IOException">The handshake failed, or was broken off.</exception>
    public async Task HandshakeAsync(CancellationToken cancellationToken)
    {
        long received = 0;
        do
        {
            await FlushAsync(cancellationToken);
            int fed = await FeedAsync(cancellationToken);
            if (fed == 0)
                throw new TlsBrokenException("The handshake was broken off.");
            received += fed;
            if (received > MostInHandshake)
                throw new TlsBrokenException("The handshake is too large.");
        }
        while (!session.Accept());

        await FlushAsync(cancellationToken);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            int read = session.Read(buffer.Span);
            if (read >= 0)
                return read;
            // A key update or a refused renegotiation wants an answer, which no write of ours may follow for long.
            if (session.Pending > 0)
                await FlushAsync(cancellationToken);
            // The end of the connection without close_notify: HTTP knows by itself whether a message is whole.
            if (await FeedAsync(cancellationToken) == 0)
                return 0;
        }
    }

    /// <summary>Encrypts; <see cref="FlushAsync"/> sends.</summary>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        session.Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override Task FlushAsync(CancellationToken cancellationToken) =>
        session.Pending == 0 ? Task.CompletedTask : SendAsync(cancellationToken);

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken);
        try
        {
            Drain();
            await transport.Output.FlushAsync(cancellationToken);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Says goodbye as TLS wants it, also after a failure.</summary>
    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        session.Shutdown();
        await FlushAsync(cancellationToken);
    }

    public override void Flush() => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        // The semaphore holds nothing native, and a sending that was given up may still release it.
        if (disposing)
            session.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Hands over what the network brought next; 0 at its end.</summary>
    private async ValueTask<int> FeedAsync(CancellationToken cancellationToken)
    {
        var read = await transport.Input.ReadAsync(cancellationToken);
        var bytes = read.Buffer.Length > MostAtOnce ? read.Buffer.Slice(0, MostAtOnce) : read.Buffer;
        foreach (var segment in bytes)
            session.Feed(segment.Span);
        int fed = (int)bytes.Length;
        transport.Input.AdvanceTo(bytes.End);
        return fed;
    }

    private void Drain()
    {
        while (session.Pending is > 0 and var pending)
        {
            var room = transport.Output.GetSpan(Math.Min(pending, MostAtOnce));
            transport.Output.Advance(session.Take(room));
        }
    }
}
