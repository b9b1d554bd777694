using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using StrictPost.Engine.Dns;
using StrictPost.Lab;
using StrictPost.Lab.World;
using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.Text;
using MxRecord = StrictPost.Protocol.Smtp.MxRecord;

namespace StrictPost.Engine.Tests.Dns;

/// <summary>Lookups against the lab's DNS: each answer, and each kind of no answer, kept apart.</summary>
public sealed class DnsLookupsTests : IAsyncLifetime
{
    private RunningLab _lab = null!;
    private DnsLookups _dns = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _lab = await RunningLab.StartAsync(LabWorld.Empty.With(LabDomain.Healthy("good.example")), TimeProvider.System, Cancellation);
        _dns = new DnsLookups(_lab.DnsEndPoint, TimeProvider.System);
    }

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Fact]
    public async Task Text_OfARecord_IsTheAnswer()
    {
        var outcome = await _dns.TextAsync(Name("_mta-sts.good.example"), Cancellation);

        Assert.Equal(["v=STSv1; id=20240101000000;"], Assert.Single(outcome.Found).Strings);
        Assert.Equal(("_mta-sts.good.example", "TXT"), (outcome.Name, outcome.Type));
        Assert.True(outcome.IsCertain);
    }

    [Fact]
    public async Task Text_InSeveralStrings_KeepsThemApart()
    {
        _lab.Set(LabDomain.Healthy("good.example").With(new DnsFault.SplitText(3)));

        var text = Assert.Single((await _dns.TextAsync(Name("_mta-sts.good.example"), Cancellation)).Found);

        Assert.Equal(["v=S", "TSv", "1; "], text.Strings.Take(3), StringComparer.Ordinal);
        Assert.Equal("v=STSv1; id=20240101000000;", text.Joined());
    }

    [Fact]
    public async Task Text_TooLongForUdp_ComesOverTcp()
    {
        _lab.Set(LabDomain.Healthy("good.example").With(new DnsFault.Truncated()));

        Assert.Single((await _dns.TextAsync(Name("_mta-sts.good.example"), Cancellation)).Found);
        Assert.Contains(_lab.Queries.Entries, query => query.OverTcp);
    }

    [Fact]
    public async Task Mx_OfADomain_HasPreferenceAndExchange() =>
        Assert.Equal([new MxRecord(10, "mx.good.example.")], (await _dns.MxAsync(Name("good.example"), Cancellation)).Found);

    [Theory]
    [InlineData("xn--mnchen-3ya.example")]
    [InlineData("xn--a.example")] // decodes to nothing
    public async Task Names_WithALabels_StayAsTheyStandInDns(string domain)
    {
        var alias = new LabMailHost("alias." + domain).With(new DnsFault.Alias("mx." + domain, DnsPlace.MailHost));
        _lab.Change(world => world.With(LabDomain.Healthy(domain)).With(new LabMailHost("mx." + domain), alias));

        var aliased = await _dns.Ipv4Async(Name("alias." + domain), Cancellation);

        Assert.Equal([new MxRecord(10, $"mx.{domain}.")], (await _dns.MxAsync(Name(domain), Cancellation)).Found);
        Assert.Equal(["127.0.0.1"], (await _dns.Ipv4Async(Name("mx." + domain), Cancellation)).Found);
        Assert.Equal(("mx." + domain, "127.0.0.1"), (Assert.Single(aliased.Aliases), Assert.Single(aliased.Found)));
    }

    [Fact]
    public async Task Ipv4_OfAPolicyHost_IsItsAddress() =>
        Assert.Equal(["127.0.0.1"], (await _dns.Ipv4Async(Name("mta-sts.good.example"), Cancellation)).Found);

    [Fact]
    public async Task Ipv4_BehindAnAlias_IsTheTargetsAddress()
    {
        _lab.Change(world => world.With(
            LabDomain.Healthy("good.example").With(new DnsFault.Alias("mta-sts.else.example", DnsPlace.PolicyHost)),
            LabDomain.Healthy("else.example")));

        var outcome = await _dns.Ipv4Async(Name("mta-sts.good.example"), Cancellation);

        Assert.Equal(["127.0.0.1"], outcome.Found);
        Assert.Equal(["mta-sts.else.example"], outcome.Aliases);
    }

    [Fact]
    public async Task Alias_ThatLeadsNowhere_IsSeenBesideNoSuchName()
    {
        _lab.Set(LabDomain.Healthy("good.example").With(new DnsFault.Alias("gone.else.example", DnsPlace.PolicyHost)));

        var outcome = await _dns.Ipv4Async(Name("mta-sts.good.example"), Cancellation);

        Assert.Equal(LookupEnd.NoSuchName, outcome.End);
        Assert.Equal("gone.else.example", outcome.FinalName);
    }

    [Fact]
    public async Task Name_ThatDoesNotExist_IsNoSuchName()
    {
        var outcome = await _dns.TextAsync(Name("_mta-sts.absent.example"), Cancellation);

        Assert.Equal(LookupEnd.NoSuchName, outcome.End);
        Assert.True(outcome.IsCertain);
    }

    [Fact]
    public async Task Name_WithoutARecordOfTheType_IsNoData() =>
        Assert.Equal(LookupEnd.NoData, (await _dns.Ipv6Async(Name("mta-sts.good.example"), Cancellation)).End);

    [Fact]
    public async Task Server_ThatFails_IsAServerFailure()
    {
        _lab.Set(LabDomain.Healthy("good.example").With(new DnsFault.ServerFailure()));

        var outcome = await _dns.TextAsync(Name("_mta-sts.good.example"), Cancellation);

        Assert.Equal((LookupEnd.ServerFailure, "SERVFAIL"), (outcome.End, outcome.Detail));
        Assert.False(outcome.IsCertain);
    }

    [Fact]
    public async Task Server_ThatRefuses_IsKeptApart()
    {
        _lab.Set(LabDomain.Healthy("good.example").With(new DnsFault.Refused()));

        Assert.Equal(LookupEnd.Refused, (await _dns.TextAsync(Name("_mta-sts.good.example"), Cancellation)).End);
    }

    [Fact]
    public async Task Answer_ThatBreaksOff_IsMalformed()
    {
        _lab.Set(LabDomain.Healthy("good.example").With(new DnsFault.Malformed()));

        Assert.Equal(LookupEnd.Malformed, (await _dns.TextAsync(Name("_mta-sts.good.example"), Cancellation)).End);
    }

    [Fact]
    public async Task Server_ThatStaysSilent_TimesOut()
    {
        _lab.Set(LabDomain.Healthy("good.example").With(new DnsFault.NoAnswer()));
        var time = new FakeTimeProvider();
        var asking = new DnsLookups(_lab.DnsEndPoint, time).TextAsync(Name("_mta-sts.good.example"), Cancellation);
        await _lab.Queries.FirstAsync(_ => true, Cancellation);

        time.Advance(new DnsSettings().Deadline);

        Assert.Equal(LookupEnd.TimedOut, (await asking).End);
    }

    [Fact]
    public async Task Port_WithoutServer_IsUnreachableOrTimesOut()
    {
        using var closed = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        closed.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = (IPEndPoint)closed.LocalEndPoint!;
        closed.Close();

        var outcome = await new DnsLookups(port, TimeProvider.System).TextAsync(Name("_mta-sts.good.example"), Cancellation);

        Assert.True(outcome.End is LookupEnd.Unreachable or LookupEnd.TimedOut, $"{outcome}");
    }

    [Fact]
    public async Task Server_ThatAnswersNonsense_IsMalformed()
    {
        using var nonsense = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var answering = AnswerNonsenseAsync(nonsense);

        var outcome = await new DnsLookups((IPEndPoint)nonsense.Client.LocalEndPoint!, TimeProvider.System).TextAsync(Name("x.example"), Cancellation);

        nonsense.Close();
        await answering;
        Assert.False(outcome.IsCertain);
        Assert.Empty(outcome.Found);
    }

    [Fact]
    public async Task Caller_WhoGivesUp_GetsACancellation()
    {
        _lab.Set(LabDomain.Healthy("good.example").With(new DnsFault.NoAnswer()));
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var asking = _dns.TextAsync(Name("_mta-sts.good.example"), giveUp.Token);
        await _lab.Queries.FirstAsync(_ => true, Cancellation);

        await giveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }

    private static async Task AnswerNonsenseAsync(UdpClient server)
    {
        try
        {
            while (true)
            {
                var query = await server.ReceiveAsync(Cancellation);
                await server.SendAsync(new byte[] { query.Buffer[0], query.Buffer[1], 0x80, 0, 0, 9, 0, 9, 0xFF }, query.RemoteEndPoint, Cancellation);
            }
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
        }
    }

    private static DomainName Name(string text)
    {
        int dot = text.LastIndexOf('_') < 0 ? -1 : text.IndexOf('.', text.LastIndexOf('_'));
        return dot < 0 ? DomainName.Parse(text).Value! : DomainName.Parse(text[(dot + 1)..]).Value!.Child(text[..dot])!;
    }
}
