using System.Text;
using StrictPost.Engine.Storage;
using StrictPost.Protocol.MtaSts;

namespace StrictPost.Engine.Tests.Storage;

public sealed class PolicyFeedTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

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

        Assert.Empty(await feed.ReadChangesAsync(TestContext.Current.CancellationToken));
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
        var changes = await feed.ReadChangesAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["goes.example", "new.example"], changes.Select(change => change.Domain).Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.Null(changes.Single(change => change.Domain == "goes.example").Body);
        Assert.Contains("mode: enforce", Encoding.UTF8.GetString(changes.Single(change => change.Domain == "new.example").Body!), StringComparison.Ordinal);
        Assert.Empty(await feed.ReadChangesAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task ReadChanges_FileIsGone_SaysSo()
    {
        await _folder.SaveAsync(StoreFolder.Settings("example.org"));
        await using var feed = await OpenAsync();
        await feed.ReadAllAsync(TestContext.Current.CancellationToken);
        File.Delete(_folder.File);

        var fault = await Assert.ThrowsAsync<StoreException>(() => feed.ReadChangesAsync(TestContext.Current.CancellationToken));

        Assert.Contains("is gone", fault.Message, StringComparison.Ordinal);
    }

    private Task<PolicyFeed> OpenAsync() => PolicyFeed.OpenAsync(_folder.Path, TestContext.Current.CancellationToken);
}
