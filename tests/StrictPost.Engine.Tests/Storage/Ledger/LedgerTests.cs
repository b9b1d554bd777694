using StrictPost.Engine.Storage;
using StrictPost.Engine.Storage.Ledger;
using StrictPost.Protocol.Ledger;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;

namespace StrictPost.Engine.Tests.Storage.Ledger;

public abstract class LedgerTests : StoreTests
{
    private const string Domain = "example.org";

    private static readonly NodeIdentity One = new("one", "first");
    private static readonly NodeIdentity Two = new("two", "first");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Database? _database;

    [Fact]
    public async Task Report_SeveralFetches_AddsThemUpAndNotesFirstAndLast()
    {
        string id = await SaveAsync(PolicyMode.Enforce);
        var nodes = await EnterAsync(One);
        var first = Store.Time.GetUtcNow();

        await nodes.ReportAsync(One, 1, [Fetch(id, first, 2), Fetch(id, first.AddSeconds(1), 3), Fetch(id, first, 1, "curl", "2001:db8:1::/48")], Cancellation);
        await nodes.AddAsync([Fetch(id, first.AddSeconds(5), 4), Fetch(id, first.AddSeconds(5), 1, network: "198.51.100.0/24")], Cancellation);
        var ledger = await ReadAsync();

        var body = Assert.Single(ledger.Bodies);
        Assert.Equal((first, first.AddSeconds(5)), (body.FirstServed, body.LastServed));
        Assert.Equal(
            [new FetchSummary("Google", 10, first.AddSeconds(5), 2), new FetchSummary("curl", 1, first, 1)], ledger.Fetches);
        Assert.Equal(64, body.Hash.Length);
        Assert.Equal(TestStore.Settings(Domain, PolicyMode.Enforce).Policy.ToBody().Length, body.Size);
    }

    [Fact]
    public async Task Report_ThousandsAtOnce_AllArrive()
    {
        string id = await SaveAsync(PolicyMode.Enforce);
        var nodes = await EnterAsync(One);
        var now = Store.Time.GetUtcNow();

        await nodes.ReportAsync(One, 1, [.. Enumerable.Range(0, 2_000).Select(i => Fetch(id, now, 1, network: $"10.{i / 256}.{i % 256}.0/24"))], Cancellation);

        Assert.Equal(new FetchSummary("Google", 2_000, now, 2_000), Assert.Single((await ReadAsync()).Fetches));
    }

    [Fact]
    public async Task Standing_BodyReplaced_IsUnsettledUntilEveryNodeHasFollowed()
    {
        await SaveAsync(PolicyMode.Enforce);
        var nodes = await EnterAsync(One, Two);
        await SaveAsync(PolicyMode.Testing);
        Assert.Equal([BodyStanding.Unsettled, BodyStanding.Current], await StandingsAsync());

        await nodes.ReportAsync(One, 2, [], Cancellation);
        Assert.Equal([BodyStanding.Unsettled, BodyStanding.Current], await StandingsAsync());
        Assert.Equal("two", Assert.Single((await ReadAsync()).Behind).Name);

        await nodes.ReportAsync(Two, 2, [], Cancellation);
        Assert.Equal([BodyStanding.Retired, BodyStanding.Current], await StandingsAsync());
        Assert.Empty((await ReadAsync()).Behind);
    }

    [Fact]
    public async Task Standing_NoNodeServes_IsSettledAtOnce()
    {
        await SaveAsync(PolicyMode.Enforce);
        await SaveAsync(PolicyMode.Testing);
        await Store.RemoveAsync(Domain);

        Assert.Equal([BodyStanding.Retired, BodyStanding.Retired], await StandingsAsync());
        Assert.All((await ReadAsync()).Bodies, body => Assert.Null(body.HeldUntil(Store.Time.GetUtcNow())));
    }

    [Fact]
    public async Task Enter_AfterAKill_CountsWhatItMayHaveServedUntilNow()
    {
        await SaveAsync(PolicyMode.Enforce);
        var nodes = await EnterAsync(One);
        await SaveAsync(PolicyMode.Testing);
        Store.Time.Advance(TimeSpan.FromHours(1));
        var back = Store.Time.GetUtcNow();

        await nodes.EnterAsync(One with { Process = "second" }, null, Cancellation);
        await nodes.ReportAsync(One with { Process = "second" }, 2, [], Cancellation);
        Store.Time.Advance(TimeSpan.FromHours(1));

        (BodyStanding, DateTimeOffset?)[] expected = [(BodyStanding.Retired, back), (BodyStanding.Current, back)];
        Assert.Equal(expected, (await ReadAsync()).Bodies.Select(body => (body.Standing, body.LastServed)));
    }

