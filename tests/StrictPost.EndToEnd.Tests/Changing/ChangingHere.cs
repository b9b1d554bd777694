using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using StrictPost.EndToEnd.Tests.Running;
using StrictPost.EndToEnd.Tests.Serving;
using StrictPost.Engine.Certificates;
using StrictPost.Engine.Changes;
using StrictPost.Engine.Dns;
using StrictPost.Engine.Nodes;
using StrictPost.Engine.Probing;
using StrictPost.Engine.Publishing;
using StrictPost.Engine.Storage;
using StrictPost.Engine.Storage.Changes;
using StrictPost.Protocol.Changes;
using StrictPost.Protocol.Checking;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Records;
using StrictPost.Protocol.Text;
using StrictPost.Protocol.TlsRpt;
using StrictPost.Server.Hosting;

namespace StrictPost.EndToEnd.Tests.Changing;

/// <summary>
/// An installation in this process whose clock the test moves: the real policy server, the real store, and changes that are led over a real
/// zone. Every look is compared with what a sender would see, so that nothing comes out of order.
/// </summary>
internal sealed class ChangingHere : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CertificateAuthority _authority =
        CertificateAuthority.Create("Test CA", TimeProvider.System.GetUtcNow().AddDays(-1), TimeSpan.FromDays(800));

    private NodeData _data = null!;
    private PolicyServer _server = null!;

    private ChangingHere(OwnerZone zone) => Zone = zone;

    public OwnerZone Zone { get; }

    public FakeTimeProvider Time { get; } = new(TimeProvider.System.GetUtcNow());

    public Database Database => _data.Database;

    public ChangeStore Changes => new(Database);

    public static DomainName Domain { get; } = DomainName.Parse(OwnerZone.Domain).Value!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private ObserveSettings Settings => new()
    {
        HttpsPort = _server.Listeners.First(listener => listener.Role == ListenerRole.Https).EndPoint.Port,
        AuthoritativePort = Zone.Port,
        Authoritative = true,
        SkipSmtp = true,
        Roots = [X509Certificate2.CreateFromPem(_authority.RootPem)],
    };

    public static async Task<ChangingHere> StartAsync(OwnerZone zone)
    {
        var here = new ChangingHere(zone);
        var place = new StorePlace(here._folder.At("data"));
        await (await Database.OpenAsync(place, here.Time, Cancellation)).DisposeAsync();
        here._data = await NodeData.OpenAsync(place, here.Time, Cancellation);
        var certificates = new TestCertificates(here._authority)
        {
            Instead = host => new HostCertificate(here._authority.Issue(new LeafRequest([host], TimeProvider.System.GetUtcNow().AddHours(-1), TimeProvider.System.GetUtcNow().AddDays(700))), []),
        };
        var plan = new ServerPlan
        {
            Data = here._data,
            Certificates = certificates,
            Listeners = [ServerHere.Loopback(ListenerRole.Https), ServerHere.Loopback(ListenerRole.Operations)],
        };
        here._server = await PolicyServer.StartAsync(plan, here.Time, NullLoggerFactory.Instance, Cancellation);
        return here;
    }

    public ChangeObserver Observer => new(Database, new DnsLookups(Zone.Resolver, TimeProvider.System), Settings, CheckContext.Default, TimeProvider.System);

    /// <summary>A runner as a process has it that just started.</summary>
    public ChangeRunner Runner()
    {
        var dns = new DnsLookups(Zone.Resolver, TimeProvider.System);
        // Signatures are of the real time: the server has a clock, too.
        var publisher = new ZonePublisher(Zone.Settings, dns, TimeProvider.System);
        return new ChangeRunner(
            Database, Observer, new ChangeHands(Database, publisher, Delegation(publisher), OwnerZone.RecordTtl), new ChangeProof(dns, Settings, CheckContext.Default, TimeProvider.System));
    }

    /// <summary>Gives enrolled domains their names in our zone, as a server does now and then.</summary>
    public Task DelegateAsync()
    {
        var publisher = new ZonePublisher(Zone.Settings, new DnsLookups(Zone.Resolver, TimeProvider.System), TimeProvider.System);
        var reports = new TlsRptRecord([ReportUri.Parse("mailto:all@example.net").Value!]);
        var worker = new DelegationWorker(
            Database, Delegation(publisher)!, (_, _) => Task.FromResult<TlsRptRecord?>(reports), (domain, why) => throw new InvalidOperationException($"{domain}: {why}"));
        return worker.RoundAsync(Cancellation);
    }

    private DelegationPublisher? Delegation(ZonePublisher publisher) => Zone.Settings.DelegationZone is { } zone
        ? new DelegationPublisher(publisher, zone, new PolicyHostLocation.Addresses([HostAddress.FromBytes([127, 0, 0, 1])]), OwnerZone.RecordTtl)
        : null;

    /// <summary>Plans a change of what there is now, and begins it.</summary>
    public async Task<StoredChange> BeginAsync(Func<StsPolicy?, ChangeRequest> request, string? reason = null)
    {
        var facts = await Observer.LookAsync(Domain, PolicyPlace.Here, ChangeQuestions.None, Cancellation);
        var policy = facts.Hosted is { } hosted ? StsPolicy.Parse(hosted.Body).Value : null;
        var planned = ChangePlanner.Plan(request(policy), new ChangeBasis { Domain = Domain, Facts = facts, Policy = policy, Override = reason });
        Assert.True(planned.Value is not null, string.Join(' ', planned.Findings.Select(finding => finding.Message)));
        return Assert.Single((await Changes.BeginAsync([(planned.Value, 0)], null, Cancellation)).Begun);
    }

    /// <summary>Leads a change on, moving the clock to each date that it waits for, until it is over or the owner has to act.</summary>
    /// <param name="change">The change.</param>
    /// <param name="look">How one look is taken; null for the usual way.</param>
    public async Task<ChangeLook> LeadAsync(StoredChange change, Func<StoredChange, Task<ChangeLook>>? look = null)
    {
        for (int looks = 0; looks < 400; looks++)
        {
            var seen = look is null ? await Runner().LookAsync(change, Cancellation) : await look(change);
            change = seen.Change;
            await AssertInOrderAsync();
            if (seen.Next is null or StepOutcome.Blocked || seen.Task is not null || seen.Problem is not null || seen.Next is StepOutcome.Wait { Why: [{ Code: not ("change-policy-not-served" or "change-record-not-seen" or "change-old-answers-kept" or "change-horizon-ahead" or "change-policies-held" or "change-mail-not-moved") }] })
                return seen;
            if (seen.Next is StepOutcome.Wait { Until: { } until } && until > Time.GetUtcNow())
                Time.SetUtcNow(until < Time.GetUtcNow().AddHours(20) ? until : Time.GetUtcNow().AddHours(20));
            await PassAsync();
        }

        throw new InvalidOperationException($"The change does not end: it is at {change.Change.Current}.");
    }

    /// <summary>Lets some seconds pass, and whoever waits for them do something.</summary>
    public async Task PassAsync()
    {
        for (int i = 0; i < 3; i++)
        {
            Time.Advance(TimeSpan.FromSeconds(2));
            await Task.Delay(60, Cancellation);
        }
    }

    /// <summary>At no server is there an id whose policy is not served: that is what a sender would trip over.</summary>
    private async Task AssertInOrderAsync()
    {
        foreach (string server in new[] { "127.0.0.1", "127.0.0.2" })
        {
            string[] texts = await Zone.DigAsync(server, $"_mta-sts.{OwnerZone.Domain}", "TXT");
            // What somebody wrote by hand is not ours to answer for.
            if (texts is not [.., var text] || StsRecord.Choose([text.Trim('"')]).Value is not { } record || PolicyId.TimeOf(record.Id) is null)
                continue;
            var published = (await new Engine.Storage.Ledger.LedgerStore(Database).ReadAsync(Domain, Cancellation)).Bodies;
            var current = published[^1];
            Assert.True(
                string.CompareOrdinal(record.Id, current.Id) <= 0 && published.Any(body => body.Id == record.Id),
                $"{server} has the id {record.Id}, and {current.Id} is served.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _data.DisposeAsync();
        _authority.Dispose();
        _folder.Dispose();
    }
}
