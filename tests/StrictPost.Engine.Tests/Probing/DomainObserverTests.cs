using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Time.Testing;
using StrictPost.Engine.Dns;
using StrictPost.Engine.Probing;
using StrictPost.Lab;
using StrictPost.Lab.World;
using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.Text;
using StrictPost.Protocol.Tls;

namespace StrictPost.Engine.Tests.Probing;

/// <summary>A whole look at domains of the lab.</summary>
public sealed class DomainObserverTests : IAsyncLifetime
{
    private static readonly DomainName Domain = DomainName.Parse("good.example").Value!;

    private RunningLab _lab = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static LabDomain Good => LabDomain.Healthy("good.example");

    public async ValueTask InitializeAsync() =>
        _lab = await RunningLab.StartAsync(LabWorld.Healthy("good.example"), TimeProvider.System, Cancellation);

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Fact]
    public async Task Look_AtAHealthyDomain_SeesItAll()
    {
        var seen = await ObserveAsync();

        Assert.Equal("v=STSv1; id=20240101000000;", Assert.Single(seen.Record.Found).Joined());
        Assert.StartsWith("v=TLSRPTv1", Assert.Single(seen.TlsRpt.Found).Joined(), StringComparison.Ordinal);
        Assert.Equal("mx.good.example.", Assert.Single(seen.Mx.Found).Exchange);
        Assert.Equal(200, Assert.Single(seen.PolicyHost.Fetches).Http?.Status);
        var host = Assert.Single(seen.MailHosts);
        Assert.Equal(("mx.good.example", LookupEnd.NoSuchName), (host.Host.Ascii, host.Tlsa.End));
        Assert.Empty(HostProof.Faults(Assert.Single(host.Probes).Tls!, host.Host));
    }

    [Fact]
    public async Task Look_AtASignedWorld_SeesTheAdBitAndTlsa()
    {
        _lab.Set(Good with { Signed = true });
        _lab.Set(new LabMailHost("mx.good.example").WithDane(LabTlsa.Of(3, 1, 1), LabTlsa.Malformed(2, 0, 1)));

        var seen = await ObserveAsync();

        var host = Assert.Single(seen.MailHosts);
        Assert.True(seen.Record.IsAuthenticated && seen.Mx.IsAuthenticated && host.Ipv4.IsAuthenticated && host.Tlsa.IsAuthenticated);
        Assert.Equal(("_25._tcp.mx.good.example", "TLSA"), (host.Tlsa.Name, host.Tlsa.Type));
        var leaf = host.Probes[0].Tls!.Leaf!;
        using var shown = X509CertificateLoader.LoadCertificate(leaf.Der.Span);
        byte[] expected = System.Security.Cryptography.SHA256.HashData(shown.PublicKey.ExportSubjectPublicKeyInfo());
        Assert.Equal(["2 0 1 010203", $"3 1 1 {Convert.ToHexStringLower(expected)}"], host.Tlsa.Found.Select(record => record.Text).Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Look_AtAnUnsignedWorld_SeesNoAdBit() => Assert.False((await ObserveAsync()).Mx.IsAuthenticated);

    [Fact]
    public async Task Look_WithoutSmtp_LooksAtDnsOnly()
    {
        var seen = await ObserveAsync(settings => settings with { SkipSmtp = true });

        Assert.True(seen.SmtpIsSkipped);
        Assert.Equal(LookupEnd.Answered, Assert.Single(seen.MailHosts).Ipv4.End);
        Assert.Empty(seen.MailHosts[0].Probes);
        Assert.Empty(_lab.Sessions.Entries);
    }

    [Fact]
    public async Task Look_AtADomainWithoutMx_ProbesTheDomainItself()
    {
        _lab.Set(Good with { Mx = [] });

        Assert.Equal(Domain, Assert.Single((await ObserveAsync()).MailHosts).Host);
    }

    [Fact]
    public async Task Look_AtADomainThatTakesNoMail_ProbesNothing()
    {
        _lab.Set(Good with { Mx = [new LabMx(0, ".")] });

        var seen = await ObserveAsync();

        Assert.Equal(LookupEnd.Answered, seen.Mx.End);
        Assert.Empty(seen.MailHosts);
    }

    [Fact]
    public async Task Look_WhereMxCannotBeLookedUp_ProbesNothing()
    {
        _lab.Set(Good.With(new DnsFault.ServerFailure(DnsPlace.MailExchangers)));

        var seen = await ObserveAsync();

        Assert.Equal(LookupEnd.ServerFailure, seen.Mx.End);
        Assert.Empty(seen.MailHosts);
    }

    [Fact]
    public async Task Look_AtManyMailHosts_TakesTwentyInTheirOrder()
    {
        _lab.Set(Good with { Mx = [.. Enumerable.Range(0, 30).Reverse().Select(index => new LabMx((ushort)index, $"mx{index}.good.example"))] });

        var seen = await ObserveAsync();

        Assert.Equal(Enumerable.Range(0, 20).Select(index => $"mx{index}.good.example"), seen.MailHosts.Select(host => host.Host.Ascii), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Look_AtADomainTooLongForItsRecords_KnowsThatTheyCannotExist()
    {
        string label = new('a', 61);
        var domain = DomainName.Parse($"{label}.{label}.{label}.{label}.org").Value!;

        var seen = await ObserveAsync(domain: domain);

        Assert.Equal((LookupEnd.NoSuchName, LookupEnd.NoSuchName), (seen.Record.End, seen.PolicyHost.Ipv4.End));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(403)]
    public async Task Look_AtAPolicyHostThatBlocksPrograms_AsksAgainWithoutUserAgent(int? status)
    {
        _lab.Set(Good.With(status is null ? new HttpFault.UserAgentChallenged() : new HttpFault.UserAgentBlocked(403)));

        var seen = (await ObserveAsync()).PolicyHost;

        Assert.Equal(status ?? 200, Assert.Single(seen.Fetches).Http?.Status);
        Assert.Equal(Good.Policy!.Value.ToArray(), Assert.Single(seen.WithoutUserAgent).Http?.Body.ToArray());
    }

    [Fact]
    public async Task Look_AtAPolicyHostInOrder_AsksOnceByName()
    {
        Assert.Empty((await ObserveAsync()).PolicyHost.WithoutUserAgent);
        Assert.Contains(Assert.Single(_lab.Requests.Entries).Headers, header => header.Key == "User-Agent");
    }

    [Theory]
    [InlineData(DnsPlace.Record)]
    [InlineData(DnsPlace.TlsRptRecord)]
    public async Task Look_WhereOneAnswerIsLate_DoesTheRestMeanwhile(DnsPlace late)
    {
        _lab.Set(Good.With(new DnsFault.NoAnswer(late)));
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var observer = Observer(new ObserveSettings(), time);
        var looking = observer.ObserveAsync(Domain, Cancellation);

        await _lab.Requests.FirstAsync(_ => true, Cancellation);
        await _lab.Sessions.FirstAsync(session => session.Quit, Cancellation);
        Assert.False(looking.IsCompleted);
        time.Advance(new DnsSettings().Deadline);

        var seen = await looking;
        Assert.Equal((200, 1), (seen.PolicyHost.Fetches[0].Http?.Status, seen.MailHosts[0].Probes.Length));
    }

    [Fact]
    public async Task Look_WhereTlsaIsLate_ProbesMeanwhile()
    {
        _lab.Set(new LabMailHost("mx.good.example").With(new DnsFault.NoAnswer(DnsPlace.Tlsa)));
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var observer = Observer(new ObserveSettings(), time);
        var looking = observer.ObserveAsync(Domain, Cancellation);

        await _lab.Sessions.FirstAsync(session => session.Quit, Cancellation);
        time.Advance(new DnsSettings().Deadline);

        Assert.Equal(LookupEnd.TimedOut, (await looking).MailHosts[0].Tlsa.End);
    }

    [Fact]
    public async Task Look_ThatTheCallerCancels_Throws()
    {
        _lab.Set(Good.With(new DnsFault.NoAnswer()));
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        await using var observer = Observer(new ObserveSettings(), TimeProvider.System);
        var looking = observer.ObserveAsync(Domain, giveUp.Token);
        await _lab.Queries.FirstAsync(query => query.Name.StartsWith("_mta-sts", StringComparison.Ordinal), Cancellation);

        await giveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => looking);
    }

    [Fact]
    public async Task MailHost_OfSeveralDomains_IsLookedAtOnce()
    {
        ImmutableArray<LabDomain> domains = [.. Enumerable.Range(0, 20).Select(index => LabDomain.Healthy($"d{index}.example") with { Mx = [new LabMx(1, "mx.good.example")] })];
        _lab.Change(world => world.With(domains));
        await using (var observer = Observer(new ObserveSettings(), TimeProvider.System))
        {
            var seen = await Task.WhenAll(domains.Select(domain => observer.ObserveAsync(DomainName.Parse(domain.Name).Value!, Cancellation)));
            Assert.Single(seen.Select(domain => domain.MailHosts.Single()).Distinct(ReferenceEqualityComparer.Instance));
        }

        Assert.Single(_lab.Queries.Entries, query => query is { Name: "mx.good.example", Type: "A" });
    }

    [Fact]
    public async Task MailHost_AfterItsTime_IsLookedAtAgain()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var observer = Observer(new ObserveSettings(), time);
        await observer.ObserveAsync(Domain, Cancellation);
        time.Advance(TimeSpan.FromMinutes(9));
        await observer.ObserveAsync(Domain, Cancellation);
        Assert.Single(_lab.Queries.Entries, query => query is { Name: "mx.good.example", Type: "A" });

        time.Advance(TimeSpan.FromMinutes(1));
        await observer.ObserveAsync(Domain, Cancellation);

        Assert.Equal(2, _lab.Queries.Entries.Count(query => query is { Name: "mx.good.example", Type: "A" }));
    }

    [Fact]
    public async Task MailHost_AskedForLongestAgo_IsForgottenFirst()
    {
        foreach (string name in new[] { "a.example", "b.example" })
            _lab.Change(world => world.With(LabDomain.Healthy(name)));
        await using var observer = Observer(new ObserveSettings { MailHostMemory = 2 }, TimeProvider.System);

        foreach (string name in new[] { "good.example", "a.example", "good.example", "b.example", "good.example", "a.example" })
            await observer.ObserveAsync(DomainName.Parse(name).Value!, Cancellation);

        Assert.Equal(
            [("mx.a.example", 2), ("mx.b.example", 1), ("mx.good.example", 1)],
            _lab.Queries.Entries.Where(query => query.Type == "A" && query.Name.StartsWith("mx.", StringComparison.Ordinal))
                .CountBy(query => query.Name, StringComparer.Ordinal).Select(pair => (pair.Key, pair.Value)).Order());
    }

    [Fact]
    public async Task MailHost_WhoseFirstAskerGivesUp_IsStillThereForOthers()
    {
        _lab.Set(new LabMailHost("mx.good.example").With(new DnsFault.NoAnswer(DnsPlace.Tlsa)));
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var host = DomainName.Parse("mx.good.example").Value!;
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        await using var hosts = new SharedMailHosts(new DnsLookups(_lab.DnsEndPoint, time), InTheLab(new ObserveSettings()), time);
        var first = hosts.ObserveAsync(host, giveUp.Token);
        var second = hosts.ObserveAsync(host, Cancellation);
        await _lab.Sessions.FirstAsync(session => session.Quit, Cancellation);

        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        time.Advance(new DnsSettings().Deadline);

        Assert.Equal(LookupEnd.TimedOut, (await second).Tlsa.End);
        Assert.Single((await second).Probes);
    }

    [Fact]
    public async Task Observer_ThatIsDisposed_EndsItsLooks()
    {
        _lab.Set(new LabMailHost("mx.good.example").With(new DnsFault.NoAnswer(DnsPlace.Tlsa)));
        var observer = Observer(new ObserveSettings(), TimeProvider.System);
        var looking = observer.ObserveAsync(Domain, Cancellation);
        await _lab.Queries.FirstAsync(query => query.Type == "TLSA", Cancellation);

        await observer.DisposeAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => looking);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => observer.ObserveAsync(Domain, Cancellation));
    }

    [Fact]
    public async Task Observer_DisposedAgain_WaitsForTheSame()
    {
        var observer = Observer(new ObserveSettings(), TimeProvider.System);
        await observer.ObserveAsync(Domain, Cancellation);

        await Task.WhenAll(observer.DisposeAsync().AsTask(), observer.DisposeAsync().AsTask());
        await observer.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => observer.ObserveAsync(Domain, Cancellation));
    }

    [Fact]
    public async Task Certificate_BehindAnIntermediate_KnowsWhichAnchorsStandBehindIt()
    {
        _lab.Set(new LabMailHost("mx.good.example") { Chain = LabChain.WithIntermediate });

        var tls = (await ObserveAsync()).MailHosts[0].Probes[0].Tls!;

        Assert.Equal(2, tls.Chain.Length);
        Assert.Empty(tls.Chain[1].FaultsAsAnchor);
        Assert.Empty(tls.ChainFaults);
    }

    [Fact]
    public async Task Certificate_WhoseIntermediateIsMissing_IsUntrusted()
    {
        _lab.Set(new LabMailHost("mx.good.example") { Chain = LabChain.IntermediateMissing });

        Assert.Equal([CertificateFault.Untrusted], (await ObserveAsync()).MailHosts[0].Probes[0].Tls!.ChainFaults);
    }

    private async Task<DomainEvidence> ObserveAsync(Func<ObserveSettings, ObserveSettings>? change = null, DomainName? domain = null)
    {
        await using var observer = Observer(change?.Invoke(new ObserveSettings()) ?? new ObserveSettings(), TimeProvider.System);
        return await observer.ObserveAsync(domain ?? Domain, Cancellation);
    }

    private DomainObserver Observer(ObserveSettings settings, TimeProvider time) =>
        new(new DnsLookups(_lab.DnsEndPoint, time), InTheLab(settings), time);

    private ObserveSettings InTheLab(ObserveSettings settings) =>
        settings with { HttpsPort = _lab.HttpsPort, SmtpPort = _lab.SmtpPort, Roots = [X509Certificate2.CreateFromPem(_lab.RootPem)] };
}
