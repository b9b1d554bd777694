using System.Net;
using DnsClient;
using StrictPost.Lab;
using StrictPost.Lab.World;

namespace StrictPost.Engine.Tests.Lab;

/// <summary>A domain's own name servers, which need not agree.</summary>
public sealed class LabNameServerTests : IAsyncLifetime
{
    private const string RecordName = "_mta-sts.example.test";

    private static readonly LabDomain Domain = LabDomain.Healthy("example.test") with
    {
        NameServers = [new LabNameServer("ns1.example.test", LabAddresses.First), new LabNameServer("ns2.example.test", LabAddresses.Second)],
    };

    private RunningLab _lab = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _lab = await RunningLab.StartAsync(LabWorld.Empty.With(Domain), TimeProvider.System, Cancellation);

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Fact]
    public async Task NameServers_OfADomain_HaveNamesAndAddresses()
    {
        var servers = (await AskAsync(LabAddresses.First, "example.test", QueryType.NS)).Answers.NsRecords().ToList();
        var address = (await AskAsync(LabAddresses.First, "ns2.example.test", QueryType.A)).Answers.ARecords().Single().Address;

        Assert.Equal("ns1.example.test. ns2.example.test.", string.Join(' ', servers.Select(server => server.NSDName.Value)));
        Assert.Equal(LabAddresses.Second, address);
    }

    [Fact]
    public async Task SecondNameServer_WithAnotherRecord_DisagreesWithTheFirst()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has all of 127.0.0.0/8.");
        _lab.Set(Domain with { RecordAtSecondNameServer = "v=STSv1; id=other;" });

        Assert.Equal(Domain.Record, TextOf(await AskAsync(LabAddresses.First, RecordName, QueryType.TXT)));
        Assert.Equal("v=STSv1; id=other;", TextOf(await AskAsync(LabAddresses.Second, RecordName, QueryType.TXT)));
    }

    [Fact]
    public async Task SecondNameServer_Lame_RefusesThisDomainAlone()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has all of 127.0.0.0/8.");
        _lab.Set(Domain with { SecondNameServerLame = true });
        _lab.Set(LabDomain.Healthy("other.test"));

        Assert.Equal(DnsHeaderResponseCode.Refused, (await AskAsync(LabAddresses.Second, RecordName, QueryType.TXT)).Header.ResponseCode);
        Assert.Single((await AskAsync(LabAddresses.Second, "other.test", QueryType.MX)).Answers);
        Assert.Single((await AskAsync(LabAddresses.First, RecordName, QueryType.TXT)).Answers);
    }

    private static string TextOf(IDnsQueryResponse response) => string.Concat(response.Answers.TxtRecords().Single().Text);

    private Task<IDnsQueryResponse> AskAsync(IPAddress server, string name, QueryType type) =>
        new LookupClient(new LookupClientOptions(new IPEndPoint(server, _lab.DnsEndPoint.Port)) { UseCache = false, ContinueOnDnsError = false })
            .QueryAsync(name, type, cancellationToken: Cancellation);
}
