using StrictPost.Engine.Storage;
using StrictPost.Engine.Tests.Storage.Upkeep;
using StrictPost.Protocol.MtaSts;

namespace StrictPost.Engine.Tests.Storage;

public sealed class SnapshotTests(RunningPostgres postgres) : IAsyncLifetime
{
    private readonly StoreFolder _folder = new();
    private PostgresStore? _shared;

    public async ValueTask InitializeAsync() => _shared = await PostgresStore.CreateAsync(postgres);

    public async ValueTask DisposeAsync()
    {
        await _shared!.DisposeAsync();
        await _folder.DisposeAsync();
    }

    [Fact]
    public async Task Follow_SharedStoreChanges_HoldsWhatIsServed()
    {
        await FilledStore.FillAsync(_shared!);
        await using var snapshot = await OpenAsync();
        await using var shared = await _shared!.OpenAsync();
        await snapshot.FollowAsync(shared, TestContext.Current.CancellationToken);
        Assert.Equal(await PoliciesAsync(shared), await PoliciesAsync(snapshot.Database));

        await _shared.SaveAsync(TestStore.Settings("d9.example", PolicyMode.None));
        await _shared.RemoveAsync("d8.example");
        int copied = await snapshot.FollowAsync(shared, TestContext.Current.CancellationToken);

        Assert.Equal(2, copied);
        Assert.Equal(await PoliciesAsync(shared), await PoliciesAsync(snapshot.Database));
        Assert.Equal(0, await snapshot.FollowAsync(shared, TestContext.Current.CancellationToken));
        var secrets = FilledStore.Secrets;
        Assert.Equivalent(
            await new CertificateStore(shared, secrets).FindAsync("mta-sts.d1.example", TestContext.Current.CancellationToken),
            await new CertificateStore(snapshot.Database, secrets).FindAsync("mta-sts.d1.example", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Follow_AnotherStore_BeginsAnew()
    {
        await FilledStore.FillAsync(_shared!);
        await using var snapshot = await OpenAsync();
        await using (var shared = await _shared!.OpenAsync())
            await snapshot.FollowAsync(shared, TestContext.Current.CancellationToken);
        await using var otherStore = await PostgresStore.CreateAsync(postgres);
        await otherStore.SaveAsync(TestStore.Settings("other.example"));
        await using var other = await otherStore.OpenAsync();

        await snapshot.FollowAsync(other, TestContext.Current.CancellationToken);

        Assert.Equal(await PoliciesAsync(other), await PoliciesAsync(snapshot.Database));
    }

    private Task<Snapshot> OpenAsync() => Snapshot.OpenAsync(_folder.Path, _folder.Time, TestContext.Current.CancellationToken);

    private static async Task<string[]> PoliciesAsync(Database database)
    {
        await using var feed = await StoreFeed.OpenAsync(database, TestContext.Current.CancellationToken);
        var policies = await feed.ReadAllAsync(TestContext.Current.CancellationToken);
        Assert.NotEmpty(policies);
        return [.. policies.Select(policy => $"{policy.Domain} {policy.PolicyId} {Convert.ToHexString(policy.Body!)}").Order(StringComparer.Ordinal)];
    }
}
