namespace StrictPost.Server.Receiving.Smtp;

/// <summary>What a client asks for, in one line.</summary>
internal abstract record SmtpCommand
{
    private SmtpCommand()
    {
    }

    /// <summary>EHLO or HELO.</summary>
    public sealed record Hello(bool Extended) : SmtpCommand;

    /// <summary>MAIL. From whom does not matter here: reports prove themselves by their signatures.</summary>
    /// <param name="Size">How large the message will be, in bytes; null where the client does not say.</param>
    /// <param name="Utf8">Whether addresses may be international (RFC 6531).</param>
    public sealed record Sender(long? Size, bool Utf8) : SmtpCommand;

    /// <summary>RCPT.</summary>
    public sealed record Recipient(SmtpMailbox Mailbox) : SmtpCommand;

    /// <summary>DATA.</summary>
    public sealed record Data : SmtpCommand;

    /// <summary>RSET.</summary>
    public sealed record Reset : SmtpCommand;

    /// <summary>QUIT.</summary>
    public sealed record Quit : SmtpCommand;

    /// <summary>STARTTLS (RFC 3207).</summary>
    public sealed record StartTls : SmtpCommand;

    /// <summary>Something that changes nothing, and what is answered.</summary>
    public sealed record Idle(SmtpReply Reply) : SmtpCommand;

    /// <summary>The beginning of an HTTP request.</summary>
    public sealed record Http : SmtpCommand;

    /// <summary>Something that is no command, or none of ours.</summary>
    public sealed record Wrong(SmtpReply Reply) : SmtpCommand;
}

/// <summary>A mailbox (RFC 5321 §4.1.2), without quotes.</summary>
/// <param name="Local">What stands before the at sign.</param>
/// <param name="Domain">What stands behind it; null for <c>&lt;Postmaster&gt;</c> alone.</param>
internal sealed record SmtpMailbox(string Local, string? Domain)
{
    /// <summary>True where it can be written without SMTPUTF8.</summary>
    public bool IsAscii => IsAsciiText(Local) && (Domain is null || IsAsciiText(Domain));

    private static bool IsAsciiText(string text) => !text.AsSpan().ContainsAnyExceptInRange('\0', '\u007F');
}