    [Fact]
    public async Task Enter_AfterAKill_LeavesWhatWasSettledBeforeAsItWas()
    {
        string id = await SaveAsync(PolicyMode.Enforce);
        var nodes = await EnterAsync(One);
        var fetched = Store.Time.GetUtcNow();
        await SaveAsync(PolicyMode.Testing);
        await nodes.ReportAsync(One, 2, [Fetch(id, fetched)], Cancellation);
        Store.Time.Advance(TimeSpan.FromHours(1));

        await nodes.EnterAsync(One with { Process = "second" }, null, Cancellation);

        var body = (await ReadAsync()).Bodies[0];
        Assert.Equal((BodyStanding.Retired, fetched), (body.Standing, body.LastServed));
    }

    [Fact]
    public async Task Enter_AgainBeforeItHasRead_IsNoFurtherThanItWas()
    {
        await SaveAsync(PolicyMode.Enforce);
        var nodes = await EnterAsync(One);
        await SaveAsync(PolicyMode.Testing);

        // It may find the store away next, and serve what it kept.
        await nodes.EnterAsync(One with { Process = "second" }, null, Cancellation);

        Assert.Equal([BodyStanding.Unsettled, BodyStanding.Current], await StandingsAsync());
    }

    [Fact]
    public async Task Report_ByOneWhoseNameWasTaken_IsRefusedWhole()
    {
        string id = await SaveAsync(PolicyMode.Enforce);
        var nodes = await EnterAsync(One);
        await nodes.EnterAsync(One with { Process = "second" }, null, Cancellation);

        Assert.False(await nodes.ReportAsync(One, 1, [Fetch(id, Store.Time.GetUtcNow())], Cancellation));
        Assert.True(await nodes.IsTakenOverAsync(One, Cancellation));
        Assert.Empty((await ReadAsync()).Fetches);
    }

    [Fact]
    public async Task Leave_WithoutSnapshot_IsGone()
    {
        var nodes = await EnterAsync(One);

        await nodes.LeaveAsync(One, keepsSnapshot: false, Cancellation);

        Assert.Empty(await nodes.ListAsync(Cancellation));
    }

    [Fact]
    public async Task Leave_WithSnapshot_CountsForAWeek()
    {
        await SaveAsync(PolicyMode.Enforce);
        var nodes = await EnterAsync(One);
        await nodes.LeaveAsync(One, keepsSnapshot: true, Cancellation);
        await SaveAsync(PolicyMode.Testing);

        Assert.Equal([BodyStanding.Unsettled, BodyStanding.Current], await StandingsAsync());
        Store.Time.Advance(ServingNode.SnapshotLife);
        Assert.Equal([BodyStanding.Retired, BodyStanding.Current], await StandingsAsync());
    }

    [Fact]
    public async Task Forget_NodeThatIsLost_SettlesWhatItHeldUpAsServedUntilNow()
    {
        await SaveAsync(PolicyMode.Enforce);
        var nodes = await EnterAsync(One);
        await SaveAsync(PolicyMode.Testing);
        Store.Time.Advance(TimeSpan.FromDays(1));

        Assert.True(await nodes.ForgetAsync("one", Cancellation));

        var body = (await ReadAsync()).Bodies[0];
        Assert.Equal((BodyStanding.Retired, Store.Time.GetUtcNow()), (body.Standing, body.LastServed));
        Assert.False(await nodes.ForgetAsync("one", Cancellation));
    }

    [Fact]
    public async Task Fold_OldDays_KeepsTheSumOfEachFamily()
    {
        string id = await SaveAsync(PolicyMode.Enforce);
        var nodes = await EnterAsync(One);
        for (int day = 0; day < 20; day++)
        {
            await nodes.AddAsync([Fetch(id, Store.Time.GetUtcNow()), Fetch(id, Store.Time.GetUtcNow(), network: "198.51.100.0/24")], Cancellation);
            Store.Time.Advance(TimeSpan.FromDays(1));
        }

        var ledger = new LedgerStore(_database!);
        Assert.Equal((1, 0), (await ledger.FoldAsync(Cancellation), await ledger.FoldAsync(Cancellation)));

        Assert.Equal("40", await Store.SqlAsync("SELECT sum(times) FROM policy_fetch;"));
        Assert.Equal("1", await Store.SqlAsync("SELECT count(*) FROM policy_fetch WHERE day = 0 AND network = 'any';"));
        Assert.Equal(12, Assert.Single((await ReadAsync()).Fetches).Times);
    }

