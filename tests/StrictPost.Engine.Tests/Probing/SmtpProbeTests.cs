using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Time.Testing;
using StrictPost.Engine.Probing;
using StrictPost.Lab;
using StrictPost.Lab.World;
using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.Text;
using StrictPost.Protocol.Tls;

namespace StrictPost.Engine.Tests.Probing;

/// <summary>One SMTP conversation with the lab's mail hosts, with every way in which it can stop.</summary>
public sealed class SmtpProbeTests : IAsyncLifetime
{
    private static readonly DomainName Host = DomainName.Parse("mx.good.example").Value!;
    private static readonly LabMailHost Good = new("mx.good.example");

    private RunningLab _lab = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _lab = await RunningLab.StartAsync(LabWorld.Healthy("good.example"), TimeProvider.System, Cancellation);

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Fact]
    public async Task Probe_OfAHealthyHost_SeesItAll()
    {
        var seen = await ProbeAsync(Good);

        Assert.Null(seen.End);
        Assert.NotNull(seen.Greeting);
        Assert.True(seen.OffersStartTls);
        Assert.Equal("TLS 1.3", seen.Tls?.Version);
        Assert.StartsWith("TLS_", seen.Tls?.Cipher, StringComparison.Ordinal);
        Assert.Equal(["mx.good.example"], seen.Tls?.Leaf?.DnsIds);
        Assert.Empty(HostProof.Faults(seen.Tls!, Host));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Probe_ThatIsDone_LeavesWithQuitAndSendsNoMail(bool cleartext)
    {
        await ProbeAsync(cleartext ? Good.With(new SmtpFault.NoStartTls()) : Good);

        var session = await _lab.Sessions.FirstAsync(_ => true, Cancellation);
        Assert.Equal(cleartext ? ["EHLO probe.example", "QUIT"] : ["EHLO probe.example", "STARTTLS", "QUIT"], session.Commands);
        Assert.Equal(!cleartext, session.InTls);
    }

    [Theory]
    [InlineData("a\r\nMAIL FROM:<a@b.example>")]
    [InlineData("two words")]
    [InlineData("")]
    public async Task Probe_WithANameThatIsNone_SendsAnother(string name)
    {
        await using var probe = new SmtpProbe(Settings(_lab.SmtpPort) with { HelloName = name }, TimeProvider.System);

        await probe.ObserveAsync(Host, IPAddress.Loopback, Cancellation);

        Assert.Equal("EHLO localhost", (await _lab.Sessions.FirstAsync(_ => true, Cancellation)).Commands[0]);
    }

    [Theory]
    [InlineData(TlsFault.WrongName, CertificateFault.NameMismatch)]
    [InlineData(TlsFault.NameOnlyInSubject, CertificateFault.NameOnlyInSubject)]
    [InlineData(TlsFault.Expired, CertificateFault.Expired)]
    [InlineData(TlsFault.NotYetValid, CertificateFault.NotYetValid)]
    [InlineData(TlsFault.SelfSigned, CertificateFault.SelfSigned)]
    [InlineData(TlsFault.UntrustedAuthority, CertificateFault.Untrusted)]
    public async Task Probe_BehindABadCertificate_SeesWhatIsWrong(TlsFault shown, CertificateFault expected)
    {
        var seen = await ProbeAsync(Good.With(shown));

        Assert.Null(seen.End);
        Assert.Equal([expected], HostProof.Faults(seen.Tls!, Host));
    }

    [Theory]
    [InlineData(TlsFault.OldProtocol, ConnectionFault.OldTls, 70)]
    [InlineData(TlsFault.HandshakeRefused, ConnectionFault.TlsFailed, 40)]
    [InlineData(TlsFault.NoCertificate, ConnectionFault.TlsFailed, 112)]
    public async Task Probe_RefusedInTheHandshake_KnowsTheAlert(TlsFault fault, ConnectionFault expected, int alert)
    {
        var seen = await ProbeAsync(Good.With(fault));

        Assert.Equal((expected, ConnectionPhase.Handshake, alert), (seen.End?.Fault, seen.End?.Phase, seen.End?.Alert));
        Assert.True(seen.OffersStartTls);
    }

    [Fact]
    public async Task Probe_WithoutStartTls_EndsThere()
    {
        var seen = await ProbeAsync(Good.With(new SmtpFault.NoStartTls()));

        Assert.Equal((null, null, false), (seen.End, seen.Tls, seen.OffersStartTls));
    }

    public static TheoryData<SmtpFault, ConnectionFault, ConnectionPhase> Refusals => new()
    {
        { new SmtpFault.GreetingRefused(), ConnectionFault.Declined, ConnectionPhase.Greeting },
        { new SmtpFault.EhloRefused(), ConnectionFault.Declined, ConnectionPhase.Ehlo },
        { new SmtpFault.StartTlsRefused(), ConnectionFault.Declined, ConnectionPhase.StartTls },
        { new SmtpFault.NotSpoken(), ConnectionFault.NotSpoken, ConnectionPhase.Greeting },
        { new SmtpFault.NotSpoken(SmtpStage.Ehlo), ConnectionFault.NotSpoken, ConnectionPhase.Ehlo },
        { new SmtpFault.NotSpoken(SmtpStage.StartTls), ConnectionFault.NotSpoken, ConnectionPhase.StartTls },
        { new SmtpFault.Closed(), ConnectionFault.Closed, ConnectionPhase.Greeting },
        { new SmtpFault.Closed(SmtpStage.Ehlo), ConnectionFault.Closed, ConnectionPhase.Ehlo },
        { new SmtpFault.Closed(SmtpStage.StartTls), ConnectionFault.Closed, ConnectionPhase.StartTls },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Probe_ThatIsStopped_SaysWhereAndWhy(SmtpFault fault, ConnectionFault expected, ConnectionPhase phase)
    {
        var seen = await ProbeAsync(Good.With(fault));

        Assert.Equal((expected, phase), (seen.End?.Fault, seen.End?.Phase));
    }

    [Fact]
    public async Task Probe_ThatIsDeclined_KeepsTheReplyAndStillSaysGoodbye()
    {
        var seen = await ProbeAsync(Good.With(new SmtpFault.GreetingRefused("554 5.7.1 No service")));

        Assert.Equal("554 5.7.1 No service", seen.End?.Detail);
        Assert.Equal(["QUIT"], (await _lab.Sessions.FirstAsync(_ => true, Cancellation)).Commands);
    }

    [Fact]
    public async Task Probe_OfAHostThatNeverGreets_TimesOutThere()
    {
        await using var host = new ScriptedHost();
        await using var probe = new SmtpProbe(Settings(host.Port) with { ReplyDeadline = TimeSpan.FromMilliseconds(20) }, TimeProvider.System);

        var end = (await probe.ObserveAsync(Host, IPAddress.Loopback, Cancellation)).End;

        Assert.Equal((ConnectionFault.TimedOut, ConnectionPhase.Greeting), (end?.Fault, end?.Phase));
    }

    [Theory]
    [InlineData("220 mx\r\n", "EHLO")]
    [InlineData("220 mx\r\n", "EHLO", "250-mx\r\n250 STARTTLS\r\n", "STARTTLS")]
    [InlineData("220 mx\r\n", "EHLO", "250-mx\r\n250 STARTTLS\r\n", "STARTTLS", "220 go\r\n", "\u0016")]
    public async Task Probe_OfATarpit_TimesOutWhereItIsStuck(params string[] script)
    {
        ConnectionPhase[] phases = [ConnectionPhase.Greeting, ConnectionPhase.Ehlo, ConnectionPhase.StartTls, ConnectionPhase.Handshake];
        await using var host = new ScriptedHost(script);
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var probe = new SmtpProbe(Settings(host.Port), time);
        var probing = probe.ObserveAsync(Host, IPAddress.Loopback, Cancellation);
        await host.Played;

        time.Advance(TimeSpan.FromSeconds(30));

        var end = (await probing).End;
        Assert.Equal((ConnectionFault.TimedOut, phases[script.Length / 2]), (end?.Fault, end?.Phase));
    }

    [Fact]
    public async Task Probe_OfAReplyInManyLines_KeepsWhatASenderWould()
    {
        string many = string.Concat(Enumerable.Range(0, 200).Select(index => $"250-X{index} {new string('x', 600)}\r\n"));
        await using var host = new ScriptedHost("220-first\r\n220 second\r\n", "EHLO", $"250-mx\r\n{many}250 STARTTLS\r\n", "QUIT");

        var seen = await ProbeAsync(host.Port);

        Assert.Equal("first second", seen.Greeting);
        Assert.Equal(ConnectionFault.NotSpoken, seen.End?.Fault);
        Assert.Empty(seen.Extensions);
    }

    [Fact]
    public async Task Probe_OfLongLines_CutsThem()
    {
        await using var host = new ScriptedHost($"220 {new string('g', 2000)}\r\n", "EHLO", $"250-mx\r\n250-{new string('x', 2000)}\r\n250 HELP\r\n", "QUIT", "221 bye\r\n");

        var seen = await ProbeAsync(host.Port);

        Assert.Equal(500, seen.Greeting?.Length);
        Assert.Equal(["mx", new string('x', 508), "HELP"], seen.Extensions);
        Assert.Null(seen.End);
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n")]
    [InlineData("SSH-2.0-OpenSSH\r\n")]
    [InlineData("22\r\n")]
    [InlineData("2200 x\r\n")]
    [InlineData("120 x\r\n")]
    [InlineData("\0\0\0\0\n")]
    public async Task Probe_OfAnotherProtocol_SaysSo(string greeting)
    {
        await using var host = new ScriptedHost(greeting);

        Assert.Equal(ConnectionFault.NotSpoken, (await ProbeAsync(host.Port)).End?.Fault);
    }

    [Fact]
    public async Task Probe_GivenPlainTextBehindTheStartTlsReply_DoesNotTakeItForTls()
    {
        await using var host = new ScriptedHost("220 mx\r\n", "EHLO", "250-mx\r\n250 STARTTLS\r\n", "STARTTLS", "220 go\r\n250-mx\r\n250 INJECTED\r\n", "\u0016");
        await using var probe = new SmtpProbe(Settings(host.Port), TimeProvider.System);
        var probing = probe.ObserveAsync(Host, IPAddress.Loopback, Cancellation);
        await host.Played;
        host.Close();

        var seen = await probing;

        Assert.Equal((ConnectionFault.Closed, ConnectionPhase.Handshake), (seen.End?.Fault, seen.End?.Phase));
        Assert.Equal(["mx", "STARTTLS"], seen.Extensions);
    }

    [Fact]
    public async Task Probe_OfAClosedPort_IsRefused()
    {
        using var closed = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        closed.Bind(new IPEndPoint(IPAddress.Loopback, 0)); // bound, but not listening

        var seen = await ProbeAsync(((IPEndPoint)closed.LocalEndPoint!).Port);

        Assert.Equal((ConnectionFault.Refused, ConnectionPhase.Connecting), (seen.End?.Fault, seen.End?.Phase));
    }

    [Fact]
    public async Task Probe_OfAHostThatNeverSaysGoodbye_DoesNotWaitForThat()
    {
        await using var host = new ScriptedHost("220 mx\r\n", "EHLO", "250 mx\r\n", "QUIT");
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var probe = new SmtpProbe(Settings(host.Port), time);

        var seen = await probe.ObserveAsync(Host, IPAddress.Loopback, Cancellation);

        Assert.Null(seen.End);
        var disposing = probe.DisposeAsync().AsTask();
        await host.Played;
        Assert.False(disposing.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));
        await disposing;
    }

    [Fact]
    public async Task Probe_ThatTheCallerCancels_Throws()
    {
        await using var host = new ScriptedHost("220 mx\r\n", "EHLO");
        await using var probe = new SmtpProbe(Settings(host.Port), TimeProvider.System);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var probing = probe.ObserveAsync(Host, IPAddress.Loopback, giveUp.Token);
        await host.Played;

        await giveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => probing);
    }

    private Task<SmtpEvidence> ProbeAsync(LabMailHost host)
    {
        _lab.Set(host);
        return ProbeAsync(_lab.SmtpPort, _lab.World.MailHosts[host.Name].SmtpFaults);
    }

    private async Task<SmtpEvidence> ProbeAsync(int port, ImmutableArray<SmtpFault> faults = default)
    {
        var address = faults.IsDefaultOrEmpty ? IPAddress.Loopback : await AddressAsync();
        await using var probe = new SmtpProbe(Settings(port), TimeProvider.System);
        return await probe.ObserveAsync(Host, address, Cancellation);
    }

    /// <summary>Hosts with faults before TLS have an address of their own in the lab.</summary>
    private async Task<IPAddress> AddressAsync()
    {
        var dns = new StrictPost.Engine.Dns.DnsLookups(_lab.DnsEndPoint, TimeProvider.System);
        return IPAddress.Parse((await dns.Ipv4Async(Host, Cancellation)).Found[0]);
    }

    private ObserveSettings Settings(int port) => new()
    {
        SmtpPort = port,
        Roots = [X509Certificate2.CreateFromPem(_lab.RootPem)],
        HelloName = "probe.example",
    };
}
