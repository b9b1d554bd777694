using System.Text;
using CsCheck;
using StrictPost.Server.Receiving.Smtp;

namespace StrictPost.EndToEnd.Tests.Receiving;

/// <summary>Command lines, read.</summary>
public sealed class SmtpCommandReaderTests
{
    [Theory]
    [InlineData("MAIL FROM:<>")]
    [InlineData("MAIL FROM:<a@b.example>")]
    [InlineData("mail from:<a@b.example>")]
    [InlineData("MAIL FROM: <a@b.example>")]
    [InlineData("MAIL FROM:<a@b.example>  ")]
    [InlineData("MAIL FROM:<a@b.example> BODY=8BITMIME")]
    [InlineData("MAIL FROM:<a@b.example> body=7bit")]
    [InlineData("MAIL FROM:<\"a b\\\"c\"@b.example>")]
    [InlineData("MAIL FROM:<a@[192.0.2.1]>")]
    [InlineData("MAIL FROM:<@x.example,@y.example:a@b.example>")]
    public void Mail_Wellformed_IsRead(string line) =>
        Assert.Equal(new SmtpCommand.Sender(null, Utf8: false), Read(line));

    [Theory]
    [InlineData("MAIL FROM:<a@b.example> SIZE=1000", 1000L, false)]
    [InlineData("MAIL FROM:<a@b.example> SIZE=1000 SMTPUTF8 BODY=8BITMIME", 1000L, true)]
    [InlineData("MAIL FROM:<a@b.example> size=18446744073709551615", long.MaxValue, false)]
    public void Mail_WithParameters_IsReadWithThem(string line, long size, bool utf8) =>
        Assert.Equal(new SmtpCommand.Sender(size, utf8), Read(line));

    [Theory]
    [InlineData("MAIL")]
    [InlineData("MAIL FROM:")]
    [InlineData("MAIL FROM:a@b.example")]
    [InlineData("MAIL FROM:<a@b.example")]
    [InlineData("MAIL FROM:<a>")]
    [InlineData("MAIL FROM:<@b.example>")]
    [InlineData("MAIL FROM:<a@>")]
    [InlineData("MAIL FROM:<a..b@b.example>")]
    [InlineData("MAIL FROM:<.a@b.example>")]
    [InlineData("MAIL FROM:<a.@b.example>")]
    [InlineData("MAIL FROM:<\"a@b.example>")]
    [InlineData("MAIL FROM:<\"a\\")]
    [InlineData("MAIL FROM:<@x.example>")]
    [InlineData("MAIL FROM:<a@b.example>SIZE=1")]
    [InlineData("MAIL FROM:<a@b.example> SIZE=x")]
    [InlineData("MAIL FROM:<a@b.example> SIZE=")]
    [InlineData("MAIL FROM:<a@b.example> SIZE=-1")]
    [InlineData("MAIL FROM:<a@b.example> BODY=BINARYMIME")]
    [InlineData("MAIL FROM:<a@b.example> SMTPUTF8=1")]
    [InlineData("RCPT TO:<a>")]
    [InlineData("RCPT TO:<>")]
    [InlineData("RCPT TO:<a@b@c>")]
    [InlineData("RCPT FROM:<a@b.example>")]
    [InlineData("EHLO")]
    [InlineData("HELO ")]
    [InlineData("DATA now")]
    [InlineData("VRFY")]
    public void Line_Malformed_IsRefusedAsSuch(string line) => Assert.Equal(new SmtpCommand.Wrong(SmtpReplies.Syntax), Read(line));

    [Theory]
    [InlineData("RCPT TO:<example.org@reports.example>", "example.org", "reports.example")]
    [InlineData("RCPT TO:<\"example.org\"@reports.example>", "example.org", "reports.example")]
    [InlineData("RCPT TO:<\"\\e\\\"\"@reports.example>", "e\"", "reports.example")]
    [InlineData("RCPT TO:<@x.example:Example.ORG@Reports.example>", "Example.ORG", "Reports.example")]
    [InlineData("RCPT TO:<münchen.example@reports.example>", "münchen.example", "reports.example")]
    [InlineData("RCPT TO:<a@bücher.example>", "a", "bücher.example")]
    [InlineData("RCPT TO:<Postmaster>", "Postmaster", null)]
    public void Recipient_Wellformed_IsRead(string line, string local, string? domain) =>
        Assert.Equal(new SmtpCommand.Recipient(new SmtpMailbox(local, domain)), Read(line));

    [Fact]
    public void Recipient_LocalPartOf64Characters_IsTheLongest()
    {
        Assert.IsType<SmtpCommand.Recipient>(Read($"RCPT TO:<{new string('a', 64)}@b.example>"));
        Assert.Equal(new SmtpCommand.Wrong(SmtpReplies.Syntax), Read($"RCPT TO:<{new string('a', 65)}@b.example>"));
    }

    [Theory]
    [InlineData("MAIL FROM:<a@b.example> AUTH=<>")]
    [InlineData("MAIL FROM:<a@b.example> RET=FULL")]
    [InlineData("RCPT TO:<a@b.example> NOTIFY=NEVER")]
    public void Parameter_NotOffered_IsRefused(string line) => Assert.Equal(new SmtpCommand.Wrong(SmtpReplies.UnknownParameter), Read(line));

    [Theory]
    [InlineData("AUTH PLAIN AGEAYg==")]
    [InlineData("BDAT 100 LAST")]
    [InlineData("EXPN list")]
    public void Command_NotOffered_IsRefused(string line) => Assert.Equal(new SmtpCommand.Wrong(SmtpReplies.NotOffered), Read(line));

    [Theory]
    [InlineData("GET / HTTP/1.1")]
    [InlineData("POST /v1/tlsrpt/x HTTP/1.1")]
    public void Command_OfHttp_IsKnownAsSuch(string line) => Assert.IsType<SmtpCommand.Http>(Read(line));

    [Theory]
    [InlineData("")]
    [InlineData("EHLOX a")]
    public void Command_Unknown_IsRefused(string line) => Assert.Equal(new SmtpCommand.Wrong(SmtpReplies.UnknownCommand), Read(line));

    [Theory]
    [InlineData("EHLO a\rb")]
    [InlineData("NOOP\nDATA")]
    [InlineData("EHLO a\0b")]
    [InlineData("EHLO a\tb")]
    public void Line_WithControlCharacters_IsRefused(string line) => Assert.Equal(new SmtpCommand.Wrong(SmtpReplies.StrangeCharacters), Read(line));

    [Fact]
    public void Line_InNoUtf8_IsRefused() =>
        Assert.Equal(new SmtpCommand.Wrong(SmtpReplies.StrangeCharacters), SmtpCommandReader.Read([.. "RCPT TO:<m"u8, 0xFC, .. "nchen@b.example>"u8]));

    [Fact]
    public void Line_OfAnyBytes_IsReadWithoutHarm() => Gen.OneOf(
        Gen.Byte.Array[0, 200],
        Gen.Select(
            Gen.OneOfConst("MAIL FROM:<", "RCPT TO:<", "EHLO ", "MAIL FROM:<a@b> "),
            Gen.Char["<>@\".\\: =aSIZEBODY8\u00fc"].Array[0, 40],
            (start, rest) => Encoding.UTF8.GetBytes(start + new string(rest)))).Sample(line => SmtpCommandReader.Read(line) is not null);

    private static SmtpCommand Read(string line) => SmtpCommandReader.Read(Encoding.UTF8.GetBytes(line));
}