    [Fact]
    public async Task Depart_DomainThatWasFetched_IsServedUntilTheLastPolicyHasExpired()
    {
        string id = await SaveAsync(PolicyMode.Enforce);
        var nodes = await EnterAsync(One);
        var departures = new Departures(_database!);
        await nodes.ReportAsync(One, 1, [Fetch(id, Store.Time.GetUtcNow())], Cancellation);

        var leaving = await departures.BeginAsync(Name, Cancellation);
        Assert.Equal((PolicyMode.None, 86_400), (leaving!.Settings.Policy.Mode, leaving.Settings.Policy.MaxAge));
        Assert.NotEqual(id, leaving.PolicyId, StringComparer.Ordinal);
        Assert.Equal(leaving, await departures.BeginAsync(Name, Cancellation));
        Store.Time.Advance(TimeSpan.FromDays(30));
        Assert.Empty(await departures.EndAsync(Cancellation));

        // The node comes back: it had served the old body an hour ago.
        var last = Store.Time.GetUtcNow().AddHours(-1);
        await nodes.ReportAsync(One, 2, [Fetch(id, last)], Cancellation);
        Store.Time.Advance(last.AddSeconds(86_400) + ServedBody.LongestFetch - Store.Time.GetUtcNow() - TimeSpan.FromSeconds(1));
        Assert.Empty(await departures.EndAsync(Cancellation));
        Store.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([Name], await departures.EndAsync(Cancellation));
        Assert.Null(await new DomainStore(_database!).FindAsync(Name, Cancellation));
    }

    [Fact]
    public async Task Depart_DomainThatIsToStay_IsLeftAlone()
    {
        await SaveAsync(PolicyMode.Enforce);
        var departures = new Departures(await DatabaseAsync());
        await departures.BeginAsync(Name, Cancellation);

        await SaveAsync(PolicyMode.Testing);

        Assert.Empty(await departures.EndAsync(Cancellation));
        Assert.Null((await new DomainStore(_database!).FindAsync(Name, Cancellation))!.LeavingSince);
    }

    [Fact]
    public async Task Depart_NobodyEverFetched_EndsAtOnce()
    {
        await SaveAsync(PolicyMode.Enforce);
        var departures = new Departures(await DatabaseAsync());

        await departures.BeginAsync(Name, Cancellation);

        Assert.Equal([Name], await departures.EndAsync(Cancellation));
    }

    private static DomainName Name => DomainName.Parse(Domain).Value!;

    private static FetchTotal Fetch(string id, DateTimeOffset at, long times = 1, string family = "Google", string network = "192.0.2.0/24") =>
        new(Domain, id, (at - DateTimeOffset.UnixEpoch).Days, family, network, times, at, at);

    private async Task<Database> DatabaseAsync() => _database ??= await Store.OpenAsync();

    private async Task<NodeStore> EnterAsync(params NodeIdentity[] identities)
    {
        var nodes = new NodeStore(await DatabaseAsync());
        foreach (var identity in identities)
            await nodes.EnterAsync(identity, null, Cancellation);
        return nodes;
    }

    private async Task<string> SaveAsync(PolicyMode mode)
    {
        var saved = await Store.SaveAsync(TestStore.Settings(Domain, mode));
        return saved.Domain.PolicyId;
    }

    private async Task<DomainLedger> ReadAsync() => await new LedgerStore(await DatabaseAsync()).ReadAsync(Name, Cancellation);

    private async Task<IEnumerable<BodyStanding>> StandingsAsync() => (await ReadAsync()).Bodies.Select(body => body.Standing);
}

public sealed class SqliteLedgerTests : LedgerTests
{
    private protected override Task<TestStore> CreateAsync() => Task.FromResult<TestStore>(new StoreFolder());
}

public sealed class PostgresLedgerTests(RunningPostgres postgres) : LedgerTests
{
    private protected override async Task<TestStore> CreateAsync() => await PostgresStore.CreateAsync(postgres);
}
