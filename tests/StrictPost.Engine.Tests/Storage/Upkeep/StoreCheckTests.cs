using StrictPost.Engine.Storage;
using StrictPost.Engine.Storage.Upkeep;

namespace StrictPost.Engine.Tests.Storage.Upkeep;

public abstract class StoreCheckTests : StoreTests
{
    [Fact]
    public async Task Run_FilledStore_FindsNothing()
    {
        await FilledStore.FillAsync(Store);

        Assert.Empty(await ProblemsAsync());
    }

    [Theory]
    [InlineData("UPDATE publication SET body = 'nonsense' WHERE domain = 'd5.example';", "d5.example", "cannot be read by any sender")]
    [InlineData("UPDATE publication SET body = replace(body, 'enforce', 'testing') WHERE domain = 'd6.example';", "d6.example", "another body")]
    [InlineData("DELETE FROM publication WHERE domain = 'd7.example';", "domain d7.example", "There is no policy")]
    [InlineData("UPDATE counter SET value = 1;", "counter", "not given out")]
    [InlineData("UPDATE certificate SET sealed_key = (SELECT sealed_key FROM certificate WHERE host = 'mta-sts.d1.example');", "mta-sts.d0.example", "damaged")]
    [InlineData("UPDATE certificate SET chain = (SELECT chain FROM certificate WHERE host = 'mta-sts.d1.example');", "mta-sts.d0.example", "another certificate")]
    [InlineData("UPDATE certificate SET chain = 'nonsense' WHERE host = 'mta-sts.d1.example';", "mta-sts.d1.example", "cannot be read")]
    public async Task Run_TamperedStore_SaysWhere(string sql, string where, string message)
    {
        await FilledStore.FillAsync(Store);
        await Store.SqlAsync(sql);

        var problem = Assert.Single(await ProblemsAsync());

        Assert.Contains(where, problem.Where, StringComparison.Ordinal);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_NoKeyAtAll_SaysThatKeysWereNotChecked()
    {
        await FilledStore.FillAsync(Store);
        await using var database = await Store.OpenAsync();

        var checkup = await new StoreCheck(database, null).RunAsync(TestContext.Current.CancellationToken);

        Assert.Contains("2 private key(s) cannot be checked", Assert.Single(checkup.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ProveKeys_OfAnotherStore_AreRefused()
    {
        await FilledStore.FillAsync(Store);
        await using var database = await Store.OpenAsync();

        await new CertificateStore(database, FilledStore.Secrets).ProveKeysAsync(TestContext.Current.CancellationToken);
        var fault = await Assert.ThrowsAsync<StoreException>(() => new CertificateStore(database, StoreSecrets.Parse(StoreSecrets.NewKey(), "x"))
            .ProveKeysAsync(TestContext.Current.CancellationToken));

        Assert.Contains("--forget-lost", fault.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reseal_WithANewKey_OldKeyIsNeededNoMore()
    {
        await FilledStore.FillAsync(Store);
        await using var database = await Store.OpenAsync();
        string fresh = StoreSecrets.NewKey();
        var old = await new CertificateStore(database, FilledStore.Secrets).FindAsync("mta-sts.d0.example", TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<StoreException>(() => Resealing.ResealAsync(database, StoreSecrets.Parse(fresh, "x"), forgetLost: false, TestContext.Current.CancellationToken));

        var done = await Resealing.ResealAsync(database, FilledStore.SecretsBehind(fresh), forgetLost: false, TestContext.Current.CancellationToken);

        Assert.Equal(new ResealOutcome(2, 0), done);
        var now = await new CertificateStore(database, StoreSecrets.Parse(fresh, "x")).FindAsync("mta-sts.d0.example", TestContext.Current.CancellationToken);
        Assert.Equal(old!.Key, now!.Key);
        Assert.Equal(new ResealOutcome(0, 0), await Resealing.ResealAsync(database, FilledStore.SecretsBehind(fresh), forgetLost: false, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Reseal_KeyLostForGood_ForgetsWhatItSealed()
    {
        await FilledStore.FillAsync(Store);
        await using var database = await Store.OpenAsync();
        var others = StoreSecrets.Parse(StoreSecrets.NewKey(), "x");

        Assert.Equal(new ResealOutcome(0, 2), await Resealing.ResealAsync(database, others, forgetLost: true, TestContext.Current.CancellationToken));

        Assert.Null(await new CertificateStore(database, others).FindAsync("mta-sts.d0.example", TestContext.Current.CancellationToken));
        Assert.Empty((await new StoreCheck(database, others).RunAsync(TestContext.Current.CancellationToken)).Problems);
    }

    private async Task<IReadOnlyList<StoreProblem>> ProblemsAsync()
    {
        await using var database = await Store.OpenAsync();
        return (await new StoreCheck(database, FilledStore.Secrets).RunAsync(TestContext.Current.CancellationToken)).Problems;
    }
}

public sealed class SqliteStoreCheckTests : StoreCheckTests
{
    private protected override Task<TestStore> CreateAsync() => Task.FromResult<TestStore>(new StoreFolder());
}

public sealed class PostgresStoreCheckTests(RunningPostgres postgres) : StoreCheckTests
{
    private protected override async Task<TestStore> CreateAsync() => await PostgresStore.CreateAsync(postgres);
}
