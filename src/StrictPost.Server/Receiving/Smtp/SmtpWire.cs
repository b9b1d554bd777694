using System.Buffers;
using System.IO.Pipelines;
using System.Net.Security;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace StrictPost.Server.Receiving.Smtp;

/// <summary>What a session says and hears, over a connection with or without TLS. Replies to commands that were sent together go out together.</summary>
internal sealed class SmtpWire : IAsyncDisposable
{
    /// <summary>What is thrown away of a line that is too long, before the client is.</summary>
    private const long MostSkipped = 64 * 1024;

    private readonly ConnectionContext _connection;
    private readonly CancellationTokenRegistration _stopping;
    private volatile PipeReader _input;
    private PipeWriter _output;
    private SslStream? _tls;
    private volatile bool _inTransaction;
    private volatile bool _isStopping;

    public SmtpWire(ConnectionContext connection)
    {
        (_connection, _input, _output) = (connection, connection.Transport.Input, connection.Transport.Output);
        var notice = connection.Features.Get<IConnectionLifetimeNotificationFeature>();
        _stopping = notice?.ConnectionClosedRequested.Register(Stop) ?? default;
    }

    /// <summary>True once the server ends, and takes no new messages.</summary>
    public bool IsStopping => _isStopping;

    /// <summary>While true, waiting for the client goes on though the server ends.</summary>
    public void KeepWaiting(bool inTransaction) => _inTransaction = inTransaction;

    /// <summary>Says something; it goes out when the client is waited for.</summary>
    public void Say(SmtpReply reply) => _output.Write(reply.ToBytes());

    /// <summary>Sends what was said.</summary>
    /// <exception cref="IOException">The client is gone.</exception>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        if ((await _output.FlushAsync(cancellationToken)).IsCompleted)
            throw new ConnectionResetException("The client reads no more.");
    }

    /// <summary>The next command line, without its end; null where the client is gone, sends no line in all it sends, or has to go.</summary>
    public async Task<(SmtpLineState State, byte[] Line)?> ReadLineAsync(CancellationToken cancellationToken)
    {
        long skipped = 0;
        while (true)
        {
            if (!_input.TryRead(out var read))
            {
                await FlushAsync(cancellationToken);
                read = await _input.ReadAsync(cancellationToken);
            }

            var state = SmtpLine.Read(read.Buffer, out var line, out var consumed);
            if (state == SmtpLineState.Whole && skipped == 0)
            {
                byte[] bytes = line.ToArray();
                _input.AdvanceTo(consumed);
                return (state, bytes);
            }

            bool ends = !consumed.Equals(read.Buffer.Start);
            if (ends)
            {
                _input.AdvanceTo(consumed);
                return (SmtpLineState.TooLong, []);
            }

            skipped += Skip(read.Buffer, state);
            if (read.IsCompleted || skipped > MostSkipped || (read.IsCanceled && _isStopping && !_inTransaction))
                return null;
        }
    }

    /// <summary>Some bytes of a message, which <see cref="Advance"/> must follow. Empty where the client is gone.</summary>
    public async Task<ReadOnlySequence<byte>> ReadMessageAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await _input.ReadAsync(cancellationToken);
            if (!read.Buffer.IsEmpty || read.IsCompleted)
                return read.Buffer;
            // The server ends; this message still comes in.
            _input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>Says how far the message was read.</summary>
    public void Advance(SequencePosition consumed) => _input.AdvanceTo(consumed);

    /// <summary>Goes on over TLS. What the client sent ahead of it is not heard: somebody else may have put it there (CVE-2011-0411).</summary>
    /// <returns>False where client and server do not agree.</returns>
    public async Task<bool> BeginTlsAsync(SmtpReply reply, SmtpTls tls, CancellationToken cancellationToken)
    {
        if (_input.TryRead(out var ahead))
            _input.AdvanceTo(ahead.Buffer.End);
        Say(reply);
        await FlushAsync(cancellationToken);
        _tls = await tls.ShakeHandsAsync(new TransportStream(_connection.Transport), cancellationToken);
        if (_tls is null)
            return false;
        _input = PipeReader.Create(_tls, new StreamPipeReaderOptions(leaveOpen: true));
        _output = PipeWriter.Create(_tls, new StreamPipeWriterOptions(leaveOpen: true));
        return true;
    }

    /// <summary>Says that nothing follows, as TLS wants it.</summary>
    /// <exception cref="IOException">The client is gone.</exception>
    public Task EndAsync() => _tls?.ShutdownAsync() ?? Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _stopping.DisposeAsync();
        if (_tls is not null)
            await _tls.DisposeAsync();
    }

    /// <summary>Of a line that is too long, all but its last byte goes: that may be a CR.</summary>
    private long Skip(ReadOnlySequence<byte> buffer, SmtpLineState state)
    {
        if (state != SmtpLineState.TooLong)
        {
            _input.AdvanceTo(buffer.Start, buffer.End);
            return 0;
        }

        long length = buffer.Length - 1;
        _input.AdvanceTo(buffer.GetPosition(length), buffer.End);
        return length;
    }

    private void Stop()
    {
        _isStopping = true;
        if (!_inTransaction)
            _input.CancelPendingRead();
    }
}
