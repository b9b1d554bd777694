using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using StrictPost.Engine.Certificates;
using StrictPost.Engine.Intake;

namespace StrictPost.EndToEnd.Tests.Receiving;

/// <summary>The mail server for reports, as clients meet it.</summary>
public sealed class SmtpReceiverTests
{
    private const string Report = "Subject: x\r\n\r\n{}\r\n";

    [Fact]
    public async Task Message_ForAnEnrolledDomain_IsKeptAsItCame()
    {
        await using var here = await ReceivingHere.StartAsync();
        await using var talk = await SmtpTalk.BeginAsync(here.Smtp);
        await talk.ExpectAsync("220 reports.example.net ESMTP");
        await talk.BeginMessageAsync("Example.ORG@Reports.Example.NET");

        await talk.SendAsync("Subject: \u00FF\r\n\r\n..a\nb\rc\r\n.\r\n");
        await talk.ExpectAsync("250 2.0.0");

        var kept = Assert.Single(await here.DeliveriesAsync());
        Assert.Equal("Subject: \u00FF\r\n\r\n.a\nb\rc\r\n", Encoding.Latin1.GetString(kept.Bytes.Span));
        Assert.Equal((WayIn.Smtp, "example.org", "127.0.0.1"), (kept.Way, kept.AddressedTo, kept.Source));
    }

    [Theory]
    [InlineData("xn--mnchen-3ya.example@reports.example.net", "250", "xn--mnchen-3ya.example")]
    [InlineData("münchen.example@reports.example.net", "250", "xn--mnchen-3ya.example")]
    [InlineData("tls@OTHER.example", "250", null)]
    [InlineData("reports@example.org", "250", "example.org")]
    [InlineData("example.com@reports.example.net", "550 5.1.1", null)]
    [InlineData("example.org@elsewhere.example", "550 5.1.1", null)]
    [InlineData("somebody@example.org", "550 5.1.1", null)]
    [InlineData("postmaster@reports.example.net", "550 5.1.1 This host takes TLS reports only; write", null)]
    [InlineData("Postmaster", "550 5.1.1 This host takes TLS reports only; write", null)]
    [InlineData("example.org%elsewhere.example@reports.example.net", "550 5.1.1", null)]
    [InlineData("\"example.org@elsewhere.example\"@reports.example.net", "550 5.1.1", null)]
    public async Task Recipient_OfSomeKind_IsTakenOnlyIfOurs(string recipient, string reply, string? domain)
    {
        await using var here = await ReceivingHere.StartAsync();
        await using var talk = await SmtpTalk.BeginAsync(here.Smtp);
        await talk.ExpectAsync("220");
        await talk.AskAsync("EHLO client.example");
        await talk.AskAsync("MAIL FROM:<a@b.example> SMTPUTF8");

        Assert.StartsWith(reply, await talk.AskAsync($"RCPT TO:<{recipient}>"), StringComparison.Ordinal);

        bool ours = reply == "250";
        Assert.StartsWith(ours ? "354" : "554", await talk.AskAsync("DATA"), StringComparison.Ordinal);
        if (!ours)
            return;
        await talk.SendAsync(Report + ".\r\n");
        await talk.ExpectAsync("250 2.0.0");
        Assert.Equal(domain, Assert.Single(await here.DeliveriesAsync()).AddressedTo);
    }

    [Fact]
    public async Task Message_ForSeveralDomains_IsKeptOnce()
    {
        await using var here = await ReceivingHere.StartAsync();
        await using var talk = await SmtpTalk.BeginAsync(here.Smtp);
        await talk.SendAsync(
            "EHLO a\r\nMAIL FROM:<>\r\nRCPT TO:<nobody@reports.example.net>\r\nRCPT TO:<example.org@reports.example.net>\r\n"
            + "RCPT TO:<xn--mnchen-3ya.example@reports.example.net>\r\nDATA\r\n");
        await talk.ExpectAsync("220", "250", "250", "550", "250", "250", "354");
        await talk.SendAsync(Report + ".\r\nQUIT\r\n");
        await talk.ExpectAsync("250 2.0.0", "221", "");

        Assert.Equal("example.org", Assert.Single(await here.DeliveriesAsync()).AddressedTo);
    }

