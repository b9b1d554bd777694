using StrictPost.Engine.Intake;

namespace StrictPost.Server.Receiving.Smtp;

/// <summary>Everything that the receiver says, in one place.</summary>
internal static class SmtpReplies
{
    public static readonly SmtpReply Fine = new(250, "2.0.0", "OK");
    public static readonly SmtpReply SenderFine = new(250, "2.1.0", "OK");
    public static readonly SmtpReply RecipientFine = new(250, "2.1.5", "OK");
    public static readonly SmtpReply Accepted = new(250, "2.0.0", "Accepted, and on disk");
    public static readonly SmtpReply GoAhead = new(354, null, "End with a dot on a line of its own");
    public static readonly SmtpReply ReadyForTls = new(220, "2.0.0", "Ready for TLS");
    public static readonly SmtpReply Bye = new(221, "2.0.0", "Bye");
    public static readonly SmtpReply Help = new(214, "2.0.0", "This host takes TLS reports (RFC 8460), and no other mail.");
    public static readonly SmtpReply Perhaps = new(252, "2.1.5", "Send it, and see");

    public static readonly SmtpReply UnknownCommand = new(500, "5.5.2", "There is no such command");
    public static readonly SmtpReply NoHttp = new(554, "5.5.1", "This is SMTP, not HTTP");
    public static readonly SmtpReply LineTooLong = new(500, "5.5.2", "The line is too long");
    public static readonly SmtpReply StrangeCharacters = new(500, "5.5.2", "The line holds characters that it must not");
    public static readonly SmtpReply Syntax = new(501, "5.5.4", "That is not how it is written");
    public static readonly SmtpReply NotOffered = new(502, "5.5.1", "That is not offered here");
    public static readonly SmtpReply WrongOrder = new(503, "5.5.1", "Not now; the order is EHLO, MAIL, RCPT, DATA");
    public static readonly SmtpReply NoRecipients = new(554, "5.5.1", "There is no valid recipient");
    public static readonly SmtpReply UnknownParameter = new(555, "5.5.4", "That parameter is not offered here");
    public static readonly SmtpReply NeedsSmtpUtf8 = new(553, "5.6.7", "Such an address needs SMTPUTF8");
    public static readonly SmtpReply TooManyRecipients = new(452, "4.5.3", "Too many recipients");
    public static readonly SmtpReply TlsAlready = new(503, "5.5.1", "TLS is spoken already");

    public static readonly SmtpReply NoSuchRecipient = new(550, "5.1.1", "This host takes TLS reports only, for the domains that it serves");
    public static readonly SmtpReply NoPostmaster = new(550, "5.1.1", "This host takes TLS reports only; write to the postmaster of the domain itself");
    public static readonly SmtpReply TooLarge = new(552, "5.3.4", FormattableString.Invariant($"A message may have {Delivery.MostBytes} bytes"));

    public static readonly SmtpReply TooOften = new(450, "4.7.1", "Too many messages from your network; try again in a minute");
    public static readonly SmtpReply NoRoom = new(452, "4.3.1", "There is no room at the moment; try again later");
    public static readonly SmtpReply TryAgain = new(451, "4.3.0", "It cannot be stored at the moment; try again later");
    public static readonly SmtpReply TooManyConnections = new(421, "4.3.2", "Too many connections; try again later");
    public static readonly SmtpReply Stopping = new(421, "4.3.2", "This host is stopping; try again in a minute");
    public static readonly SmtpReply TooSlow = new(421, "4.4.2", "That took too long");
    public static readonly SmtpReply TooManyErrors = new(421, "4.7.0", "Too many errors");
    public static readonly SmtpReply TooManyCommands = new(421, "4.7.0", "Too many commands, and no message");

    public static SmtpReply Greeting(string host) => new(220, null, $"{host} ESMTP for TLS reports");

    public static SmtpReply Hello(string host) => new(250, null, host);

    /// <summary>RFC 5321 §4.1.1.1, with the keywords of what is offered.</summary>
    public static SmtpReply ExtendedHello(string host, bool offersTls)
    {
        List<string> lines =
        [
            host, "PIPELINING", FormattableString.Invariant($"SIZE {Delivery.MostBytes}"), "8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES",
        ];
        if (offersTls)
            lines.Add("STARTTLS");
        return new SmtpReply(250, null, lines);
    }
}
