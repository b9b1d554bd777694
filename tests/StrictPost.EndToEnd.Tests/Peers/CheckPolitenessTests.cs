namespace StrictPost.EndToEnd.Tests.Peers;

/// <summary>How our visits look to the postmaster of the other side: in Postfix's own log.</summary>
[Collection(PeerWorldTests.Name)]
public sealed class CheckPolitenessTests(PeerWorld world)
{
    /// <summary>Postfix counts the commands of a session, those that it refused behind a slash.</summary>
    [Theory]
    [InlineData("mx-good", "ehlo=1 starttls=1 quit=1 commands=3")]
    [InlineData("mx-tls12", "ehlo=1 starttls=1 quit=1 commands=3")]
    [InlineData("mx-wrong-name", "ehlo=1 starttls=1 quit=1 commands=3")]
    [InlineData("mx-self-signed", "ehlo=1 starttls=1 quit=1 commands=3")]
    [InlineData("mx-no-starttls", "ehlo=1 quit=1 commands=2")]
    [InlineData("mx-starttls-refused", "ehlo=1 starttls=0/1 quit=1 commands=2/3")]
    [InlineData("mx-refuses-ehlo", "ehlo=0/1 quit=1 commands=1/2")]
    [InlineData("mx-greets-554", "quit=1 commands=1")]
    public async Task Visit_OfAMailHost_SaysGoodbyeAndSendsNoMail(string label, string commands)
    {
        var domain = PeerWorld.Domain(label);
        int before = world.Postfix.LogLength;

        await world.CheckAsync(domain.Name);

        string end = await world.Postfix.UntilDisconnectedAsync(domain.MailHostName(0), before);
        Assert.EndsWith($" {commands}", end, StringComparison.Ordinal);
        Assert.DoesNotContain(world.Postfix.LogOf(domain.MailHostName(0), before), line => line.Contains("lost connection", StringComparison.Ordinal));
    }

    /// <summary>Postscreen lets strangers wait in the middle of its greeting, and turns away those who talk too early.</summary>
    [Fact]
    public async Task Greeting_InTwoParts_IsHeardToItsEnd()
    {
        var domain = PeerWorld.Domain("mx-postscreen");
        int before = world.Postfix.LogLength;

        var seen = CheckedDomain.Read((await world.CheckAsync(domain.Name)).Output);

        Assert.Equal(("protected", ""), (seen.Verdict, seen.Codes));
        string end = await world.Postfix.UntilDisconnectedAsync(domain.MailHostName(0), before);
        Assert.EndsWith(" ehlo=1 starttls=1 quit=1 commands=3", end, StringComparison.Ordinal);
        string[] log = world.Postfix.LogOf(domain.MailHostName(0), before);
        Assert.Contains(log, line => line.Contains("/postscreen[", StringComparison.Ordinal) && line.Contains(": PASS ", StringComparison.Ordinal));
        Assert.DoesNotContain(log, line => line.Contains("PREGREET", StringComparison.Ordinal));
    }

    [Fact]
    public async Task MailHost_OfTwoDomains_IsVisitedOnce()
    {
        var domain = PeerWorld.Domain("mx-good");
        int before = world.Postfix.LogLength;

        await world.CheckAsync(domain.Name, PeerWorld.Domain("mx-shared").Name);

        await world.Postfix.UntilDisconnectedAsync(domain.MailHostName(0), before);
        Assert.Single(world.Postfix.VisitsOf(domain.MailHostName(0), before));
    }

    /// <summary>A visit by somebody else afterwards is the one that Postfix knows of.</summary>
    [Fact]
    public async Task MailHost_WithSmtpLeftOut_IsNotVisited()
    {
        var domain = PeerWorld.Domain("mx-expired");
        int before = world.Postfix.LogLength;

        var seen = CheckedDomain.Read((await world.CheckAsync(domain.Name, "--no-smtp")).Output);

        Assert.Equal("smtp-not-probed", seen.Codes);
        await new OpenSslClient(world).IsProvenAsync(domain, 0);
        await world.Postfix.UntilDisconnectedAsync(domain.MailHostName(0), before);
        Assert.Single(world.Postfix.VisitsOf(domain.MailHostName(0), before));
    }
}
