using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using StrictPost.Engine.Fetching;
using StrictPost.Lab;
using StrictPost.Lab.World;
using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;
using StrictPost.Protocol.Tls;

namespace StrictPost.Engine.Tests.Fetching;

/// <summary>One fetch against the lab's policy hosts, with every fault that RFC 8461 §3.3 names.</summary>
public sealed class PolicyFetcherTests : IAsyncLifetime
{
    private static readonly LabDomain Good = LabDomain.Healthy("good.example");
    private static readonly DomainName Domain = DomainName.Parse("good.example").Value!;

    private RunningLab _lab = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _lab = await RunningLab.StartAsync(LabWorld.Empty.With(Good), TimeProvider.System, Cancellation);

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Fact]
    public async Task Fetch_FromAHealthyHost_GivesTheBodyByteForByte()
    {
        var fetched = Assert.IsType<FetchOutcome.Fetched>(await FetchAsync());

        Assert.Equal(Good.Policy!.Value.ToArray(), fetched.Body.ToArray());
        Assert.Equal(["mta-sts.good.example"], fetched.Certificate.DnsIds);
    }

    [Fact]
    public async Task Fetch_FromAHealthyHost_AsksAsRfc8461Says()
    {
        await FetchAsync();

        var request = Assert.Single(_lab.Requests.Entries);
        Assert.Equal("mta-sts.good.example", request.ServerName);
        Assert.Equal(("GET", "mta-sts.good.example", "/.well-known/mta-sts.txt"), (request.Method, request.Host, request.Path));
        Assert.Equal("Host", Assert.Single(request.Headers).Key);
    }

    [Fact]
    public async Task Fetch_Twice_ProvesTheHostTwice()
    {
        await FetchAsync();
        await FetchAsync();

        Assert.Equal(2, _lab.Handshakes.Entries.Length);
    }

    [Fact]
    public async Task Fetch_WithAWildcardCertificate_IsFine() =>
        Assert.IsType<FetchOutcome.Fetched>(await FetchAsync(Good.With(TlsFault.WildcardCertificate)));

    [Theory]
    [InlineData(TlsFault.WrongName, CertificateFault.NameMismatch)]
    [InlineData(TlsFault.NameOnlyInSubject, CertificateFault.NameOnlyInSubject)]
    [InlineData(TlsFault.Expired, CertificateFault.Expired)]
    [InlineData(TlsFault.NotYetValid, CertificateFault.NotYetValid)]
    [InlineData(TlsFault.SelfSigned, CertificateFault.SelfSigned)]
    [InlineData(TlsFault.UntrustedAuthority, CertificateFault.Untrusted)]
    public async Task Fetch_WithABadCertificate_SaysWhatIsWrongWithIt(TlsFault shown, CertificateFault expected)
    {
        var outcome = await FetchAsync(Good.With(shown));

        Assert.Equal([expected], Assert.IsType<FetchOutcome.BadCertificate>(outcome).Faults);
    }

    [Fact]
    public async Task Fetch_WithTheSystemsRoots_RefusesTheLabsAuthority()
    {
        var fetcher = new PolicyFetcher(new FetchSettings { Port = _lab.HttpsPort }, TimeProvider.System);

        var outcome = await fetcher.FetchAsync(Domain, IPAddress.Loopback, Cancellation);

        Assert.Equal([CertificateFault.Untrusted], Assert.IsType<FetchOutcome.BadCertificate>(outcome).Faults);
    }

    [Fact]
    public async Task Fetch_YearsLater_FindsTheCertificateExpired()
    {
        var later = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(100));

        var outcome = await Fetcher(later).FetchAsync(Domain, IPAddress.Loopback, Cancellation);

        Assert.Contains(CertificateFault.Expired, Assert.IsType<FetchOutcome.BadCertificate>(outcome).Faults);
    }

    [Fact]
    public async Task Fetch_FromAHostWithOldTlsOnly_SaysSo() =>
        Assert.IsType<FetchOutcome.OldTls>(await FetchAsync(Good.With(TlsFault.OldProtocol)));

    [Fact]
    public async Task Fetch_RefusedInTheHandshake_GivesTheAlert() =>
        Assert.Equal(40, Assert.IsType<FetchOutcome.TlsFailed>(await FetchAsync(Good.With(TlsFault.HandshakeRefused))).Alert);

    [Fact]
    public async Task Fetch_OfADomainThatTheHostDoesNotKnow_GivesTheAlert()
    {
        _lab.Remove("good.example");

        Assert.Equal(112, Assert.IsType<FetchOutcome.TlsFailed>(await Fetcher().FetchAsync(Domain, IPAddress.Loopback, Cancellation)).Alert);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Fetch_OfARedirect_IsNotFollowed(int status)
    {
        var outcome = await FetchAsync(Good.With(new HttpFault.Redirect(status, "https://mta-sts.good.example/.well-known/mta-sts.txt")));

        Assert.Equal(new FetchOutcome.Redirected(status, "https://mta-sts.good.example/.well-known/mta-sts.txt"), outcome);
        Assert.Single(_lab.Requests.Entries);
    }

    [Theory]
    [InlineData(201)]
    [InlineData(203)]
    [InlineData(204)]
    [InlineData(206)]
    [InlineData(404)]
    [InlineData(500)]
    public async Task Fetch_WithAnotherStatus_IsAFailure(int status) =>
        Assert.Equal(new FetchOutcome.WrongStatus(status), await FetchAsync(Good.With(new HttpFault.Status(status))));

    [Theory]
    [InlineData("text/plain")]
    [InlineData("TEXT/Plain")]
    [InlineData("text/plain; charset=utf-8")]
    [InlineData("text/plain;charset=\"us-ascii\";x=y")]
    [InlineData("text/plain ; broken")]
    public async Task Fetch_OfPlainText_IgnoresTheParameters(string type) =>
        Assert.IsType<FetchOutcome.Fetched>(await FetchAsync(Good.With(new HttpFault.MediaType(type))));

    [Theory]
    [InlineData(null)]
    [InlineData("text/html")]
    [InlineData("application/octet-stream")]
    [InlineData("text/plainer")]
    [InlineData("text")]
    [InlineData(";text/plain")]
    public async Task Fetch_WithAnotherMediaType_IsAFailure(string? type) =>
        Assert.Equal(new FetchOutcome.WrongMediaType(type), await FetchAsync(Good.With(new HttpFault.MediaType(type))));

    [Fact]
    public async Task Fetch_Of64Kibibytes_IsFine() =>
        Assert.Equal(65536, Assert.IsType<FetchOutcome.Fetched>(await FetchAsync(Good.With(new HttpFault.Padded(65536)))).Body.Length);

    [Fact]
    public async Task Fetch_OfOneByteMore_IsTooLarge() =>
        Assert.Equal(new FetchOutcome.TooLarge(65537), await FetchAsync(Good.With(HttpFault.Padded.BeyondTheLimit)));

    [Fact]
    public async Task Fetch_InChunks_GivesTheBody() =>
        Assert.Equal(Good.Policy!.Value.ToArray(), Assert.IsType<FetchOutcome.Fetched>(await FetchAsync(Good.With(new HttpFault.WithoutLength()))).Body.ToArray());

    [Theory]
    [InlineData(65_537)]
    [InlineData(10_000_000)]
    public async Task Fetch_OfTooMuchWithoutALength_StopsReading(int size) =>
        Assert.Equal(new FetchOutcome.TooLarge(null), await FetchAsync(Good.With(new HttpFault.Padded(size)).With(new HttpFault.WithoutLength())));

    [Fact]
    public async Task Fetch_OfAnEmptyBody_IsLeftToTheReader() =>
        Assert.True(Assert.IsType<FetchOutcome.Fetched>(await FetchAsync(Good.With(new HttpFault.EmptyBody()))).Body.IsEmpty);

    [Fact]
    public async Task Fetch_CutShort_IsBroken() =>
        Assert.IsType<FetchOutcome.Broken>(await FetchAsync(Good.With(new HttpFault.CutShort(10))));

    [Fact]
    public async Task Fetch_Unanswered_IsBroken() =>
        Assert.Equal(ConnectionPhase.Headers, Assert.IsType<FetchOutcome.Broken>(await FetchAsync(Good.With(new HttpFault.ClosedUnanswered()))).Phase);

    [Fact]
    public async Task Fetch_WithLateHeaders_TimesOut()
    {
        _lab.Set(Good.With(new HttpFault.LateHeaders(Timeout.InfiniteTimeSpan)));

        Assert.Equal(new FetchOutcome.TimedOut(ConnectionPhase.Headers), await TimeOutAsync());
    }

    [Fact]
    public async Task Fetch_WithATricklingBody_TimesOut()
    {
        _lab.Set(Good.With(new HttpFault.TricklingBody(Timeout.InfiniteTimeSpan)));

        Assert.IsType<FetchOutcome.TimedOut>(await TimeOutAsync());
    }

    [Fact]
    public async Task Fetch_FromAClosedPort_HasNoConnection()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0)); // bound, but not listening
        var fetcher = new PolicyFetcher(new FetchSettings { Port = ((IPEndPoint)socket.LocalEndPoint!).Port }, TimeProvider.System);

        Assert.IsType<FetchOutcome.NoConnection>(await fetcher.FetchAsync(Domain, IPAddress.Loopback, Cancellation));
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n")]
    [InlineData("")]
    [InlineData("\u0016\u0003\u0003\u0000\u0001\u0000")]
    public async Task Fetch_FromAServerWithoutTls_FailsInTheHandshake(string greeting) =>
        Assert.IsType<FetchOutcome.TlsFailed>(await FetchFromRawAsync(Encoding.Latin1.GetBytes(greeting)));

    [Fact]
    public async Task Fetch_FromAServerThatAnswersWithTls10_SaysThatItIsOld()
    {
        byte[] hello = [22, 3, 1, 0, 42, 2, 0, 0, 38, 3, 1, .. new byte[32], 0, 0, 0x2F, 0];

        Assert.IsType<FetchOutcome.OldTls>(await FetchFromRawAsync(hello));
    }

    [Fact]
    public async Task Look_BehindABadCertificate_SeesThePolicyToo()
    {
        _lab.Set(Good.With(TlsFault.Expired));

        var seen = await ObserveAsync();

        Assert.Equal([CertificateFault.Expired], seen.Tls?.ChainFaults);
        Assert.Equal((200, Good.Policy!.Value.Length, null), (seen.Http?.Status, seen.Http?.Body.Length, seen.End));
    }

    [Fact]
    public async Task Look_AtAHealthyHost_SeesTheSession()
    {
        var seen = await ObserveAsync();

        Assert.Equal(("127.0.0.1", "TLS 1.3"), (seen.Address, seen.Tls?.Version));
        Assert.StartsWith("TLS_", seen.Tls?.Cipher, StringComparison.Ordinal);
        Assert.Equal("text/plain", seen.Http?.Field("content-type")?.Split(';')[0]);
        using var shown = X509CertificateLoader.LoadCertificate(seen.Tls!.Leaf!.Der.Span);
        Assert.Equal(shown.NotAfter.ToUniversalTime(), seen.Tls.Leaf.NotAfter.UtcDateTime);
    }

    [Fact]
    public async Task Look_AtAnAnswerCutShort_KeepsWhatCame()
    {
        _lab.Set(Good.With(new HttpFault.CutShort(10)));

        var seen = await ObserveAsync();

        Assert.Equal((ConnectionFault.Closed, ConnectionPhase.Body), (seen.End?.Fault, seen.End?.Phase));
        Assert.Equal(Good.Policy!.Value.ToArray(), seen.Http?.Body.ToArray());
    }

    [Fact]
    public async Task Look_AtTooMuch_KeepsAsMuchAsASenderReads()
    {
        _lab.Set(Good.With(HttpFault.Padded.BeyondTheLimit));

        var seen = await ObserveAsync();

        Assert.Equal((true, 65536, null), (seen.Http?.IsCut, seen.Http?.Body.Length, seen.End));
    }

    [Fact]
    public async Task Look_AtARedirect_KeepsItsTargetAndNoBody()
    {
        _lab.Set(Good.With(new HttpFault.Redirect(301, "https://else.example/")));

        var seen = await ObserveAsync();

        Assert.Equal((301, "https://else.example/", 0), (seen.Http?.Status, seen.Http?.Field("Location"), seen.Http?.Body.Length));
    }

    [Fact]
    public async Task Look_AtAnAddressThatNeverAnswers_TimesOutConnecting()
    {
        _lab.Set(Good with { PolicyHostAddresses = [LabAddresses.Unanswered] });
        var fetcher = new PolicyFetcher(new FetchSettings { Port = _lab.HttpsPort, ConnectDeadline = TimeSpan.FromMilliseconds(20) }, TimeProvider.System);

        var seen = await fetcher.ObserveAsync(Domain, LabAddresses.Unanswered, userAgent: null, Cancellation);

        Assert.Equal((ConnectionFault.TimedOut, ConnectionPhase.Connecting), (seen.End?.Fault, seen.End?.Phase));
    }

    [Fact]
    public async Task Fetch_ThatTheCallerCancels_Throws()
    {
        _lab.Set(Good.With(new HttpFault.LateHeaders(Timeout.InfiniteTimeSpan)));
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var fetching = Fetcher().FetchAsync(Domain, IPAddress.Loopback, giveUp.Token);
        await _lab.Requests.FirstAsync(_ => true, Cancellation);

        await giveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fetching);
    }

    [Fact]
    public async Task Verdict_OfEveryFailure_IsAWholeSentencesEnd()
    {
        var outcomes = new[]
        {
            await FetchAsync(Good.With(TlsFault.WrongName)),
            await FetchAsync(Good.With(new HttpFault.Redirect(301, "https://else.example/"))),
            await FetchAsync(Good.With(new HttpFault.MediaType("text/html"))),
        };

        Assert.StartsWith("shows a certificate that is for ", outcomes[0].Verdict, StringComparison.Ordinal);
        Assert.Equal("redirects with status 301 to https://else.example/, and redirects are never followed", outcomes[1].Verdict);
        Assert.Equal("sends the media type `text/html`, not `text/plain`", outcomes[2].Verdict);
    }

    private Task<FetchEvidence> ObserveAsync() => Fetcher().ObserveAsync(Domain, IPAddress.Loopback, userAgent: null, Cancellation);

    private Task<FetchOutcome> FetchAsync(LabDomain? domain = null)
    {
        if (domain is not null)
            _lab.Set(domain);
        return Fetcher().FetchAsync(Domain, IPAddress.Loopback, Cancellation);
    }

    /// <summary>Lets the deadline pass once the request has reached the lab.</summary>
    private async Task<FetchOutcome> TimeOutAsync()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var fetching = Fetcher(time).FetchAsync(Domain, IPAddress.Loopback, Cancellation);
        await _lab.Requests.FirstAsync(_ => true, Cancellation);
        time.Advance(TimeSpan.FromMinutes(1));
        return await fetching;
    }

    private static async Task<FetchOutcome> FetchFromRawAsync(byte[] greeting)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var fetcher = new PolicyFetcher(new FetchSettings { Port = ((IPEndPoint)listener.LocalEndpoint).Port }, TimeProvider.System);
        var fetching = fetcher.FetchAsync(Domain, IPAddress.Loopback, Cancellation);
        using (var client = await listener.AcceptTcpClientAsync(Cancellation))
        {
            var stream = client.GetStream();
            _ = await stream.ReadAtLeastAsync(new byte[4096], 5, throwOnEndOfStream: false, Cancellation);
            await stream.WriteAsync(greeting, Cancellation);
            client.Client.Shutdown(SocketShutdown.Send);
            return await fetching;
        }
    }

    private PolicyFetcher Fetcher(TimeProvider? time = null) => new(
        new FetchSettings { Port = _lab.HttpsPort, Roots = [X509Certificate2.CreateFromPem(_lab.RootPem)] },
        time ?? TimeProvider.System);
}
