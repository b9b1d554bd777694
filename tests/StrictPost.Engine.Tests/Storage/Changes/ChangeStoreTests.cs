using StrictPost.Engine.Storage.Changes;
using StrictPost.Protocol.Changes;
using StrictPost.Protocol.Ledger;
using StrictPost.Protocol.MtaSts;

namespace StrictPost.Engine.Tests.Storage.Changes;

/// <summary>Changes in a store; both databases pass the same tests.</summary>
public abstract class ChangeStoreTests : StoreTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Begin_AChangeWithEverything_ComesBackAsItWas()
    {
        await using var database = await Store.OpenAsync();
        var store = new ChangeStore(database);
        var change = ChangeSamples.Full();

        var (begun, inTheWay) = await store.BeginAsync([(change, 0)], null, Cancellation);

        Assert.Null(inTheWay);
        var read = await store.RunningAsync(change.Domain, Cancellation);
        AssertSame(change, read!.Change);
        Assert.Equal(begun[0].Id, read.Id);
    }

    [Fact]
    public async Task Begin_WhileAnotherRuns_BeginsNoneOfThem()
    {
        await using var database = await Store.OpenAsync();
        var store = new ChangeStore(database);
        var (first, _) = await store.BeginAsync([(ChangeSamples.Full(), 0)], null, Cancellation);

        var (begun, inTheWay) = await store.BeginAsync([(ChangeSamples.Full("other.example"), 0), (ChangeSamples.Full(), 0)], "b", Cancellation);

        Assert.Empty(begun);
        Assert.Equal(first[0].Id, inTheWay!.Id);
        Assert.Single(await store.RunningAsync(Cancellation));
    }

    [Fact]
    public async Task Save_ByTwoThatReadTheSame_IsTakenFromTheFirst()
    {
        await using var database = await Store.OpenAsync();
        var store = new ChangeStore(database);
        var before = (await store.BeginAsync([(ChangeSamples.Full(), 0)], null, Cancellation)).Begun[0];
        var one = before with { Change = before.Change with { Marks = before.Change.Marks.Add(new StepMark(ChangeSamples.Start.AddHours(1), null)) } };
        var other = before with { Change = before.Change with { RecordLife = TimeSpan.FromDays(1) } };

        Assert.True(await store.SaveAsync(before, one, ["one"], Cancellation));
        Assert.False(await store.SaveAsync(before, other, ["other"], Cancellation));

        AssertSame(one.Change, (await store.FindAsync(before.Id, Cancellation))!.Change);
        Assert.Equal("one", Assert.Single(await store.EventsAsync(before.Id, Cancellation)).Text);
    }

    [Fact]
    public async Task Begin_AfterTheLastOneEnded_IsTakenAndBothAreOnRecord()
    {
        await using var database = await Store.OpenAsync();
        var store = new ChangeStore(database);
        var first = (await store.BeginAsync([(ChangeSamples.Full(), 0)], null, Cancellation)).Begun[0];
        await store.SaveAsync(first, first with { Change = first.Change with { Standing = ChangeStanding.Done }, EndedAt = ChangeSamples.Start }, ["Done."], Cancellation);

        var (begun, _) = await store.BeginAsync([(ChangeSamples.Full(), 0)], null, Cancellation);

        Assert.True(begun[0].Id > first.Id);
        var history = await store.HistoryAsync(first.Change.Domain, Cancellation);
        Assert.Equal([ChangeStanding.Running, ChangeStanding.Done], history.Select(change => change.Change.Standing));
    }

    [Fact]
    public async Task Due_OfALaterWave_WaitsForTheEarlierOneToEndWithoutTrouble()
    {
        await using var database = await Store.OpenAsync();
        var store = new ChangeStore(database);
        var begun = (await store.BeginAsync([(ChangeSamples.Full("a.example"), 0), (ChangeSamples.Full("b.example"), 1)], "batch", Cancellation)).Begun;

        Assert.Equal("a.example", await DueAsync(store));

        var ended = begun[0] with { Change = begun[0].Change with { Standing = ChangeStanding.Done }, EndedAt = ChangeSamples.Start, Trouble = "an error was seen" };
        Assert.True(await store.SaveAsync(begun[0], ended, [], Cancellation));
        Assert.Empty(await DueAsync(store));
        Assert.Equal(ended.Id, Assert.Single(await store.HaltingAsync(Cancellation)).Id);

        await store.ClearAsync(ended.Id, Cancellation);
        Assert.Equal("b.example", await DueAsync(store));
        Assert.Empty(await store.HaltingAsync(Cancellation));
    }

    [Fact]
    public async Task Due_OfALaterWave_ComesWhenTheEarlierOneEnded()
    {
        await using var database = await Store.OpenAsync();
        var store = new ChangeStore(database);
        var begun = (await store.BeginAsync([(ChangeSamples.Full("a.example"), 0), (ChangeSamples.Full("b.example"), 1)], "batch", Cancellation)).Begun;
        var ended = begun[0] with { Change = begun[0].Change with { Standing = ChangeStanding.Done }, EndedAt = ChangeSamples.Start };
        Assert.True(await store.SaveAsync(begun[0], ended, [], Cancellation));

        Assert.Equal("b.example", await DueAsync(store));
    }

    [Fact]
    public async Task SeenPolicy_BetweenTwoLooks_CountsAsServedUntilTheSecond()
    {
        await using var database = await Store.OpenAsync();
        var seen = new SeenPolicyStore(database);
        var domain = ChangeSamples.Full().Domain;
        string old = ChangeSamples.Policy(PolicyMode.Enforce, "mx1.example.org").ToBody();
        string fresh = ChangeSamples.Policy(PolicyMode.Enforce, "mx2.example.org").ToBody();
        await seen.WatchAsync(domain, 0, Cancellation);
        await seen.SawAsync(domain, [old], isWhole: true, Cancellation);
        Store.Time.Advance(TimeSpan.FromHours(5));
        await seen.SawAsync(domain, [fresh], isWhole: false, Cancellation);
        Assert.All(await seen.LedgerAsync(domain, null, Cancellation), body => Assert.Equal(BodyStanding.Current, body.Standing));

        Store.Time.Advance(TimeSpan.FromHours(1));
        await seen.SawAsync(domain, [fresh], isWhole: true, Cancellation);

        var gone = Assert.Single(await seen.LedgerAsync(domain, null, Cancellation), body => body.Standing == BodyStanding.Retired);
        Assert.Equal(ChangeSamples.Start.AddHours(6), gone.LastServed);
        Assert.Equal(ChangeSamples.Start.AddHours(6).AddMinutes(1).AddDays(1), gone.HeldUntil(Store.Time.GetUtcNow()));
    }

    [Fact]
    public async Task SeenPolicy_OfTheTimeBeforeTheFirstLook_IsTheWorstUnlessSomebodyKnowsBetter()
    {
        await using var database = await Store.OpenAsync();
        var seen = new SeenPolicyStore(database);
        var domain = ChangeSamples.Full().Domain;
        await seen.WatchAsync(domain, null, Cancellation);

        var worst = Assert.Single(await seen.LedgerAsync(domain, null, Cancellation));
        Assert.Equal((PolicyMode.Enforce, StsPolicy.LongestMaxAge, 0), (worst.Policy.Mode, worst.Policy.MaxAge, worst.Policy.Mx.Length));

        await seen.WatchAsync(domain, 3600, Cancellation);
        Assert.Equal(3600, Assert.Single(await seen.LedgerAsync(domain, null, Cancellation)).Policy.MaxAge);
        await seen.WatchAsync(domain, 0, Cancellation);
        Assert.Empty(await seen.LedgerAsync(domain, null, Cancellation));
    }

    private static async Task<string> DueAsync(ChangeStore store) =>
        string.Join(' ', (await store.DueAsync(10, Cancellation)).Select(change => change.Change.Domain.Ascii));

    private static void AssertSame(Change expected, Change actual)
    {
        Assert.Equal(expected.Steps, actual.Steps);
        Assert.Equal(expected.Marks, actual.Marks);
        Assert.Equal(expected.IdsBefore, actual.IdsBefore);
        Assert.Equal(expected.MailBefore, actual.MailBefore);
        Assert.Equal(
            expected with { Steps = [], Marks = [], IdsBefore = [], MailBefore = [] },
            actual with { Steps = [], Marks = [], IdsBefore = [], MailBefore = [] });
    }
}

public sealed class SqliteChangeStoreTests : ChangeStoreTests
{
    private protected override Task<TestStore> CreateAsync() => Task.FromResult<TestStore>(new StoreFolder());
}

public sealed class PostgresChangeStoreTests(RunningPostgres postgres) : ChangeStoreTests
{
    private protected override async Task<TestStore> CreateAsync() => await PostgresStore.CreateAsync(postgres);
}
