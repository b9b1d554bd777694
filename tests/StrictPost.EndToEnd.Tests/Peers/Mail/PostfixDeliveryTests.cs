using System.Text;
using StrictPost.Engine.Intake;
using StrictPost.EndToEnd.Tests.Receiving;
using StrictPost.EndToEnd.Tests.Running;

namespace StrictPost.EndToEnd.Tests.Peers.Mail;

/// <summary>Postfix delivers reports: it queues, negotiates, pipelines and retries as it does on the internet.</summary>
public sealed class PostfixDeliveryTests : IAsyncLifetime
{
    private const string Recipient = $"example.org@{ReceivingHere.MailHost}";

    private readonly TemporaryFolder _folder = new();
    private ReceivingHere _here = null!;

    public async ValueTask InitializeAsync() => _here = await ReceivingHere.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _here.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("none", false)]
    [InlineData("may", true)]
    [InlineData("encrypt", true)]
    public async Task Mail_OverAnySecurityLevel_IsSent(string security, bool overTls)
    {
        await using var postfix = await RelayAsync(security);
        await HandAsync(postfix, $"MAIL FROM:<noreply@reporter.example> BODY=8BITMIME", Recipient, "Subject: eight bits\r\n\r\n.f\u00FCr\r\n");

        await postfix.UntilLoggedAsync("status=sent", "250 2.0.0 Accepted, and on disk");

        Assert.Equal(overTls, postfix.Log.Any(line => line.Contains("TLS connection established to", StringComparison.Ordinal)));
        var kept = Assert.Single(await _here.DeliveriesAsync());
        Assert.Equal("example.org", kept.AddressedTo);
        Assert.EndsWith("\r\n\r\n.f\u00FCr\r\n", Encoding.Latin1.GetString(kept.Bytes.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mail_ToAnInternationalAddress_IsSent()
    {
        await using var postfix = await RelayAsync("encrypt");

        await HandAsync(postfix, "MAIL FROM:<jürgen@reporter.example> SMTPUTF8", "münchen.example@reports.example.net", "Subject: x\r\n\r\n");

        await postfix.UntilLoggedAsync("status=sent");
        Assert.Equal("xn--mnchen-3ya.example", Assert.Single(await _here.DeliveriesAsync()).AddressedTo);
    }

    [Fact]
    public async Task Mail_TooLargeByItsSize_Bounces()
    {
        await using var postfix = await RelayAsync("may");
        string line = new string('a', 998) + "\r\n";

        await HandAsync(postfix, "MAIL FROM:<>", Recipient, string.Concat(Enumerable.Repeat(line, (Delivery.MostBytes / line.Length) + 1)));

        Assert.Contains("exceeds size limit", await postfix.UntilLoggedAsync("status=bounced"), StringComparison.Ordinal);
        Assert.Empty(await _here.DeliveriesAsync());
    }

    [Fact]
    public async Task Mail_ForSomebodyElse_Bounces()
    {
        await using var postfix = await RelayAsync("may");

        await HandAsync(postfix, "MAIL FROM:<>", "somebody@elsewhere.example", "Subject: x\r\n\r\n");

        Assert.Contains("550 5.1.1", await postfix.UntilLoggedAsync("status=bounced"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mail_ThatCouldNotBeStored_StaysInTheQueueAndComesAgain()
    {
        await using var postfix = await RelayAsync("may");
        await _here.BreakAsync("ALTER TABLE report_pending RENAME TO gone;");
        await HandAsync(postfix, "MAIL FROM:<>", Recipient, "Subject: x\r\n\r\n");
        await postfix.UntilLoggedAsync("status=deferred", "451 4.3.0");
        Assert.Empty(await _here.DeliveriesAsync());

        await _here.BreakAsync("ALTER TABLE gone RENAME TO report_pending;");

        await postfix.UntilLoggedAsync("status=sent");
        Assert.Single(await _here.DeliveriesAsync());
    }

    [Fact]
    public async Task Mails_ManyAtOnce_AreAllSent()
    {
        const int mails = 60;
        await using var postfix = await RelayAsync("may");

        await Parallel.ForAsync(0, mails, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, _) =>
            await HandAsync(postfix, "MAIL FROM:<>", Recipient, $"Subject: mail {i} of many\r\n\r\n"));

        await Serving.RunningServer.UntilAsync(async () => $"{(await _here.DeliveriesAsync()).Count}", count => count == $"{mails}");
        Assert.DoesNotContain(postfix.Log, line => line.Contains("status=deferred", StringComparison.Ordinal));
    }

    private Task<PostfixRelay> RelayAsync(string security) => PostfixRelay.StartAsync(_folder.Path, _here.Smtp, security);

    /// <summary>Gives Postfix a mail to pass on.</summary>
    private static async Task HandAsync(PostfixRelay postfix, string mail, string recipient, string latin1)
    {
        await using var talk = await SmtpTalk.BeginAsync(postfix.Port);
        await talk.ExpectAsync("220");
        Assert.StartsWith("250", await talk.AskAsync("EHLO client.example"), StringComparison.Ordinal);
        Assert.StartsWith("250", await talk.AskAsync(mail), StringComparison.Ordinal);
        Assert.StartsWith("250", await talk.AskAsync($"RCPT TO:<{recipient}>"), StringComparison.Ordinal);
        Assert.StartsWith("354", await talk.AskAsync("DATA"), StringComparison.Ordinal);
        await talk.SendAsync(latin1.Replace("\r\n.", "\r\n..", StringComparison.Ordinal) + ".\r\n");
        await talk.ExpectAsync("250");
    }
}
