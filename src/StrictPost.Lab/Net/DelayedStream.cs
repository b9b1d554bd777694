using System.Threading.Channels;

namespace StrictPost.Lab.Net;

/// <summary>
/// A stream whose writes arrive later, in order, while the writer goes on: a long line. Reading is as it was. Disposing
/// waits until all has been sent.
/// </summary>
internal sealed class DelayedStream : Stream
{
    /// <summary>Most writes on their way at a time; then the writer has to wait.</summary>
    private const int LongestQueue = 256;

    private readonly Channel<(long Written, byte[] Bytes)> _line =
        Channel.CreateBounded<(long, byte[])>(new BoundedChannelOptions(LongestQueue) { SingleReader = true });

    private readonly Stream _inner;
    private readonly TimeSpan _delay;
    private readonly TimeProvider _time;
    private readonly CancellationToken _cut;
    private readonly Task _pump;

    /// <summary>Lengthens the line to <paramref name="inner"/>, which stays the caller's; <paramref name="cut"/> cuts it.</summary>
    public DelayedStream(Stream inner, TimeSpan delay, TimeProvider time, CancellationToken cut)
    {
        (_inner, _delay, _time, _cut) = (inner, delay, time, cut);
        _pump = PumpAsync();
    }

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _inner.ReadAsync(buffer, cancellationToken);

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            await _line.Writer.WriteAsync((_time.GetTimestamp(), buffer.ToArray()), cancellationToken);
        }
        catch (ChannelClosedException e)
        {
            throw new IOException("The other side is gone.", e);
        }
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override async ValueTask DisposeAsync()
    {
        _line.Writer.TryComplete();
        await _pump;
        await base.DisposeAsync();
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private async Task PumpAsync()
    {
        try
        {
            await foreach (var (written, bytes) in _line.Reader.ReadAllAsync(_cut))
            {
                if (_delay - _time.GetElapsedTime(written) is var rest && rest > TimeSpan.Zero)
                    await Task.Delay(rest, _time, _cut);
                await _inner.WriteAsync(bytes, _cut);
                await _inner.FlushAsync(_cut);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            _line.Writer.TryComplete(); // the other side is gone: the next write says so
        }
    }
}
