using System.Text;
using StrictPost.Engine.Storage;
using StrictPost.Protocol.MtaSts;

namespace StrictPost.Engine.Tests.Storage;

public sealed class StoreFeedTests : IAsyncDisposable
{
    private readonly StoreFolder _folder = new();

    private Database? _database;

    public async ValueTask DisposeAsync()
    {
        if (_database is not null)
            await _database.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task ReadAll_EnrolledDomains_GivesTheirCanonicalBodies()
    {
        var settings = StoreFolder.Settings("example.org", PolicyMode.Enforce);
        await _folder.SaveAsync(settings);
        await using var feed = await OpenAsync();

        var policy = Assert.Single(await feed.ReadAllAsync(TestContext.Current.CancellationToken));

        Assert.Equal("example.org", policy.Domain);
        Assert.Equal(settings.Policy.ToBody(), Encoding.UTF8.GetString(policy.Body!));
    }

    [Fact]
    public async Task ReadChanges_NobodyWrote_IsEmpty()
    {
        await _folder.SaveAsync(StoreFolder.Settings("example.org"));
        await using var feed = await OpenAsync();
        await feed.ReadAllAsync(TestContext.Current.CancellationToken);

        Assert.True((await feed.ReadChangesAsync(TestContext.Current.CancellationToken)).IsEmpty);
    }

    [Fact]
    public async Task ReadChanges_SeveralWrites_GivesEachChangedDomainOnceAsItIsNow()
    {
        await _folder.SaveAsync(StoreFolder.Settings("stays.example"));
        await _folder.SaveAsync(StoreFolder.Settings("goes.example"));
        await using var feed = await OpenAsync();
        await feed.ReadAllAsync(TestContext.Current.CancellationToken);

        await _folder.SaveAsync(StoreFolder.Settings("new.example"));
        await _folder.SaveAsync(StoreFolder.Settings("new.example", PolicyMode.Enforce));
        await _folder.RemoveAsync("goes.example");
        var changes = (await feed.ReadChangesAsync(TestContext.Current.CancellationToken)).Policies;

        Assert.Equal(["goes.example", "new.example"], changes.Select(change => change.Domain).Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.Null(changes.Single(change => change.Domain == "goes.example").Body);
        Assert.Contains("mode: enforce", Encoding.UTF8.GetString(changes.Single(change => change.Domain == "new.example").Body!), StringComparison.Ordinal);
        Assert.True((await feed.ReadChangesAsync(TestContext.Current.CancellationToken)).IsEmpty);
    }

    [Fact]
    public async Task Wait_FileIsGone_SaysSo()
    {
        await _folder.SaveAsync(StoreFolder.Settings("example.org"));
        await using var feed = await OpenAsync();
        await feed.ReadAllAsync(TestContext.Current.CancellationToken);
        File.Delete(_folder.File);

        var waiting = feed.WaitAsync(TestContext.Current.CancellationToken);
        _folder.Time.Advance(TimeSpan.FromSeconds(1));
        var fault = await Assert.ThrowsAsync<StoreException>(() => waiting);

        Assert.Contains("is gone", fault.Message, StringComparison.Ordinal);
    }

    private async Task<StoreFeed> OpenAsync()
    {
        _database ??= await _folder.OpenAsync();
        return await StoreFeed.OpenAsync(_database, TestContext.Current.CancellationToken);
    }
}
