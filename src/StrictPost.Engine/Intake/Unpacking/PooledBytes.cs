using System.Buffers;

namespace StrictPost.Engine.Intake.Unpacking;

/// <summary>Bytes that grow in rented memory, up to a cap. Must be disposed, and its bytes not be used after that.</summary>
internal sealed class PooledBytes(int most) : IDisposable
{
    private const int First = 16 * 1024;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(Math.Min(First, most + 1));

    /// <summary>How many there are.</summary>
    public int Length { get; private set; }

    /// <summary>All so far.</summary>
    public Memory<byte> Bytes => _bytes.AsMemory(0, Length);

    /// <summary>Reads a stream to its end.</summary>
    /// <returns>False where it holds more than the cap; then the first ones are kept.</returns>
    public bool Fill(Stream stream)
    {
        while (true)
        {
            if (Length == _bytes.Length)
                Grow();
            int read = stream.Read(_bytes, Length, Math.Min(_bytes.Length, most + 1) - Length);
            Length += read;
            if (read == 0)
                return true;
            if (Length > most)
                return false;
        }
    }

    /// <summary>Keeps the first ones only.</summary>
    public void Cut(int length) => Length = length;

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        Length = 0;
    }

    private void Grow()
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent((int)Math.Min((long)_bytes.Length * 2, (long)most + 1));
        _bytes.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
