using System.Security.Cryptography;
using StrictPost.Engine.Issuance;
using StrictPost.Engine.Storage;
using StrictPost.Engine.Storage.Upkeep;
using StrictPost.Engine.Tests.Storage;

namespace StrictPost.Engine.Tests.Issuance;

public abstract class IssuanceStoreTests : StoreTests
{
    private const string Host = "mta-sts.example.org";

    private static readonly TimeSpan Hearing = TimeSpan.FromSeconds(2);

    private readonly StoreSecrets _secrets = StoreSecrets.Parse(StoreSecrets.NewKey(), "test");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Enrol_OfDomainsSinceAChange_MakesEachDueOnce()
    {
        await using var database = await Store.OpenAsync();
        var work = new IssuanceStore(database, _secrets);
        await Store.SaveAsync(TestStore.Settings("example.org"));

        long seen = await work.EnrolAsync(0, Cancellation);
        Assert.Empty(await work.DueAsync(10, Cancellation));
        Store.Time.Advance(Hearing);
        Assert.Equal([Host], await work.DueAsync(10, Cancellation));
        Assert.Equal(seen, await work.EnrolAsync(seen, Cancellation));
        await Store.SaveAsync(TestStore.Settings("example.net"));
        Assert.True(await work.EnrolAsync(seen, Cancellation) > seen);
        Store.Time.Advance(Hearing);
        Assert.Equal(2, (await work.DueAsync(10, Cancellation)).Count);
        Assert.Single(await work.DueAsync(1, Cancellation));
    }

    [Fact]
    public async Task Due_LeasedHost_IsLeftOutUntilTheLeaseRunsOut()
    {
        await using var database = await Store.OpenAsync();
        var work = await EnrolledAsync(database);
        await new Leases(database, "other").TryTakeAsync(HeldLease.NameFor(Host), TimeSpan.FromMinutes(1), Cancellation);

        Assert.Empty(await work.DueAsync(10, Cancellation));
        Store.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal([Host], await work.DueAsync(10, Cancellation));
    }

    [Fact]
    public async Task Save_WithOrderAndFinding_ReadsBackAndHidesTheKey()
    {
        await using var database = await Store.OpenAsync();
        var work = await EnrolledAsync(database);
        byte[] key = RandomNumberGenerator.GetBytes(100);
        var state = new IssuanceState(Host, Store.Time.GetUtcNow().AddHours(1), 3)
        {
            Finding = new StoredFinding("issuance-refused", "ca.example", "its words", Store.Time.GetUtcNow()),
            Order = new StoredOrder("https://ca.example/directory", key, "https://ca.example/order/1"),
        };

        await SaveAsync(database, work, state);

        var read = (await work.FindAsync(Host, Cancellation))!;
        Assert.Equal(key, read.Order!.Key);
        Assert.Equal(state with { Order = null }, read with { Order = null });
        Assert.Equal(state.Order with { Key = read.Order.Key }, read.Order);
        Assert.Equal("0", await Store.SqlAsync($"SELECT count(*) FROM issuance WHERE sealed_key = {Literal(key)};"));
        await Assert.ThrowsAsync<StoreException>(() => new IssuanceStore(database, StoreSecrets.Parse(StoreSecrets.NewKey(), "other")).FindAsync(Host, Cancellation));
    }

    [Fact]
    public async Task Reseal_WithAnotherKey_OpensOrdersAndAccountsAllTheSame()
    {
        await using var database = await Store.OpenAsync();
        string oldKey = StoreSecrets.NewKey();
        var old = StoreSecrets.Parse(oldKey, "old");
        var account = await new AccountStore(database, old).EnsureAsync("https://ca.example/directory", Cancellation);
        await EnrolledAsync(database);
        await SaveAsync(database, new IssuanceStore(database, old), new IssuanceState(Host, Store.Time.GetUtcNow(), 0)
        {
            Order = new StoredOrder("https://ca.example/directory", [1, 2, 3], null),
        });
        string newKey = StoreSecrets.NewKey();

        Assert.Equal(new ResealOutcome(2, 0), await Resealing.ResealAsync(database, StoreSecrets.Parse($"{newKey}\n{oldKey}", "both"), forgetLost: false, Cancellation));

        var fresh = StoreSecrets.Parse(newKey, "new");
        Assert.Equal(account.Key, (await new AccountStore(database, fresh).EnsureAsync("https://ca.example/directory", Cancellation)).Key);
        Assert.Equal([1, 2, 3], (await new IssuanceStore(database, fresh).FindAsync(Host, Cancellation))!.Order!.Key);
    }

    [Fact]
    public async Task Account_EnsuredByManyAtOnce_IsOne()
    {
        await using var database = await Store.OpenAsync();
        var accounts = new AccountStore(database, _secrets);

        var ensured = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => accounts.EnsureAsync("https://ca.example/directory", Cancellation))));

        Assert.Single(ensured.Select(account => Convert.ToHexString(account.Key)).Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Challenge_Answers_OnlyItsHostAndToken()
    {
        await using var database = await Store.OpenAsync();
        using var answers = new StoreChallenges(database);
        await database.WriteAsync(async write =>
        {
            await ChallengeStore.PutAsync(write, Host, new StoredChallenge("token", "token.thumbprint"), TimeSpan.FromHours(1), Cancellation);
            return true;
        }, Cancellation);

        Assert.Equal("token.thumbprint", await answers.FindHttpAsync(Host, "token", Cancellation));
        Assert.Null(await answers.FindHttpAsync(Host, "tokem", Cancellation));
        Assert.Null(await answers.FindHttpAsync("mta-sts.example.net", "token", Cancellation));
        using var leaf = (await answers.FindTlsAlpnAsync(Host, Cancellation))!.Leaf;
        Assert.True(leaf.HasPrivateKey);
        Assert.Null(await answers.FindTlsAlpnAsync("mta-sts.example.net", Cancellation));
        Store.Time.Advance(TimeSpan.FromHours(1));
        Assert.Null(await answers.FindHttpAsync(Host, "token", Cancellation));
    }

    private protected abstract string Literal(byte[] bytes);

    private async Task<IssuanceStore> EnrolledAsync(Database database)
    {
        await Store.SaveAsync(TestStore.Settings("example.org"));
        var work = new IssuanceStore(database, _secrets);
        await work.EnrolAsync(0, Cancellation);
        Store.Time.Advance(Hearing);
        return work;
    }

    private static Task<bool> SaveAsync(Database database, IssuanceStore work, IssuanceState state) => database.WriteAsync(async write =>
    {
        await work.SaveAsync(write, state, Cancellation);
        return true;
    }, Cancellation);
}

public sealed class SqliteIssuanceStoreTests : IssuanceStoreTests
{
    private protected override Task<TestStore> CreateAsync() => Task.FromResult<TestStore>(new StoreFolder());

    private protected override string Literal(byte[] bytes) => $"x'{Convert.ToHexString(bytes)}'";
}

public sealed class PostgresIssuanceStoreTests(RunningPostgres postgres) : IssuanceStoreTests
{
    private protected override async Task<TestStore> CreateAsync() => await PostgresStore.CreateAsync(postgres);

    private protected override string Literal(byte[] bytes) => $"'\\x{Convert.ToHexString(bytes)}'";
}
