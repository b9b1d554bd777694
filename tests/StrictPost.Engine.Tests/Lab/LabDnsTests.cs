using System.Net;
using System.Text;
using DnsClient;
using DnsClient.Protocol;
using StrictPost.Lab;
using StrictPost.Lab.Dns;
using StrictPost.Lab.World;

namespace StrictPost.Engine.Tests.Lab;

/// <summary>The lab's DNS, seen through DnsClient.</summary>
public sealed class LabDnsTests : IAsyncLifetime
{
    private const string Domain = "example.test";
    private const string RecordName = "_mta-sts." + Domain;

    private static readonly LabDomain Healthy = LabDomain.Healthy(Domain);

    private RunningLab _lab = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _lab = await RunningLab.StartAsync(LabWorld.Empty.With(Healthy), TimeProvider.System, Cancellation);

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Fact]
    public async Task Query_ForAHealthyDomain_FindsEverything()
    {
        _lab.Change(w => w.With(new LabMailHost("mx." + Domain) { Addresses = [IPAddress.Parse("192.0.2.25")] }));

        var record = await AskAsync(RecordName, QueryType.TXT);
        var mx = Assert.Single((await AskAsync(Domain, QueryType.MX)).Answers.MxRecords());

        Assert.Equal(["v=STSv1; id=20240101000000;"], TextsOf(record));
        Assert.True(record.Header.HasAuthorityAnswer);
        Assert.Equal([Healthy.TlsRptRecord!], TextsOf(await AskAsync("_smtp._tls." + Domain, QueryType.TXT)));
        Assert.Equal((10, "mx.example.test."), (mx.Preference, mx.Exchange.Value));
        Assert.Equal(["127.0.0.1"], AddressesOf(await AskAsync("mta-sts." + Domain, QueryType.A)));
        Assert.Equal(["192.0.2.25"], AddressesOf(await AskAsync("mx." + Domain, QueryType.A)));
    }

    [Fact]
    public async Task NameServer_WithAFaultOfItsOwn_AnswersOtherwiseThanTheRest()
    {
        var stale = new LabNameServer("ns2.example.test") { DnsFaults = [new DnsFault.NameError()] };
        var gone = new LabNameServer("ns3.example.test") { Addresses = [] };
        _lab.Set(Healthy with { NameServers = [new LabNameServer("ns1.example.test"), stale, gone] });

        var servers = (await AskAsync(Domain, QueryType.NS)).Answers.NsRecords().Select(record => record.NSDName.Value);
        var first = await AskServerAsync("ns1.example.test");
        var second = await AskServerAsync("ns2.example.test");

        Assert.Equal(["ns1.example.test.", "ns2.example.test.", "ns3.example.test."], servers, StringComparer.Ordinal);
        Assert.Equal([Healthy.Record!], TextsOf(first));
        Assert.True(first.Header.HasAuthorityAnswer && second.Header.HasAuthorityAnswer);
        Assert.Equal(DnsHeaderResponseCode.NotExistentDomain, second.Header.ResponseCode);
        Assert.Empty(AddressesOf(await AskAsync("ns3.example.test", QueryType.A)));
    }

    [Fact]
    public async Task Query_InAnotherCase_FindsTheSame() =>
        Assert.Single(TextsOf(await AskAsync("_MTA-sts.Example.TEST", QueryType.TXT)));

    [Theory]
    [InlineData("_mta-sts.other.test", DnsHeaderResponseCode.NotExistentDomain)]
    [InlineData("sub.example.test", DnsHeaderResponseCode.NotExistentDomain)]
    [InlineData("_mta-sts.sub.example.test", DnsHeaderResponseCode.NotExistentDomain)]
    [InlineData("test", DnsHeaderResponseCode.NoError)]
    [InlineData("_tls.example.test", DnsHeaderResponseCode.NoError)]
    [InlineData("example.test", DnsHeaderResponseCode.NoError)]
    public async Task Query_WhereNoTextStands_TellsMissingNamesFromEmptyOnes(string name, DnsHeaderResponseCode expected)
    {
        var response = await AskAsync(name, QueryType.TXT);

        Assert.Equal(expected, response.Header.ResponseCode);
        Assert.Empty(response.Answers);
        Assert.Single(response.Authorities.OfType<SoaRecord>());
    }

    [Fact]
    public async Task NameError_Ordered_IsNxdomain() =>
        await AssertCodeAsync(new DnsFault.NameError(), DnsHeaderResponseCode.NotExistentDomain);

    [Fact]
    public async Task ServerFailure_Ordered_IsServfail() =>
        await AssertCodeAsync(new DnsFault.ServerFailure(), DnsHeaderResponseCode.ServerFailure);

    [Fact]
    public async Task Refused_Ordered_IsRefused() =>
        await AssertCodeAsync(new DnsFault.Refused(), DnsHeaderResponseCode.Refused);

    [Fact]
    public async Task NoData_Ordered_IsAnEmptyNoError() =>
        await AssertCodeAsync(new DnsFault.NoData(), DnsHeaderResponseCode.NoError);

    [Fact]
    public async Task NoAnswer_Ordered_LeavesTheClientWaiting()
    {
        _lab.Set(Healthy.With(new DnsFault.NoAnswer()));
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var answer = Client(useTcpOnly: true).QueryAsync(RecordName, QueryType.TXT, cancellationToken: patience.Token);

        await _lab.Queries.FirstAsync(q => q.Name is RecordName, Cancellation);
        var other = await AskAsync("mta-sts." + Domain, QueryType.A);

        Assert.Single(other.Answers);
        Assert.False(answer.IsCompleted);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => answer);
    }

    [Theory]
    [InlineData("v=STSv1; id=2;")]
    [InlineData("google-site-verification=abc")]
    public async Task ExtraText_Ordered_StandsBesideTheRecord(string text)
    {
        _lab.Set(Healthy.With(new DnsFault.ExtraText(text)));

        Assert.Equal([Healthy.Record!, text], TextsOf(await AskAsync(RecordName, QueryType.TXT)));
    }

    [Fact]
    public async Task SplitText_Ordered_CutsTheRecordIntoCharacterStrings()
    {
        _lab.Set((Healthy with { Record = "v=STSv1; id=1;" }).With(new DnsFault.SplitText(5)));

        var text = Assert.Single((await AskAsync(RecordName, QueryType.TXT)).Answers.TxtRecords());

        Assert.Equal(["v=STS", "v1; i", "d=1;"], text.Text.ToArray());
    }

    [Fact]
    public async Task Record_LongerThanACharacterString_IsCutOnlyWhereItMust()
    {
        _lab.Set(Healthy with { Record = "v=STSv1; id=1; x=" + new string('y', 300) });

        var text = Assert.Single((await AskAsync(RecordName, QueryType.TXT)).Answers.TxtRecords());

        Assert.Equal([255, 62], text.Text.Select(t => t.Length));
    }

    [Fact]
    public async Task Record_BeyondAscii_ArrivesAsItsBytes()
    {
        _lab.Set(Healthy with { Record = "v=STSv1; id=é;" });

        var text = Assert.Single((await AskAsync(RecordName, QueryType.TXT)).Answers.TxtRecords());

        Assert.Equal("v=STSv1; id=é;", Assert.Single(text.Text));
        Assert.Equal(1 + Encoding.UTF8.GetByteCount("v=STSv1; id=é;"), text.RawDataLength);
    }

    [Fact]
    public async Task Alias_ToAnotherDomainsRecord_IsFollowed()
    {
        _lab.Change(w => w.With(
            Healthy.With(new DnsFault.Alias("_mta-sts.provider.test")),
            LabDomain.Healthy("provider.test") with { Record = "v=STSv1; id=p;" }));

        var response = await AskAsync(RecordName, QueryType.TXT);

        Assert.Equal("_mta-sts.provider.test.", Assert.Single(response.Answers.CnameRecords()).CanonicalName.Value);
        Assert.Equal(["v=STSv1; id=p;"], TextsOf(response));
    }

    [Theory]
    [InlineData("nowhere.invalid", DnsHeaderResponseCode.NotExistentDomain)]
    [InlineData(RecordName, DnsHeaderResponseCode.NoError)]
    public async Task Alias_ToNothingOrItself_EndsWithoutText(string target, DnsHeaderResponseCode expected)
    {
        _lab.Set(Healthy.With(new DnsFault.Alias(target)));

        var response = await AskAsync(RecordName, QueryType.TXT);

        Assert.Equal(expected, response.Header.ResponseCode);
        Assert.NotEmpty(response.Answers.CnameRecords());
        Assert.Empty(response.Answers.TxtRecords());
    }

    [Fact]
    public async Task Truncated_Ordered_SendsTheClientToTcp()
    {
        _lab.Set(Healthy.With(new DnsFault.Truncated()));

        Assert.Equal([Healthy.Record!], TextsOf(await AskAsync(RecordName, QueryType.TXT)));
        Assert.Equal([false, true], _lab.Queries.Entries.Select(q => q.OverTcp));
    }

    [Theory]
    [InlineData(DnsPlace.Record, RecordName, QueryType.TXT)]
    [InlineData(DnsPlace.PolicyHost, "mta-sts.example.test", QueryType.A)]
    [InlineData(DnsPlace.MailExchangers, "example.test", QueryType.MX)]
    [InlineData(DnsPlace.TlsRptRecord, "_smtp._tls.example.test", QueryType.TXT)]
    public async Task Fault_AtOnePlace_LeavesTheOthersAlone(DnsPlace place, string name, QueryType type)
    {
        (string, QueryType)[] all =
        [
            (RecordName, QueryType.TXT), ("mta-sts.example.test", QueryType.A), (Domain, QueryType.MX),
            ("_smtp._tls.example.test", QueryType.TXT),
        ];
        _lab.Set(Healthy.With(new DnsFault.NoData(place)));

        foreach (var (otherName, otherType) in all)
            Assert.Equal((otherName, otherType) == (name, type) ? 0 : 1, (await AskAsync(otherName, otherType)).Answers.Count);
    }

    [Fact]
    public async Task PolicyHost_ServedElsewhere_IsOnlyAName()
    {
        _lab.Set(Healthy with { PolicyHostAddresses = [IPAddress.Parse("192.0.2.1"), IPAddress.Parse("2001:db8::1")] });

        Assert.Equal(["192.0.2.1"], AddressesOf(await AskAsync("mta-sts." + Domain, QueryType.A)));
        Assert.Equal(["2001:db8::1"], AddressesOf(await AskAsync("mta-sts." + Domain, QueryType.AAAA)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task PolicyHost_WithIpv6AskedForOrNot_HasAnIpv6AddressOrNot(bool ipv6)
    {
        Assert.SkipUnless(_lab.HasIpv6, "This machine has no IPv6 loopback.");
        _lab.Change(w => w with { Ipv6 = ipv6 });

        Assert.Equal(ipv6 ? ["::1"] : [], AddressesOf(await AskAsync("mta-sts." + Domain, QueryType.AAAA)));
    }

    [Fact]
    public async Task Domain_ChangedAndRemovedWhileRunning_IsSeenByTheNextQuery()
    {
        _lab.Set(Healthy with { Record = "v=STSv1; id=2;" });
        var changed = await AskAsync(RecordName, QueryType.TXT);
        _lab.Remove(Domain);
        var removed = await AskAsync(RecordName, QueryType.TXT);

        Assert.Equal(["v=STSv1; id=2;"], TextsOf(changed));
        Assert.Equal(DnsHeaderResponseCode.NotExistentDomain, removed.Header.ResponseCode);
    }

    [Fact]
    public async Task Queries_AfterAQuestion_SayWhatWasAsked()
    {
        await AskAsync(RecordName, QueryType.TXT);

        Assert.Equal([new DnsQuery(RecordName, "TXT", OverTcp: false)], _lab.Queries.Entries);
    }

    private async Task AssertCodeAsync(DnsFault fault, DnsHeaderResponseCode expected)
    {
        _lab.Set(Healthy.With(fault));

        var response = await AskAsync(RecordName, QueryType.TXT);

        Assert.Equal(expected, response.Header.ResponseCode);
        Assert.Empty(response.Answers);
    }

    private Task<IDnsQueryResponse> AskAsync(string name, QueryType type) =>
        Client(useTcpOnly: false).QueryAsync(name, type, cancellationToken: Cancellation);

    private async Task<IDnsQueryResponse> AskServerAsync(string server)
    {
        var address = IPAddress.Parse(Assert.Single(AddressesOf(await AskAsync(server, QueryType.A))));
        return await new LookupClient(address, _lab.DnsEndPoint.Port).QueryAsync(RecordName, QueryType.TXT, cancellationToken: Cancellation);
    }

    private LookupClient Client(bool useTcpOnly) => new(new LookupClientOptions(_lab.DnsEndPoint)
    {
        UseCache = false,
        UseTcpOnly = useTcpOnly,
        Retries = 0,
        Timeout = TimeSpan.FromSeconds(30),
        ContinueOnDnsError = false,
    });

    private static string[] TextsOf(IDnsQueryResponse response) =>
        [.. response.Answers.TxtRecords().Select(t => string.Concat(t.Text))];

    private static string[] AddressesOf(IDnsQueryResponse response) =>
        [.. response.Answers.OfType<AddressRecord>().Select(a => a.Address.ToString())];
}