    /// <summary>One that takes a bare LF for the end of a line would see a second message here.</summary>
    [Theory]
    [InlineData("\n.\n")]
    [InlineData("\n.\r\n")]
    [InlineData("\r\n.\n")]
    [InlineData("\r.\r\n")]
    [InlineData("\r.\r")]
    [InlineData("\r\n\0.\r\n")]
    public async Task Message_WithACommandSmuggledIn_StaysOne(string notTheEnd)
    {
        await using var here = await ReceivingHere.StartAsync();
        await using var talk = await SmtpTalk.BeginAsync(here.Smtp);
        await talk.ExpectAsync("220");
        await talk.BeginMessageAsync();

        await talk.SendAsync($"Subject: x\r\n\r\nbody{notTheEnd}MAIL FROM:<>\r\nRCPT TO:<example.org@reports.example.net>\r\nDATA\r\nsmuggled\r\n.\r\nQUIT\r\n");

        await talk.ExpectAsync("250 2.0.0", "221", "");
        Assert.Contains("smuggled", Encoding.Latin1.GetString(Assert.Single(await here.DeliveriesAsync()).Bytes.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commands_SentAheadOfTls_AreNotHeard()
    {
        await using var here = await ReceivingHere.StartAsync();
        await using var talk = await SmtpTalk.BeginAsync(here.Smtp);
        await talk.ExpectAsync("220");
        await talk.AskAsync("EHLO client.example");

        await talk.SendAsync("STARTTLS\r\nMAIL FROM:<injected@evil.example>\r\nRCPT TO:<nobody@evil.example>\r\n");
        await talk.ExpectAsync("220 2.0.0");
        await talk.ShakeHandsAsync(here.Server.RootFile);

        Assert.StartsWith("250-reports.example.net 250-PIPELINING", await talk.AskAsync("EHLO client.example"), StringComparison.Ordinal);
        Assert.StartsWith("250 2.1.0", await talk.AskAsync("MAIL FROM:<>"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tls_WithACertificateOfTheMailHost_ShowsIt()
    {
        await using var here = await ReceivingHere.StartAsync();
        await using var talk = await SmtpTalk.BeginAsync(here.Smtp);
        await talk.ExpectAsync("220");
        await talk.AskAsync("EHLO client.example");
        Assert.StartsWith("220", await talk.AskAsync("STARTTLS"), StringComparison.Ordinal);

        var stream = await talk.ShakeHandsAsync(here.Server.RootFile);

        using var shown = new X509Certificate2(stream.RemoteCertificate!);
        Assert.True(shown.MatchesHostname(ReceivingHere.MailHost));
        Assert.Equal("CN=Test CA", shown.Issuer);
        Assert.StartsWith("503", await talk.AskAsync("MAIL FROM:<>"), StringComparison.Ordinal);
        await talk.BeginMessageAsync();
        await talk.SendAsync(Report + ".\r\n");
        await talk.ExpectAsync("250 2.0.0");
    }

    [Fact]
    public async Task Certificate_OfAHostWithoutOne_VouchesForItselfAndStays()
    {
        var source = new Server.Receiving.Smtp.MailHostCertificates(new CertificateFolder(Path.GetTempPath()), TimeProvider.System.GetUtcNow());

        var first = await source.LoadAsync("reports.example.net", TimeProvider.System.GetUtcNow(), TestContext.Current.CancellationToken);
        var second = await source.LoadAsync("reports.example.net", TimeProvider.System.GetUtcNow(), TestContext.Current.CancellationToken);

        Assert.Contains("nobody can verify", first.Problem, StringComparison.Ordinal);
        Assert.True(first.Certificate!.Leaf.MatchesHostname("reports.example.net"));
        Assert.Same(first.Certificate, second.Certificate);
    }

    [Fact]
    public async Task Message_TooLarge_IsRefusedAtItsEndAndTheNextOneTaken()
    {
        await using var here = await ReceivingHere.StartAsync();
        await using var talk = await SmtpTalk.BeginAsync(here.Smtp);
        await talk.ExpectAsync("220");
        await talk.BeginMessageAsync();
        string line = new string('a', 64 * 1024) + "\r\n";
        for (int i = 0; i <= Delivery.MostBytes / line.Length; i++)
            await talk.SendAsync(line);
        await talk.SendAsync(".\r\n");
        await talk.ExpectAsync("552 5.3.4");

        await talk.BeginMessageAsync();
        await talk.SendAsync(Report + ".\r\n");
        await talk.ExpectAsync("250 2.0.0");
    }

    [Fact]
    public async Task Messages_MoreThanMemoryAllows_HaveToComeAgain()
    {
        await using var here = await ReceivingHere.StartAsync(plan => plan with { MostMemory = 100_000 });
        await using var first = await SmtpTalk.BeginAsync(here.Smtp);
        await using var second = await SmtpTalk.BeginAsync(here.Smtp);
        foreach (var talk in new[] { first, second })
        {
            await talk.ExpectAsync("220");
            await talk.BeginMessageAsync();
        }

        await second.SendAsync(new string('b', 120_000) + "\r\n.\r\n");
        await second.ExpectAsync("452 4.3.1");
        await first.SendAsync(new string('a', 60_000) + "\r\n.\r\n");
        await first.ExpectAsync("250 2.0.0");
        await second.BeginMessageAsync();
        await second.SendAsync(new string('b', 60_000) + "\r\n.\r\n");
        await second.ExpectAsync("250 2.0.0");
    }

    [Fact]
    public async Task Network_OverItsRate_HasToComeAgain()
    {
        await using var here = await ReceivingHere.StartAsync(plan => plan with { MessagesPerMinute = 2 }, new FakeTimeProvider(TimeProvider.System.GetUtcNow()));
        await using var talk = await SmtpTalk.BeginAsync(here.Smtp);
        await talk.ExpectAsync("220");
        await talk.AskAsync("EHLO client.example");

        await talk.SendAsync("MAIL FROM:<>\r\nRSET\r\nMAIL FROM:<>\r\nRSET\r\nMAIL FROM:<>\r\n");

        await talk.ExpectAsync("250", "250", "250", "250", "450 4.7.1");
    }

    [Fact]
    public async Task Disk_NearlyFull_TakesNoMessage()
    {
        await using var here = await ReceivingHere.StartAsync(plan => plan with { LeastFreeBytes = long.MaxValue });
        await using var talk = await SmtpTalk.BeginAsync(here.Smtp);
        await talk.ExpectAsync("220");
        await talk.AskAsync("EHLO client.example");

        Assert.StartsWith("452 4.3.1", await talk.AskAsync("MAIL FROM:<>"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connections_MoreThanThereMayBe_AreTurnedAwayUntilOneEnds()
    {
        await using var here = await ReceivingHere.StartAsync(plan => plan with { MostConnections = 2 });
        await using var first = await SmtpTalk.BeginAsync(here.Smtp);
        await using var second = await SmtpTalk.BeginAsync(here.Smtp);
        await first.ExpectAsync("220");
        await second.ExpectAsync("220");
        await using (var third = await SmtpTalk.BeginAsync(here.Smtp))
            await third.ExpectAsync("421 4.3.2", "");

        await first.AskAsync("QUIT");
        await first.UntilEndAsync();
        string greeting;
        do
        {
            await using var fourth = await SmtpTalk.BeginAsync(here.Smtp);
            greeting = await fourth.ReplyAsync();
        }
        while (!greeting.StartsWith("220", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("EHLO a")]
    [InlineData("EHLO a\r\nMAIL FROM:<>\r\nRCPT TO:<example.org@reports.example.net>\r\n")]
    [InlineData("EHLO a\r\nMAIL FROM:<>\r\nRCPT TO:<example.org@reports.example.net>\r\nDATA\r\nSubject: x\r\n")]
    public async Task Client_ThatSaysNoMore_IsSentAway(string said)
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var here = await ReceivingHere.StartAsync(time: time);
        await using var talk = await SmtpTalk.BeginAsync(here.Smtp);
        await talk.ExpectAsync("220");
        await talk.SendAsync(said);

        Assert.StartsWith("421 4.4.2", await LastAsync(talk, time, _ => Task.CompletedTask), StringComparison.Ordinal);
        Assert.Empty(await here.DeliveriesAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("EHLO a\r\nMAIL FROM:<>\r\nRCPT TO:<example.org@reports.example.net>\r\nDATA\r\n")]
    public async Task Client_ThatSendsAByteNowAndThen_IsSentAway(string said)
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var here = await ReceivingHere.StartAsync(time: time);
        await using var talk = await SmtpTalk.BeginAsync(here.Smtp);
        await talk.ExpectAsync("220");
        await talk.SendAsync(said);

        Assert.StartsWith("421 4.4.2", await LastAsync(talk, time, async i => await talk.SendAsync(i % 20 == 0 ? "a" : "")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Line_TooLong_IsRefusedAndTheNextOneHeard()
    {
        await using var here = await ReceivingHere.StartAsync();
        await using var talk = await SmtpTalk.BeginAsync(here.Smtp);
        await talk.ExpectAsync("220");

        await talk.SendAsync($"EHLO {new string('a', 5000)}\r\nNOOP\r\n");
        await talk.ExpectAsync("500 5.5.2", "250");
        await talk.SendAsync(new string('a', 100_000));
        await talk.UntilEndAsync();
    }

    [Fact]
    public async Task Server_ThatStops_FinishesTheMessageAndSaysSo()
    {
        await using var here = await ReceivingHere.StartAsync();
        await using var idle = await SmtpTalk.BeginAsync(here.Smtp);
        await using var busy = await SmtpTalk.BeginAsync(here.Smtp);
        await idle.ExpectAsync("220");
        await busy.ExpectAsync("220");
        await busy.BeginMessageAsync();

        var stopping = here.Server.StopAsync();
        await idle.ExpectAsync("421 4.3.2", "");
        await busy.SendAsync(Report + ".\r\n");
        await busy.ExpectAsync("250 2.0.0", "421 4.3.2", "");
        await stopping;

        Assert.Single(await here.DeliveriesAsync());
    }

    [Fact]
    public async Task Connections_ManyAtOnce_AllDeliver()
    {
        const int clients = 500;
        await using var here = await ReceivingHere.StartAsync();

        await Task.WhenAll(Enumerable.Range(0, clients).Select(async i =>
        {
            await using var talk = await SmtpTalk.BeginAsync(here.Smtp);
            await talk.ExpectAsync("220");
            await talk.BeginMessageAsync();
            await talk.SendAsync(string.Create(CultureInfo.InvariantCulture, $"Subject: {i}\r\n\r\n{new string('x', 4000)}\r\n.\r\n"));
            await talk.ExpectAsync("250 2.0.0");
        }));

        var subjects = (await here.DeliveriesAsync()).Select(delivery => Encoding.ASCII.GetString(delivery.Bytes.Span).Split('\r')[0]);
        Assert.Equal(
            Enumerable.Range(0, clients).Select(i => string.Create(CultureInfo.InvariantCulture, $"Subject: {i}")).Order(StringComparer.Ordinal),
            subjects.Order(StringComparer.Ordinal));
    }

    /// <summary>Lets time pass until the server has ended the connection. Whether it has begun to wait yet cannot be seen from here.</summary>
    private static async Task<string> LastAsync(SmtpTalk talk, FakeTimeProvider time, Func<int, Task> meanwhile)
    {
        string last = "";
        var reading = Task.Run(async () =>
        {
            while (await talk.ReplyAsync() is { Length: > 0 } reply)
                last = reply;
        });
        for (int i = 0; !reading.IsCompleted; i++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            try
            {
                await meanwhile(i);
            }
            catch (IOException)
            {
                // It has ended.
            }

            await Task.WhenAny(reading, Task.Delay(TimeSpan.FromMilliseconds(5), TestContext.Current.CancellationToken));
        }

        await reading;
        return last;
    }
}
