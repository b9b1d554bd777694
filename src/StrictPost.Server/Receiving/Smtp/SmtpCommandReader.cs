using System.Text;

namespace StrictPost.Server.Receiving.Smtp;

/// <summary>Reads command lines (RFC 5321 §4.1.1).</summary>
internal static class SmtpCommandReader
{
    /// <summary>RFC 5321 §4.5.3.1.4 wants 512, and each extension some more.</summary>
    public const int LongestLine = 1000;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: false);

    /// <summary>What a line asks for.</summary>
    /// <param name="line">Without its end; at most <see cref="LongestLine"/>.</param>
    public static SmtpCommand Read(ReadOnlySpan<byte> line)
    {
        // RFC 5321 §2.3.8: CR and LF stand together or not at all. Bytes that are no UTF-8 become a character that nobody writes.
        string text = Utf8.GetString(line);
        if (text.AsSpan().ContainsAnyInRange('\0', '\u001F') || text.AsSpan().ContainsAny('\u007F', '\uFFFD'))
            return new SmtpCommand.Wrong(SmtpReplies.StrangeCharacters);
        text = text.TrimEnd(' ');
        int space = text.IndexOf(' ', StringComparison.Ordinal);
        string verb = space < 0 ? text : text[..space];
        return Read(verb.ToUpperInvariant(), space < 0 ? "" : text[(space + 1)..]);
    }

    private static SmtpCommand Read(string verb, string argument) => verb switch
    {
        "EHLO" => argument.Length > 0 ? new SmtpCommand.Hello(Extended: true) : new SmtpCommand.Wrong(SmtpReplies.Syntax),
        "HELO" => argument.Length > 0 ? new SmtpCommand.Hello(Extended: false) : new SmtpCommand.Wrong(SmtpReplies.Syntax),
        "MAIL" => After("FROM:", argument) is { } path ? ReadMail(path) : new SmtpCommand.Wrong(SmtpReplies.Syntax),
        "RCPT" => After("TO:", argument) is { } path ? ReadRecipient(path) : new SmtpCommand.Wrong(SmtpReplies.Syntax),
        "DATA" => Alone(argument, new SmtpCommand.Data()),
        "RSET" => Alone(argument, new SmtpCommand.Reset()),
        "QUIT" => Alone(argument, new SmtpCommand.Quit()),
        "STARTTLS" => Alone(argument, new SmtpCommand.StartTls()),
        "NOOP" => new SmtpCommand.Idle(SmtpReplies.Fine),
        "HELP" => new SmtpCommand.Idle(SmtpReplies.Help),
        "VRFY" => argument.Length > 0 ? new SmtpCommand.Idle(SmtpReplies.Perhaps) : new SmtpCommand.Wrong(SmtpReplies.Syntax),
        "AUTH" or "BDAT" or "EXPN" or "TURN" or "ETRN" => new SmtpCommand.Wrong(SmtpReplies.NotOffered),
        // A web page can make a browser post SMTP commands to this port; HOST: comes even where the first line was too long to be read.
        "GET" or "HEAD" or "POST" or "PUT" or "DELETE" or "OPTIONS" or "CONNECT" or "TRACE" or "PATCH" or "PRI" or "HOST:" => new SmtpCommand.Http(),
        _ => new SmtpCommand.Wrong(SmtpReplies.UnknownCommand),
    };

    private static string? After(string word, string argument) =>
        argument.StartsWith(word, StringComparison.OrdinalIgnoreCase) ? argument[word.Length..] : null;

    private static SmtpCommand Alone(string argument, SmtpCommand command) =>
        argument.Length == 0 ? command : new SmtpCommand.Wrong(SmtpReplies.Syntax);

    private static SmtpCommand ReadMail(string text)
    {
        var reader = new SmtpPathReader(text);
        if (!reader.ReadReversePath())
            return new SmtpCommand.Wrong(SmtpReplies.Syntax);
        var mail = new SmtpCommand.Sender(null, Utf8: false);
        while (reader.TryReadParameter(out string keyword, out string value))
        {
            if (keyword is not ("SIZE" or "BODY" or "SMTPUTF8"))
                return new SmtpCommand.Wrong(SmtpReplies.UnknownParameter);
            if (With(mail, keyword, value) is not { } more)
                return new SmtpCommand.Wrong(SmtpReplies.Syntax);
            mail = more;
        }

        return reader.IsAtEnd ? mail : new SmtpCommand.Wrong(SmtpReplies.Syntax);
    }

    private static SmtpCommand.Sender? With(SmtpCommand.Sender mail, string keyword, string value) => keyword switch
    {
        "SIZE" => SmtpPathReader.Size(value) is { } size ? mail with { Size = size } : null,
        // RFC 6152 §2. Bytes are kept as they are either way.
        "BODY" => value.ToUpperInvariant() is "7BIT" or "8BITMIME" ? mail : null,
        _ => value.Length == 0 ? mail with { Utf8 = true } : null,
    };

    private static SmtpCommand ReadRecipient(string text)
    {
        var reader = new SmtpPathReader(text);
        if (reader.ReadForwardPath() is not { } mailbox)
            return new SmtpCommand.Wrong(SmtpReplies.Syntax);
        if (reader.TryReadParameter(out _, out _))
            return new SmtpCommand.Wrong(SmtpReplies.UnknownParameter);
        return reader.IsAtEnd ? new SmtpCommand.Recipient(mailbox) : new SmtpCommand.Wrong(SmtpReplies.Syntax);
    }
}
