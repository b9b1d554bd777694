using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using DnsClient;
using StrictPost.Lab;
using StrictPost.Lab.World;

namespace StrictPost.Engine.Tests.Lab;

/// <summary>The lab's mail hosts, seen through a socket.</summary>
public sealed class LabSmtpTests : IAsyncLifetime
{
    private const string Host = "mx.example.test";

    private static readonly string[] Lines = ["EHLO client.test", "STARTTLS"];

    private static readonly LabMailHost Healthy = new(Host);

    private RunningLab _lab = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _lab = await RunningLab.StartAsync(LabWorld.Healthy("example.test"), TimeProvider.System, Cancellation);

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Fact]
    public async Task Session_WithAHealthyHost_GoesFromGreetingToQuit()
    {
        await using (var talk = await ConnectAsync(Healthy))
        {
            Assert.StartsWith("220 ", await talk.HearAsync(), StringComparison.Ordinal);
            Assert.Contains("250-STARTTLS", await talk.SayAsync("EHLO client.test"), StringComparison.Ordinal);
            Assert.StartsWith("220 ", await talk.SayAsync("STARTTLS"), StringComparison.Ordinal);
            await talk.StartTlsAsync(Host);
            Assert.DoesNotContain("STARTTLS", await talk.SayAsync("EHLO client.test"), StringComparison.Ordinal);
            Assert.StartsWith("221 ", await talk.SayAsync("QUIT"), StringComparison.Ordinal);
        }

        var session = await _lab.Sessions.FirstAsync(_ => true, Cancellation);
        Assert.Equal(["EHLO client.test", "STARTTLS", "EHLO client.test", "QUIT"], session.Commands);
        Assert.Equal((Host, true, true), (session.ServerName, session.InTls, session.Quit));
    }

    [Fact]
    public async Task Session_LeftWithoutQuit_IsWrittenDownAsSuch()
    {
        await using (var talk = await ConnectAsync(Healthy))
        {
            await talk.HearAsync();
            await talk.SayAsync("MAIL FROM:<a@example.test>");
        }

        var session = await _lab.Sessions.FirstAsync(_ => true, Cancellation);
        Assert.Equal(["MAIL FROM:<a@example.test>"], session.Commands);
        Assert.Equal((null, false, false), (session.ServerName, session.InTls, session.Quit));
    }

    [Theory]
    [InlineData(TlsFault.None, SslPolicyErrors.None)]
    [InlineData(TlsFault.WrongName, SslPolicyErrors.RemoteCertificateNameMismatch)]
    [InlineData(TlsFault.Expired, SslPolicyErrors.RemoteCertificateChainErrors)]
    [InlineData(TlsFault.SelfSigned, SslPolicyErrors.RemoteCertificateChainErrors)]
    public async Task Certificate_AfterStartTls_IsTheOneOrdered(TlsFault fault, SslPolicyErrors expected)
    {
        await using var talk = await UpToTlsAsync(Healthy.With(fault));

        await talk.StartTlsAsync(Host);

        Assert.Equal(expected, talk.Sight!.Errors);
    }

    [Theory]
    [InlineData(TlsFault.HandshakeRefused, "handshake failure")]
    [InlineData(TlsFault.OldProtocol, "protocol version")]
    [InlineData(TlsFault.NoCertificate, "unrecognized name")]
    public async Task Handshake_Refused_TellsTheClientWhy(TlsFault fault, string reason)
    {
        await using var talk = await UpToTlsAsync(Healthy.With(fault));

        var refusal = await Assert.ThrowsAsync<AuthenticationException>(() => talk.StartTlsAsync(Host));

        Assert.Contains(reason, refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handshake_WithoutAName_GetsTheFirstHost()
    {
        _lab.Set(new LabMailHost("a.example.test"));
        await using var talk = await UpToTlsAsync(Healthy);

        await talk.StartTlsAsync("127.0.0.1");

        Assert.True(talk.Sight!.Certificate.MatchesHostname("a.example.test"));
    }

    [Fact]
    public async Task GreetingRefused_Ordered_ThenWaitsForQuit()
    {
        await using var talk = await ConnectAsync(Healthy.With(new SmtpFault.GreetingRefused("421 4.3.2 Later")));

        Assert.Equal("421 4.3.2 Later", await talk.HearAsync());
        Assert.StartsWith("503 ", await talk.SayAsync("EHLO client.test"), StringComparison.Ordinal);
        Assert.StartsWith("221 ", await talk.SayAsync("QUIT"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task EhloRefused_Ordered_RefusesHeloToo()
    {
        await using var talk = await ConnectAsync(Healthy.With(new SmtpFault.EhloRefused("550 5.7.1 No")));
        await talk.HearAsync();

        Assert.Equal("550 5.7.1 No", await talk.SayAsync("EHLO client.test"));
        Assert.Equal("550 5.7.1 No", await talk.SayAsync("HELO client.test"));
    }

    [Fact]
    public async Task NoStartTls_Ordered_NeitherOffersNorKnowsIt()
    {
        await using var talk = await ConnectAsync(Healthy.With(new SmtpFault.NoStartTls()));
        await talk.HearAsync();

        Assert.DoesNotContain("STARTTLS", await talk.SayAsync("EHLO client.test"), StringComparison.Ordinal);
        Assert.StartsWith("502 ", await talk.SayAsync("STARTTLS"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartTlsRefused_Ordered_OffersItFirst()
    {
        await using var talk = await ConnectAsync(Healthy.With(new SmtpFault.StartTlsRefused()));
        await talk.HearAsync();

        Assert.Contains("STARTTLS", await talk.SayAsync("EHLO client.test"), StringComparison.Ordinal);
        Assert.StartsWith("454 ", await talk.SayAsync("STARTTLS"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SmtpStage.Greeting, 0)]
    [InlineData(SmtpStage.Ehlo, 1)]
    [InlineData(SmtpStage.StartTls, 2)]
    public async Task Closed_AtAStage_AnswersWhatCameBefore(SmtpStage stage, int repliesBefore)
    {
        await using var talk = await ConnectAsync(Healthy.With(new SmtpFault.Closed(stage)));

        var answered = await SpeakUntilAsync(talk, repliesBefore);

        Assert.Equal(Enumerable.Range(0, repliesBefore + 1).Select(reply => reply < repliesBefore), answered);
    }

    [Fact]
    public async Task NotSpoken_Ordered_IsAnotherProtocol()
    {
        await using var talk = await ConnectAsync(Healthy.With(new SmtpFault.NotSpoken()));

        Assert.StartsWith("SSH-2.0-", await talk.HearAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SmtpStage.Greeting, 0)]
    [InlineData(SmtpStage.Ehlo, 1)]
    [InlineData(SmtpStage.StartTls, 2)]
    public async Task NoAnswer_AtAStage_LeavesTheClientWaiting(SmtpStage stage, int repliesBefore)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var address = await AddressAsync(Healthy.With(new SmtpFault.NoAnswer(stage)));
        await using var talk = await LabClients.SmtpAsync(_lab, address, patience.Token);

        var speaking = SpeakUntilAsync(talk, repliesBefore);
        await using (var other = await ConnectAsync(new LabMailHost("other.example.test")))
            await other.HearAsync();

        Assert.False(speaking.IsCompleted);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => speaking);
    }

    [Fact]
    public async Task Hosts_WithFaultsBeforeTls_HaveAddressesOfTheirOwn()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has all of 127.0.0.0/8.");
        var one = await AddressAsync(Healthy.With(new SmtpFault.NoStartTls()));
        var other = await AddressAsync(new LabMailHost("other.example.test").With(new SmtpFault.Closed()));
        var good = await AddressAsync(new LabMailHost("good.example.test"));

        Assert.Equal(3, new[] { one, other, good }.Distinct().Count());
        Assert.Equal(IPAddress.Loopback, good);
    }

    [Fact]
    public async Task ClosedAddress_OfPolicyHostsAndMailHosts_RefusesConnections()
    {
        foreach (int port in new[] { _lab.SmtpPort, _lab.HttpsPort })
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            var refusal = await Assert.ThrowsAsync<SocketException>(() => socket.ConnectAsync(LabAddresses.Closed, port, Cancellation).AsTask());
            Assert.Equal(SocketError.ConnectionRefused, refusal.SocketErrorCode);
        }
    }

    [Fact]
    public async Task UnansweredAddress_OfPolicyHostsAndMailHosts_LetsClientsWait()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has all of 127.0.0.0/8.");
        foreach (int port in new[] { _lab.SmtpPort, _lab.HttpsPort })
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(0.5));
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => socket.ConnectAsync(LabAddresses.Unanswered, port, patience.Token).AsTask());
        }
    }

    [Fact]
    public async Task Host_ChangedWhileRunning_IsSeenByTheNextSession()
    {
        await using (var talk = await ConnectAsync(Healthy.With(new SmtpFault.GreetingRefused())))
            Assert.StartsWith("554 ", await talk.HearAsync(), StringComparison.Ordinal);

        await using var after = await ConnectAsync(Healthy.With(new SmtpFault.NoStartTls()));

        Assert.StartsWith("220 ", await after.HearAsync(), StringComparison.Ordinal);
    }

    /// <summary>Greeting, EHLO, STARTTLS: whether each was answered, up to the one after so many replies.</summary>
    private static async Task<bool[]> SpeakUntilAsync(SmtpTalk talk, int replies)
    {
        var heard = new List<bool> { (await talk.HearAsync()).Length > 0 };
        foreach (string line in Lines.Take(replies))
            heard.Add((await talk.SayAsync(line)).Length > 0);
        return [.. heard];
    }

    private async Task<SmtpTalk> UpToTlsAsync(LabMailHost host)
    {
        var talk = await ConnectAsync(host);
        await talk.HearAsync();
        await talk.SayAsync("EHLO client.test");
        await talk.SayAsync("STARTTLS");
        return talk;
    }

    private async Task<SmtpTalk> ConnectAsync(LabMailHost host) =>
        await LabClients.SmtpAsync(_lab, await AddressAsync(host), Cancellation);

    private async Task<IPAddress> AddressAsync(LabMailHost host)
    {
        _lab.Set(host);
        var client = new LookupClient(new LookupClientOptions(_lab.DnsEndPoint) { UseCache = false });
        var answer = await client.QueryAsync(host.Name, QueryType.A, cancellationToken: Cancellation);
        return Assert.Single(answer.Answers.ARecords()).Address;
    }
}
