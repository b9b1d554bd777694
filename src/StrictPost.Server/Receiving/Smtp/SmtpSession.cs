using StrictPost.Engine.Intake;

namespace StrictPost.Server.Receiving.Smtp;

/// <summary>
/// One client's session (RFC 5321 §4.1.4): what is allowed when, and what is answered. It reads and writes nothing; what the world must be
/// asked, it says, and is told.
/// </summary>
/// <param name="host">The name of this mail host.</param>
internal sealed class SmtpSession(string host)
{
    /// <summary>Commands that are no commands, or come at the wrong time.</summary>
    private const int MostErrors = 20;

    /// <summary>Commands without a message among them.</summary>
    private const int MostCommands = 1000;

    /// <summary>RFC 5321 §4.5.3.1.8: 100 at least.</summary>
    private const int MostRecipients = 100;

    private bool _greeted;
    private bool _secure;
    private bool _utf8;
    private int _errors;
    private int _commands;
    private int _recipients;

    /// <summary>True from MAIL to the end of the message, or until it is given up.</summary>
    public bool InTransaction { get; private set; }

    /// <summary>Of the recipients' domains, the first that is known; null where none is.</summary>
    public string? AddressedTo { get; private set; }

    /// <summary>What to say first.</summary>
    public SmtpReply Greeting => SmtpReplies.Greeting(host);

    /// <summary>Hears a command.</summary>
    public SmtpTurn Hear(SmtpCommand command)
    {
        if (++_commands > MostCommands)
            return new SmtpTurn.End(SmtpReplies.TooManyCommands);
        return command switch
        {
            SmtpCommand.Hello hello => Greet(hello),
            SmtpCommand.Sender sender => HearSender(sender),
            SmtpCommand.Recipient recipient => HearRecipient(recipient.Mailbox),
            SmtpCommand.Data => HearData(),
            SmtpCommand.Reset => Reset(),
            SmtpCommand.StartTls => HearStartTls(),
            SmtpCommand.Quit => new SmtpTurn.End(SmtpReplies.Bye),
            SmtpCommand.Idle idle => new SmtpTurn.Say(idle.Reply),
            SmtpCommand.Http => new SmtpTurn.End(SmtpReplies.NoHttp),
            SmtpCommand.Wrong wrong => Complain(wrong.Reply),
            _ => throw new ArgumentException("no such command", nameof(command)),
        };
    }

    /// <summary>After <see cref="SmtpTurn.AskForRoom"/>.</summary>
    /// <param name="refusal">Null where the message may come.</param>
    public SmtpReply TakeSender(SmtpReply? refusal)
    {
        InTransaction = refusal is null;
        return refusal ?? SmtpReplies.SenderFine;
    }

    /// <summary>After <see cref="SmtpTurn.AskForRecipient"/>.</summary>
    public SmtpReply TakeRecipient(RecipientAnswer answer)
    {
        if (answer.Refusal is { } refusal)
            return refusal;
        _recipients++;
        AddressedTo ??= answer.Domain;
        return SmtpReplies.RecipientFine;
    }

    /// <summary>After <see cref="SmtpTurn.ReadMessage"/>: the transaction is over, whatever became of the message.</summary>
    public void TakeMessage()
    {
        _commands = 0;
        Forget();
    }

    /// <summary>After <see cref="SmtpTurn.BeginTls"/>. RFC 3207 §4.2: nothing that was said before counts.</summary>
    public void TakeTls()
    {
        _secure = true;
        _greeted = false;
        Forget();
    }

    private SmtpTurn.Say Greet(SmtpCommand.Hello hello)
    {
        _greeted = true;
        Forget();
        return new SmtpTurn.Say(hello.Extended ? SmtpReplies.ExtendedHello(host, offersTls: !_secure) : SmtpReplies.Hello(host));
    }

    private SmtpTurn HearSender(SmtpCommand.Sender sender)
    {
        if (!_greeted || InTransaction)
            return Complain(SmtpReplies.WrongOrder);
        // RFC 1870 §6.1: said at once, it spares both sides the message.
        if (sender.Size > Delivery.MostBytes)
            return new SmtpTurn.Say(SmtpReplies.TooLarge);
        _utf8 = sender.Utf8;
        return new SmtpTurn.AskForRoom();
    }

    private SmtpTurn HearRecipient(SmtpMailbox mailbox)
    {
        if (!InTransaction)
            return Complain(SmtpReplies.WrongOrder);
        if (_recipients == MostRecipients)
            return new SmtpTurn.Say(SmtpReplies.TooManyRecipients);
        // RFC 6531 §3.5.
        return mailbox.IsAscii || _utf8 ? new SmtpTurn.AskForRecipient(mailbox) : new SmtpTurn.Say(SmtpReplies.NeedsSmtpUtf8);
    }

    private SmtpTurn HearData()
    {
        if (!InTransaction)
            return Complain(SmtpReplies.WrongOrder);
        return _recipients > 0 ? new SmtpTurn.ReadMessage() : new SmtpTurn.Say(SmtpReplies.NoRecipients);
    }

    private SmtpTurn.Say Reset()
    {
        Forget();
        return new SmtpTurn.Say(SmtpReplies.Fine);
    }

    /// <summary>In the midst of a message too: it is then forgotten.</summary>
    private SmtpTurn HearStartTls() => _secure ? Complain(SmtpReplies.TlsAlready) : new SmtpTurn.BeginTls();

    private SmtpTurn Complain(SmtpReply reply) =>
        ++_errors > MostErrors ? new SmtpTurn.End(SmtpReplies.TooManyErrors) : new SmtpTurn.Say(reply);

    private void Forget()
    {
        InTransaction = false;
        AddressedTo = null;
        _utf8 = false;
        _recipients = 0;
    }
}
