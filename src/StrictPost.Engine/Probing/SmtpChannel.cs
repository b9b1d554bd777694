using System.Collections.Immutable;
using System.Text;

namespace StrictPost.Engine.Probing;

/// <summary>Commands and replies over a stream, with a cap on everything that comes.</summary>
internal sealed class SmtpChannel(Stream stream)
{
    /// <summary>"The maximum total length of a reply line … is 512 octets" (RFC 5321 §4.5.3.1.5); what is beyond is dropped.</summary>
    private const int LongestLine = 512;

    /// <summary>Most bytes of one reply that are waited through before the server counts as talking nonsense.</summary>
    private const int MostBytes = 64 * 1024;

    private readonly byte[] _buffer = new byte[4096];
    private int _start;
    private int _end;

    /// <summary>Sends one command.</summary>
    public async Task SendAsync(string command, CancellationToken cancellationToken) =>
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"{command}\r\n"), cancellationToken);

    /// <summary>The next reply, or null for what is no reply.</summary>
    /// <exception cref="EndOfStreamException">The server closed the connection.</exception>
    public async Task<SmtpReply?> ReadAsync(CancellationToken cancellationToken)
    {
        var lines = ImmutableArray.CreateBuilder<string>();
        for (int left = MostBytes; left > 0;)
        {
            (string line, int length) = await ReadLineAsync(left, cancellationToken);
            left -= length;
            if (CodeOf(line) is not { } code)
                return null;
            if (lines.Count < SmtpReply.MostLines)
                lines.Add(line.Length > 4 ? line[4..] : "");
            if (line.Length == 3 || line[3] == ' ')
                return new SmtpReply(code, lines.ToImmutable());
        }

        return null;
    }

    /// <summary>
    /// Forgets what has been read ahead: it came in the clear, and must not be taken for something said under TLS (RFC 3207 §4.2).
    /// </summary>
    public void Forget() => _start = _end;

    /// <summary><c>Reply-code</c>, then a blank, a hyphen or nothing (RFC 5321 §4.2).</summary>
    private static int? CodeOf(string line)
    {
        bool isReply = line.Length >= 3
            && line[0] is >= '2' and <= '5' && char.IsAsciiDigit(line[1]) && char.IsAsciiDigit(line[2])
            && (line.Length == 3 || line[3] is ' ' or '-');
        return isReply ? int.Parse(line.AsSpan(0, 3)) : null;
    }

    /// <summary>A line without its end, and how many bytes it took. A line that is cut ends after <paramref name="most"/> bytes at the latest.</summary>
    private async Task<(string Line, int Length)> ReadLineAsync(int most, CancellationToken cancellationToken)
    {
        var kept = new List<byte>();
        for (int length = 1; ; length++)
        {
            byte next = await ReadByteAsync(cancellationToken);
            if (next == '\n' || length >= most)
                return (Encoding.UTF8.GetString([.. kept]).TrimEnd('\r'), length);
            if (kept.Count < LongestLine)
                kept.Add(next);
        }
    }

    private async ValueTask<byte> ReadByteAsync(CancellationToken cancellationToken)
    {
        if (_start == _end)
        {
            (_start, _end) = (0, await stream.ReadAsync(_buffer, cancellationToken));
            if (_end == 0)
                throw new EndOfStreamException("it closes the connection");
        }

        return _buffer[_start++];
    }
}
