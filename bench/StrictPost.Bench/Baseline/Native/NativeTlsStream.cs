using System.IO.Pipelines;

namespace StrictPost.Bench.Baseline.Native;

/// <summary>TLS over a connection's pipes: what SslStream does, without its ceremony.</summary>
internal sealed class NativeTlsStream : Stream
{
    private readonly IDuplexPipe _transport;
    private readonly nint _in = ServerSsl.BIO_new(ServerSsl.BIO_s_mem());
    private readonly nint _out = ServerSsl.BIO_new(ServerSsl.BIO_s_mem());
    private readonly Lock _turn = new();
    private nint _ssl;

    public NativeTlsStream(IDuplexPipe transport, nint context)
    {
        _transport = transport;
        _ssl = ServerSsl.SSL_new(context);
        ServerSsl.SSL_set_bio(_ssl, _in, _out);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="IOException">The handshake failed.</exception>
    public async Task HandshakeAsync(CancellationToken cancellation)
    {
        while (!Accept())
        {
            await FlushAsync(cancellation);
            if (!await FeedAsync(cancellation))
                throw new IOException("the handshake was broken off");
        }

        await FlushAsync(cancellation);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var read = Decrypt(buffer.Span);
            if (read >= 0)
                return read;
            if (!await FeedAsync(cancellationToken))
                return 0;
        }
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        lock (_turn)
        {
            ServerSsl.ERR_clear_error();
            if (_ssl == 0 || ServerSsl.SSL_write(_ssl, buffer.Span, buffer.Length) != buffer.Length)
                throw new IOException("the connection is broken");
            Drain();
        }

        var flush = _transport.Output.FlushAsync(cancellationToken);
        return flush.IsCompletedSuccessfully ? ValueTask.CompletedTask : new ValueTask(flush.AsTask());
    }

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        lock (_turn)
            Drain();
        await _transport.Output.FlushAsync(cancellationToken);
    }

    /// <summary>Says goodbye as TLS wants it.</summary>
    public async Task CloseAsync()
    {
        lock (_turn)
        {
            _ = ServerSsl.SSL_shutdown(_ssl);
            Drain();
            ServerSsl.SSL_free(_ssl);
            _ssl = 0;
        }

        await _transport.Output.FlushAsync(CancellationToken.None);
    }

    public override void Flush() => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private bool Accept()
    {
        lock (_turn)
        {
            ServerSsl.ERR_clear_error();
            var returned = ServerSsl.SSL_accept(_ssl);
            if (returned == 1)
                return true;
            return ServerSsl.SSL_get_error(_ssl, returned) == ServerSsl.WantRead ? false : throw new IOException("no handshake");
        }
    }

    /// <summary>The bytes read, 0 at the end, -1 when more must come from the transport.</summary>
    private int Decrypt(Span<byte> buffer)
    {
        lock (_turn)
        {
            if (_ssl == 0)
                return 0;
            ServerSsl.ERR_clear_error();
            var read = ServerSsl.SSL_read(_ssl, buffer, buffer.Length);
            if (read > 0)
                return read;
            return ServerSsl.SSL_get_error(_ssl, read) switch
            {
                ServerSsl.WantRead => -1,
                ServerSsl.ZeroReturn => 0,
                _ => throw new IOException("the connection is broken"),
            };
        }
    }

    private async ValueTask<bool> FeedAsync(CancellationToken cancellation)
    {
        var read = await _transport.Input.ReadAsync(cancellation);
        lock (_turn)
        {
            foreach (var segment in read.Buffer)
                _ = _ssl == 0 ? 0 : ServerSsl.BIO_write(_in, segment.Span, segment.Length);
        }

        var fed = !read.Buffer.IsEmpty;
        _transport.Input.AdvanceTo(read.Buffer.End);
        return fed || !(read.IsCompleted || read.IsCanceled);
    }

    private void Drain()
    {
        if (_ssl == 0)
            return;
        var pending = (int)ServerSsl.BIO_ctrl_pending(_out);
        if (pending > 0)
            _transport.Output.Advance(ServerSsl.BIO_read(_out, _transport.Output.GetSpan(pending), pending));
    }
}
