using System.Text;

namespace StrictPost.Lab.Smtp;

/// <summary>Lines in and out of a stream (RFC 5321 §2.3.8).</summary>
internal sealed class SmtpLines(Stream stream)
{
    /// <summary>RFC 5321 §4.5.3.1.4 wants 512; longer lines end the session.</summary>
    private const int LongestLine = 2048;

    private readonly byte[] _buffer = new byte[LongestLine];
    private int _filled;

    /// <summary>The next line without its end; null when the client has gone, or sends no lines.</summary>
    public async Task<string?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            int end = _buffer.AsSpan(0, _filled).IndexOf((byte)'\n');
            if (end >= 0)
                return Take(end);
            if (_filled == LongestLine)
                return null;
            int read = await stream.ReadAsync(_buffer.AsMemory(_filled), cancellationToken);
            if (read == 0)
                return null;
            _filled += read;
        }
    }

    /// <summary>Forgets what was sent ahead (RFC 3207 §4.2).</summary>
    public void Discard() => _filled = 0;

    public Task WriteAsync(string text, CancellationToken cancellationToken) =>
        stream.WriteAsync(Encoding.UTF8.GetBytes(text + "\r\n"), cancellationToken).AsTask();

    private string Take(int end)
    {
        string line = Encoding.Latin1.GetString(_buffer, 0, end).TrimEnd('\r');
        _filled -= end + 1;
        _buffer.AsSpan(end + 1, _filled).CopyTo(_buffer);
        return line;
    }
}
