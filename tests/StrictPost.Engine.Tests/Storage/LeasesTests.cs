using StrictPost.Engine.Storage;

namespace StrictPost.Engine.Tests.Storage;

public abstract class LeasesTests : StoreTests
{
    private const string Work = "issue mta-sts.example.org";

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task TryTake_HeldByAnother_IsRefusedUntilItRunsOut()
    {
        await using var database = await Store.OpenAsync();
        var (first, second) = (new Leases(database, "a"), new Leases(database, "b"));

        Assert.True(await first.TryTakeAsync(Work, Minute, TestContext.Current.CancellationToken));
        Assert.False(await second.TryTakeAsync(Work, Minute, TestContext.Current.CancellationToken));
        Store.Time.Advance(Minute);
        Assert.True(await second.TryTakeAsync(Work, Minute, TestContext.Current.CancellationToken));
        Assert.False(await first.TryTakeAsync(Work, Minute, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task TryTake_OurOwn_IsPutOff()
    {
        await using var database = await Store.OpenAsync();
        var (first, second) = (new Leases(database, "a"), new Leases(database, "b"));
        await first.TryTakeAsync(Work, Minute, TestContext.Current.CancellationToken);
        Store.Time.Advance(Minute / 2);

        Assert.True(await first.TryTakeAsync(Work, Minute, TestContext.Current.CancellationToken));
        Store.Time.Advance(Minute / 2);

        Assert.False(await second.TryTakeAsync(Work, Minute, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task GiveBack_OnlyTheHolder_FreesIt()
    {
        await using var database = await Store.OpenAsync();
        var (first, second) = (new Leases(database, "a"), new Leases(database, "b"));
        await first.TryTakeAsync(Work, Minute, TestContext.Current.CancellationToken);

        await second.GiveBackAsync(Work, TestContext.Current.CancellationToken);
        await second.GiveAllBackAsync(TestContext.Current.CancellationToken);
        Assert.False(await second.TryTakeAsync(Work, Minute, TestContext.Current.CancellationToken));
        await first.GiveAllBackAsync(TestContext.Current.CancellationToken);
        Assert.True(await second.TryTakeAsync(Work, Minute, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task TryTake_ByManyAtOnce_OneGetsIt()
    {
        await using var database = await Store.OpenAsync();

        var taken = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => Task.Run(
            () => new Leases(database, $"node{number}").TryTakeAsync(Work, Minute, TestContext.Current.CancellationToken))));

        Assert.Single(taken, won => won);
    }
}

public sealed class SqliteLeasesTests : LeasesTests
{
    private protected override Task<TestStore> CreateAsync() => Task.FromResult<TestStore>(new StoreFolder());
}

public sealed class PostgresLeasesTests(RunningPostgres postgres) : LeasesTests
{
    private protected override async Task<TestStore> CreateAsync() => await PostgresStore.CreateAsync(postgres);
}
