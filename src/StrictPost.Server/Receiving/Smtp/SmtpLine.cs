using System.Buffers;

namespace StrictPost.Server.Receiving.Smtp;

/// <summary>How far a command line has come.</summary>
internal enum SmtpLineState
{
    /// <summary>It is not all there yet.</summary>
    Incomplete,

    /// <summary>It is.</summary>
    Whole,

    /// <summary>It is longer than a line may be, whether its end is there or not.</summary>
    TooLong,
}

/// <summary>Finds the end of a command line.</summary>
internal static class SmtpLine
{
    private const int EndLength = 2;

    /// <summary>Looks at what came. Only CR and LF together end a line (RFC 5321 §2.3.8).</summary>
    /// <param name="buffer">From the line's first byte on.</param>
    /// <param name="line">The line without its end, when it is whole.</param>
    /// <param name="consumed">Up to where the buffer is done with; its start while it is not.</param>
    public static SmtpLineState Read(ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> line, out SequencePosition consumed)
    {
        var reader = new SequenceReader<byte>(buffer);
        if (!reader.TryReadTo(out line, "\r\n"u8))
        {
            consumed = buffer.Start;
            return buffer.Length > SmtpCommandReader.LongestLine + EndLength ? SmtpLineState.TooLong : SmtpLineState.Incomplete;
        }

        consumed = reader.Position;
        return line.Length > SmtpCommandReader.LongestLine ? SmtpLineState.TooLong : SmtpLineState.Whole;
    }
}
