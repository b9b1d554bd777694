using System.Text;
using CsCheck;
using StrictPost.Server.Receiving.Smtp;

namespace StrictPost.EndToEnd.Tests.Receiving;

/// <summary>What is allowed when.</summary>
public sealed class SmtpSessionTests
{
    private const string Hello = "EHLO client.example";
    private const string Mail = "MAIL FROM:<>";
    private const string Recipient = "RCPT TO:<example.org@reports.example>";

    [Theory]
    [InlineData("250-reports.example 250-PIPELINING 250-SIZE 16777216 250-8BITMIME 250-SMTPUTF8 250-ENHANCEDSTATUSCODES 250 STARTTLS", Hello)]
    [InlineData("250 reports.example", "HELO client.example")]
    [InlineData("503 5.5.1", Mail)]
    [InlineData("503 5.5.1", Hello, Recipient)]
    [InlineData("503 5.5.1", Hello, "DATA")]
    [InlineData("503 5.5.1", Hello, Mail, Mail)]
    [InlineData("554 5.5.1", Hello, Mail, "DATA")]
    [InlineData("250 2.1.5", Hello, Mail, Recipient)]
    [InlineData("503 5.5.1", Hello, Mail, Recipient, "RSET", "DATA")]
    [InlineData("503 5.5.1", Hello, Mail, Recipient, Hello, "DATA")]
    [InlineData("552 5.3.4", Hello, "MAIL FROM:<> SIZE=16777217")]
    [InlineData("250 2.1.0", Hello, "MAIL FROM:<> SIZE=16777216")]
    [InlineData("553 5.6.7", Hello, Mail, "RCPT TO:<münchen.example@reports.example>")]
    [InlineData("250 2.1.5", Hello, "MAIL FROM:<> SMTPUTF8", "RCPT TO:<münchen.example@reports.example>")]
    [InlineData("553 5.6.7", Hello, "MAIL FROM:<> SMTPUTF8", "RSET", Mail, "RCPT TO:<münchen.example@reports.example>")]
    [InlineData("250 2.0.0", "NOOP")]
    [InlineData("252 2.1.5", "VRFY somebody")]
    [InlineData("214 2.0.0", "HELP MAIL")]
    [InlineData("221 2.0.0", "QUIT")]
    [InlineData("500 5.5.2", "XYZZY")]
    public void Commands_InThisOrder_GetThisReplyAtTheEnd(string reply, params string[] lines)
    {
        var session = new SmtpSession("reports.example");

        string said = lines.Aggregate("", (_, line) => Hear(session, line));

        Assert.StartsWith(reply, said.Replace("\r\n", " ", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Message_AfterRecipients_IsForTheFirstKnownDomain()
    {
        var session = new SmtpSession("reports.example");
        Hear(session, Hello);
        Hear(session, Mail);
        session.TakeRecipient(new RecipientAnswer(SmtpReplies.NoSuchRecipient, null));
        session.TakeRecipient(new RecipientAnswer(null, null));
        session.TakeRecipient(new RecipientAnswer(null, "a.example"));
        session.TakeRecipient(new RecipientAnswer(null, "b.example"));

        Assert.IsType<SmtpTurn.ReadMessage>(session.Hear(new SmtpCommand.Data()));
        Assert.Equal("a.example", session.AddressedTo);

        session.TakeMessage();
        Assert.False(session.InTransaction);
        Assert.Null(session.AddressedTo);
    }

    [Fact]
    public void Recipients_MoreThanAHundred_HaveToComeAgain()
    {
        var session = new SmtpSession("reports.example");
        Hear(session, Hello);
        Hear(session, Mail);

        for (int i = 0; i < 100; i++)
            Assert.StartsWith("250 ", Hear(session, Recipient), StringComparison.Ordinal);
        Assert.StartsWith("452 4.5.3", Hear(session, Recipient), StringComparison.Ordinal);
        Assert.IsType<SmtpTurn.ReadMessage>(session.Hear(new SmtpCommand.Data()));
    }

    [Fact]
    public void Room_Refused_LeavesNoTransaction()
    {
        var session = new SmtpSession("reports.example");
        Hear(session, Hello);
        Assert.IsType<SmtpTurn.AskForRoom>(session.Hear(new SmtpCommand.Sender(null, Utf8: false)));

        Assert.Equal(SmtpReplies.NoRoom, session.TakeSender(SmtpReplies.NoRoom));

        Assert.StartsWith("503 ", Hear(session, Recipient), StringComparison.Ordinal);
    }

    [Fact]
    public void Tls_Begun_ForgetsAllThatWasSaid()
    {
        var session = new SmtpSession("reports.example");
        Hear(session, Hello);
        Hear(session, Mail);
        Assert.IsType<SmtpTurn.BeginTls>(session.Hear(new SmtpCommand.StartTls()));
        session.TakeTls();

        Assert.False(session.InTransaction);
        Assert.StartsWith("503 ", Hear(session, Mail), StringComparison.Ordinal);
        Assert.DoesNotContain("STARTTLS", Hear(session, Hello), StringComparison.Ordinal);
        Assert.StartsWith("503 ", Hear(session, "STARTTLS"), StringComparison.Ordinal);
    }

    [Fact]
    public void Errors_MoreThanTwenty_EndTheSession()
    {
        var session = new SmtpSession("reports.example");

        for (int i = 0; i < 20; i++)
            Assert.StartsWith("500 ", Hear(session, "XYZZY"), StringComparison.Ordinal);
        Assert.Equal(new SmtpTurn.End(SmtpReplies.TooManyErrors), session.Hear(new SmtpCommand.Wrong(SmtpReplies.UnknownCommand)));
    }

    [Theory]
    [InlineData("GET / HTTP/1.1")]
    [InlineData("post /x HTTP/1.1")]
    [InlineData("Host: reports.example")]
    public void Http_IsHungUpOn(string line) =>
        Assert.Equal(new SmtpTurn.End(SmtpReplies.NoHttp), new SmtpSession("reports.example").Hear(SmtpCommandReader.Read(Encoding.ASCII.GetBytes(line))));

    [Fact]
    public void Commands_WithoutEnd_EndTheSession()
    {
        var session = new SmtpSession("reports.example");

        for (int i = 0; i < 1000; i++)
            Assert.IsType<SmtpTurn.Say>(session.Hear(new SmtpCommand.Idle(SmtpReplies.Fine)));
        Assert.Equal(new SmtpTurn.End(SmtpReplies.TooManyCommands), session.Hear(new SmtpCommand.Idle(SmtpReplies.Fine)));
    }

    [Fact]
    public void Message_WithoutRecipient_IsNeverRead() =>
        Gen.OneOfConst(Hello, Mail, "RSET", "DATA", "NOOP", "STARTTLS", "HELO a", "RCPT TO:<x>").Array[0, 15].Sample(lines =>
        {
            var session = new SmtpSession("reports.example");
            Assert.All(lines, line => Assert.NotEqual("message", Hear(session, line), StringComparer.Ordinal));
        });

    /// <summary>Hears a line, with a world in which there is room, everybody is known, and handshakes succeed.</summary>
    private static string Hear(SmtpSession session, string line)
    {
        SmtpReply? reply = session.Hear(SmtpCommandReader.Read(Encoding.UTF8.GetBytes(line))) switch
        {
            SmtpTurn.Say say => say.Reply,
            SmtpTurn.End end => end.Reply,
            SmtpTurn.AskForRoom => session.TakeSender(null),
            SmtpTurn.AskForRecipient => session.TakeRecipient(new RecipientAnswer(null, "example.org")),
            SmtpTurn.BeginTls => Secured(session),
            _ => null,
        };
        return reply is null ? "message" : Encoding.ASCII.GetString(reply.ToBytes());
    }

    private static SmtpReply Secured(SmtpSession session)
    {
        session.TakeTls();
        return SmtpReplies.ReadyForTls;
    }
}
