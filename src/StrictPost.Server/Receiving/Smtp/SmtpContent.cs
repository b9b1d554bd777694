namespace StrictPost.Server.Receiving.Smtp;

/// <summary>
/// Takes a message out of what follows DATA (RFC 5321 §4.5.2): a dot that leads a line goes, a dot alone on its line ends it. A line begins
/// and ends with CR and LF together, and with nothing else: were a bare LF enough, a stranger could smuggle commands into a message
/// that another server took for text.
/// </summary>
internal sealed class SmtpContent
{
    private State _state = State.LineStart;

    private enum State
    {
        /// <summary>Behind the end of a line.</summary>
        LineStart,

        /// <summary>Within a line.</summary>
        Text,

        /// <summary>Behind a CR that is kept already.</summary>
        Cr,

        /// <summary>Behind a dot that led the line, and is not kept.</summary>
        Dot,

        /// <summary>Behind such a dot and a CR, which is not kept yet.</summary>
        DotCr,

        /// <summary>The dot stood alone.</summary>
        Ended,
    }

    /// <summary>True once the end was read.</summary>
    public bool HasEnded => _state == State.Ended;

    /// <summary>Reads on.</summary>
    /// <param name="input">What came.</param>
    /// <param name="message">Gets what belongs to the message.</param>
    /// <returns>How many bytes of the input were read: fewer than all only where the message ended.</returns>
    public int Read(ReadOnlySpan<byte> input, HeldBytes message)
    {
        int read = 0;
        while (read < input.Length && _state != State.Ended)
            read += Step(input[read..], message);
        return read;
    }

    private int Step(ReadOnlySpan<byte> input, HeldBytes message)
    {
        byte first = input[0];
        switch (_state)
        {
            case State.LineStart when first == '.':
                _state = State.Dot;
                return 1;
            case State.Dot when first == '\r':
                _state = State.DotCr;
                return 1;
            case State.DotCr when first == '\n':
                _state = State.Ended;
                return 1;
            case State.DotCr:
                message.Append("\r"u8);
                _state = State.Cr;
                return 0;
            case State.Cr when first == '\n':
                message.Append("\n"u8);
                _state = State.LineStart;
                return 1;
            default:
                return Keep(input, message);
        }
    }

    /// <summary>Keeps all up to the next CR, and that.</summary>
    private int Keep(ReadOnlySpan<byte> input, HeldBytes message)
    {
        int cr = input.IndexOf((byte)'\r');
        int length = cr < 0 ? input.Length : cr + 1;
        message.Append(input[..length]);
        _state = cr < 0 ? State.Text : State.Cr;
        return length;
    }
}
