namespace StrictPost.Checking;

/// <summary>Reads a stream by lines, none of which may be longer than a cap.</summary>
/// <param name="stream">Whence.</param>
/// <param name="most">Most bytes of a line; one that is longer comes cut to one byte more, and nothing comes after it.</param>
internal sealed class CappedLines(Stream stream, int most)
{
    private byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;
    private bool _isOver;

    /// <summary>The next line without its end, until the next call; null at the end.</summary>
    public async ValueTask<ReadOnlyMemory<byte>?> NextAsync(CancellationToken cancellationToken)
    {
        for (int searched = 0; ;)
        {
            int found = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (found >= 0)
                return Take(searched + found, skipped: 1);
            searched = _end - _start;
            if (searched > most)
                return TakeLast(most + 1);
            if (await FillAsync(cancellationToken))
                continue;
            if (searched == 0)
                return null;
            return Take(searched, skipped: 0);
        }
    }

    /// <summary>All that follows, as one piece.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> RestAsync(CancellationToken cancellationToken)
    {
        while (_end - _start <= most && await FillAsync(cancellationToken))
        {
        }

        return TakeLast(Math.Min(_end - _start, most + 1));
    }

    private ReadOnlyMemory<byte> Take(int length, int skipped)
    {
        var line = _buffer.AsMemory(_start, length);
        _start += length + skipped;
        return line;
    }

    private ReadOnlyMemory<byte> TakeLast(int length)
    {
        var line = _buffer.AsMemory(_start, length);
        _isOver = true;
        _start = _end;
        return line;
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_isOver)
            return false;
        if (_end == _buffer.Length)
        {
            // A line handed out before may still be read, so it is left where it is.
            byte[] larger = new byte[_start > _buffer.Length / 2 ? _buffer.Length : _buffer.Length * 2];
            _buffer.AsSpan(_start, _end - _start).CopyTo(larger);
            (_buffer, _end, _start) = (larger, _end - _start, 0);
        }

        int read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
        _isOver = read == 0;
        _end += read;
        return read > 0;
    }
}
