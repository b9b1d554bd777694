using System.Net;
using StrictPost.EndToEnd.Tests.Peers;
using StrictPost.EndToEnd.Tests.Running;
using StrictPost.Engine.Dns;
using StrictPost.Engine.Probing;
using StrictPost.Engine.Publishing;
using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.Records;
using StrictPost.Protocol.Text;
using StrictPost.Protocol.TlsRpt;

namespace StrictPost.EndToEnd.Tests.Publishing;

/// <summary>The owner's zone is at one server, and is never touched again; ours at another, of another kind.</summary>
public sealed class DelegationTests : IAsyncLifetime
{
    private const int Ttl = 77;

    private static readonly DomainName Domain = DomainName.Parse("owner.test").Value!;
    private static readonly DomainName Zone = DomainName.Parse(UpdatablePeer.Zone).Value!;
    private static readonly PolicyHostLocation Here = new PolicyHostLocation.Addresses([HostAddress.FromBytes([192, 0, 2, 1]), HostAddress.FromBytes([192, 0, 2, 2])]);

    private readonly TemporaryFolder _folder = new();
    private UpdatablePeer? _ours;
    private PeerProcess? _theirs;
    private StubResolver? _resolver;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private DnsLookups Dns => new(_resolver!.EndPoint, TimeProvider.System);

    public async ValueTask InitializeAsync()
    {
        _ours = await UpdatablePeer.StartAsync(PeerKind.Bind, Folder("ours"), "");
        var aliases = RecordSet.OfDelegation(Domain, null, Zone, 300).Value!;
        _theirs = await OwnerAsync(Folder("theirs"), RecordText.Of(aliases, RecordFormat.Zone));
        _resolver = await StubResolver.StartAsync(Folder("resolver"), ("owner.test", new IPEndPoint(IPAddress.Parse("127.0.0.2"), _ours.Port)), (UpdatablePeer.Zone, _ours.EndPoint));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable? server in new IAsyncDisposable?[] { _resolver, _theirs, _ours })
        {
            if (server is not null)
                await server.DisposeAsync();
        }

        _folder.Dispose();
    }

    [Fact]
    public async Task Domain_ThatIsEnrolledChangedAndWithdrawn_IsSeenThroughItsOwnNames()
    {
        var settings = new DnsZoneSettings { Server = _ours!.EndPoint, Key = _ours.Key, DelegationZone = Zone };
        var zones = new ZonePublisher(settings, Dns, TimeProvider.System);
        var delegation = new DelegationPublisher(zones, Zone, Here, Ttl);
        var reports = new TlsRptRecord([ReportUri.Parse("mailto:all@example.net").Value!]);
        var record = Domain.Child("_mta-sts")!;

        var before = await SeenAsync(record);
        var enrolled = await delegation.EnrolAsync(Domain, reports, Cancellation);
        var enrolledAgain = await delegation.EnrolAsync(Domain, reports, Cancellation);
        var announced = await zones.PublishAsync(new TextEdit(record, "v=STSv1; id=1;", Ttl, text => text is null), Cancellation);
        var addresses = await Dns.Ipv4Async(Domain.Child("mta-sts")!, Cancellation);
        var tlsRpt = await Dns.TextAsync(Domain.Child(TlsRptRecord.Label)!, Cancellation);
        var during = await SeenAsync(record);
        var withdrawn = await delegation.WithdrawAsync(Domain, Cancellation);
        var withdrawnAgain = await delegation.WithdrawAsync(Domain, Cancellation);
        var after = await SeenAsync(record);

        Assert.Equal(new PublishOutcome.Done(), announced);
        Assert.Equal("Done Unchanged Done Done Unchanged", string.Join(' ', new[] { enrolled, enrolledAgain, announced, withdrawn, withdrawnAgain }.Select(outcome => outcome.GetType().Name)));
        Assert.Equal("192.0.2.1 192.0.2.2", string.Join(' ', addresses.Found.Order(StringComparer.Ordinal)));
        Assert.Equal(reports.Text, Assert.Single(tlsRpt.Found).Joined());
        Assert.Equal(("ns.updates.test", LookupEnd.NoSuchName, TimeSpan.FromSeconds(60)), (before.Server, before.Answer.End, before.Answer.TimeToLive));
        Assert.Equal(("v=STSv1; id=1;", TimeSpan.FromSeconds(Ttl)), (during.Answer.Found[0].Joined(), during.Answer.TimeToLive));
        Assert.Equal(LookupEnd.NoSuchName, after.Answer.End);
    }

    /// <summary>What the one server of our zone says, found through the alias in the owner's.</summary>
    private async Task<ServerAnswer<TextData>> SeenAsync(DomainName name) =>
        Assert.Single(await new AuthoritativeObserver(Dns, _ours!.Port, TimeProvider.System).TextAsync(name, Cancellation));

    private string Folder(string name) => Directory.CreateDirectory(_folder.At(name)).FullName;

    /// <summary>At the same port as ours, since NS records tell none, and at another address.</summary>
    private async Task<PeerProcess> OwnerAsync(string folder, string aliases)
    {
        await File.WriteAllTextAsync(
            Path.Combine(folder, "owner.test.zone"),
            $"$ORIGIN owner.test.\n$TTL 300\n@ SOA ns host 1 3600 600 86400 300\n@ NS ns\nns A 127.0.0.2\n{aliases}",
            Cancellation);
        string configuration = Path.Combine(folder, "knot.conf");
        await File.WriteAllTextAsync(
            configuration,
            $"""
            server:
              rundir: {folder}
              listen: 127.0.0.2@{_ours!.Port}
              user: {Environment.UserName}
            log:
              - target: stdout
                any: info
            database:
              storage: {folder}
            zone:
              - domain: owner.test
                storage: {folder}
                file: owner.test.zone
                zonefile-sync: -1
            """,
            Cancellation);
        return await PeerProcess.StartAsync("server started in the foreground", "/usr/sbin/knotd", folder, "-c", configuration);
    }
}
