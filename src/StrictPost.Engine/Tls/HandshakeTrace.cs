using System.Buffers.Binary;

namespace StrictPost.Engine.Tls;

/// <summary>
/// Passes bytes on and remembers the first that the server sent. TLS libraries say why a handshake failed in words that
/// change from system to system; the server's first record says it by number.
/// </summary>
internal sealed class HandshakeTrace(Stream inner) : Stream
{
    private const byte AlertRecord = 21;
    private const byte HandshakeRecord = 22;
    private const byte ServerHello = 2;
    private const byte ProtocolVersionAlert = 70;
    private const ushort Tls12 = 0x0303;
    private const int Enough = 11;

    private readonly byte[] _first = new byte[Enough];
    private int _count;

    /// <summary>The number of the alert that the server answered with, or null.</summary>
    public int? Alert => _count >= 7 && _first[0] == AlertRecord ? _first[6] : null;

    /// <summary>True when the server said by an alert or by its own version that it knows nothing newer than TLS 1.1.</summary>
    public bool ServerIsOld => Alert == ProtocolVersionAlert
        || (_count >= Enough && _first[0] == HandshakeRecord && _first[5] == ServerHello && BinaryPrimitives.ReadUInt16BigEndian(_first.AsSpan(9)) < Tls12);

    /// <summary>True when the server answered with something else than TLS.</summary>
    public bool ServerSpeaksOtherwise => _count > 0 && _first[0] is not (AlertRecord or HandshakeRecord);

    /// <summary>True when the server closed the connection without a word.</summary>
    public bool ServerSaidNothing => _count == 0;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Flush() => inner.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => Remember(buffer.AsSpan(offset), inner.Read(buffer, offset, count));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int count = await inner.ReadAsync(buffer, cancellationToken);
        return Remember(buffer.Span, count);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        inner.WriteAsync(buffer, cancellationToken);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        inner.WriteAsync(buffer, offset, count, cancellationToken);

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }

    private int Remember(ReadOnlySpan<byte> read, int count)
    {
        int kept = Math.Min(count, Enough - _count);
        read[..kept].CopyTo(_first.AsSpan(_count));
        _count += kept;
        return count;
    }
}
