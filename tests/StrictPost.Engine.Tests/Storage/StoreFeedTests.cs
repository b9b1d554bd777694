using System.Text;
using StrictPost.Engine.Storage;
using StrictPost.Protocol.MtaSts;

namespace StrictPost.Engine.Tests.Storage;

public abstract class StoreFeedTests : StoreTests
{
    [Fact]
    public async Task ReadAll_EnrolledDomains_GivesTheirCanonicalBodies()
    {
        var settings = TestStore.Settings("example.org", PolicyMode.Enforce);
        await Store.SaveAsync(settings);
        await using var feed = await OpenAsync();

        var policy = Assert.Single(await feed.ReadAllAsync(TestContext.Current.CancellationToken));

        Assert.Equal("example.org", policy.Domain);
        Assert.Equal(settings.Policy.ToBody(), Encoding.UTF8.GetString(policy.Body!));
    }

    [Fact]
    public async Task ReadChanges_NobodyWrote_IsEmpty()
    {
        await Store.SaveAsync(TestStore.Settings("example.org"));
        await using var feed = await OpenAsync();
        await feed.ReadAllAsync(TestContext.Current.CancellationToken);

        Assert.True((await feed.ReadChangesAsync(TestContext.Current.CancellationToken)).IsEmpty);
    }

    [Fact]
    public async Task ReadChanges_SeveralWrites_GivesEachChangedDomainOnceAsItIsNow()
    {
        await Store.SaveAsync(TestStore.Settings("stays.example"));
        await Store.SaveAsync(TestStore.Settings("goes.example"));
        await using var feed = await OpenAsync();
        await feed.ReadAllAsync(TestContext.Current.CancellationToken);

        await Store.SaveAsync(TestStore.Settings("new.example"));
        await Store.SaveAsync(TestStore.Settings("new.example", PolicyMode.Enforce));
        await Store.RemoveAsync("goes.example");
        var changes = (await feed.ReadChangesAsync(TestContext.Current.CancellationToken)).Policies;

        Assert.Equal(["goes.example", "new.example"], changes.Select(change => change.Domain).Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.Null(changes.Single(change => change.Domain == "goes.example").Body);
        Assert.Contains("mode: enforce", Encoding.UTF8.GetString(changes.Single(change => change.Domain == "new.example").Body!), StringComparison.Ordinal);
        Assert.True((await feed.ReadChangesAsync(TestContext.Current.CancellationToken)).IsEmpty);
    }

    private async Task<StoreFeed> OpenAsync() => await StoreFeed.OpenAsync(await Store.OpenAsync(), TestContext.Current.CancellationToken);
}

public sealed class SqliteStoreFeedTests : StoreFeedTests
{
    private protected override Task<TestStore> CreateAsync() => Task.FromResult<TestStore>(new StoreFolder());
}

public sealed class PostgresStoreFeedTests(RunningPostgres postgres) : StoreFeedTests
{
    private protected override async Task<TestStore> CreateAsync() => await PostgresStore.CreateAsync(postgres);
}
