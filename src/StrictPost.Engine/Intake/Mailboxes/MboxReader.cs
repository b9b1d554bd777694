using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;

namespace StrictPost.Engine.Intake.Mailboxes;

/// <summary>A message of an mbox.</summary>
/// <param name="Number">Its place, from 1.</param>
/// <param name="Bytes">The message without the line in front of it; null where it is larger than <see cref="Delivery.MostBytes"/>.</param>
public sealed record MboxMessage(int Number, ReadOnlyMemory<byte>? Bytes);

/// <summary>
/// Reads mbox files of any size, one message in memory at a time. A message begins behind an empty line with a line <c>From </c> that
/// ends in a time; lines that were quoted as <c>&gt;From </c> lose one <c>&gt;</c>; Content-Length is not believed.
/// </summary>
public static class MboxReader
{
    private const int LongestLine = 64 * 1024;

    private static ReadOnlySpan<byte> Marker => "From "u8;

    /// <summary>Whether bytes begin as an mbox does.</summary>
    public static bool IsMbox(ReadOnlySpan<byte> start) => start.StartsWith(Marker);

    /// <summary>All messages, as they are read.</summary>
    public static async IAsyncEnumerable<MboxMessage> ReadAsync(Stream mbox, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var lines = new Lines(mbox);
        var message = new Collected();
        int number = 0;
        bool isAfterEmpty = true;
        bool isLineStart = true;
        while (await lines.NextAsync(cancellationToken) is { Length: > 0 } line)
        {
            if (isLineStart && isAfterEmpty && IsMarker(line.Span))
            {
                if (number > 0)
                    yield return message.Take(number);
                number++;
            }
            else
            {
                number = Math.Max(number, 1);
                message.Add(isLineStart && IsQuoted(line.Span) ? line[1..] : line);
            }

            isAfterEmpty = isLineStart && line.Span.TrimEnd("\r\n"u8).IsEmpty;
            isLineStart = line.Span[^1] == (byte)'\n';
        }

        if (number > 0)
            yield return message.Take(number);
    }

    /// <summary>
    /// Mail that a pipe brings is one message, and may hold lines that only begin like a marker; so the time has to be there, too:
    /// <c>From sender Mon Jun  1 12:00:00 2026</c>.
    /// </summary>
    private static bool IsMarker(ReadOnlySpan<byte> line)
    {
        if (!line.StartsWith(Marker) || line.Length > 1000)
            return false;
        string[] words = Encoding.Latin1.GetString(line).Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return words.Any(word => word.Length is 5 or 8 && TimeOnly.TryParse(word, out _)) && words.Any(word => word.Length == 4 && int.TryParse(word, out int year) && year > 1970);
    }

    private static bool IsQuoted(ReadOnlySpan<byte> line) => line is [(byte)'>', ..] && line.TrimStart((byte)'>').StartsWith(Marker);

    /// <summary>A message that grows.</summary>
    private sealed class Collected
    {
        private readonly ArrayBufferWriter<byte> _bytes = new();
        private bool _isTooLarge;

        public void Add(ReadOnlyMemory<byte> line)
        {
            _isTooLarge |= _bytes.WrittenCount + line.Length > Delivery.MostBytes;
            if (!_isTooLarge)
                _bytes.Write(line.Span);
        }

        public MboxMessage Take(int number)
        {
            var taken = new MboxMessage(number, _isTooLarge ? default(ReadOnlyMemory<byte>?) : _bytes.WrittenSpan.ToArray());
            _bytes.ResetWrittenCount();
            _isTooLarge = false;
            return taken;
        }
    }

    /// <summary>Lines with their ends; longer ones in pieces.</summary>
    private sealed class Lines(Stream stream)
    {
        private readonly byte[] _buffer = new byte[LongestLine];
        private int _start;
        private int _end;

        /// <summary>The next one, good until the one after it; empty at the end.</summary>
        public async ValueTask<ReadOnlyMemory<byte>> NextAsync(CancellationToken cancellationToken)
        {
            while (true)
            {
                int length = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n') + 1;
                if (length > 0)
                    return Take(length);
                _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
                (_start, _end) = (0, _end - _start);
                int read = _end == _buffer.Length ? 0 : await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
                if (read == 0)
                    return Take(_end);
                _end += read;
            }
        }

        private ReadOnlyMemory<byte> Take(int length)
        {
            var line = _buffer.AsMemory(_start, length);
            _start += length;
            return line;
        }
    }
}
