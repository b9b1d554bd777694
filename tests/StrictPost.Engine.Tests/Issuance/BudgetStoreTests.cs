using StrictPost.Engine.Issuance;
using StrictPost.Engine.Storage;
using StrictPost.Engine.Tests.Storage;

namespace StrictPost.Engine.Tests.Issuance;

public abstract class BudgetStoreTests : StoreTests
{
    private const string Directory = "https://ca.example/directory";
    private const string Registered = "example.org";
    private const string Host = "mta-sts.example.org";

    private static readonly Budgets Small = new()
    {
        OrdersIn3Hours = 3,
        CertificatesPerDomainIn7Days = 2,
        CertificatesPerHostIn7Days = 1,
        FailuresPerHostInOneHour = 2,
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FindUsedUp_OrdersOfTheAccount_AreFreeAgainAfterThreeHours()
    {
        await using var database = await Store.OpenAsync();
        for (int number = 0; number < 3; number++)
        {
            await NoteAsync(database, BudgetKind.Order, $"d{number}.example", $"mta-sts.d{number}.example");
            Store.Time.Advance(TimeSpan.FromMinutes(1));
        }

        var usedUp = await FindAsync(database, Host, Registered);
        Assert.Equal((BudgetKind.Order, Store.Time.GetUtcNow().AddMinutes(177)), (usedUp!.Value.Limit.Kind, usedUp.Value.FreeAt));
        Store.Time.Advance(TimeSpan.FromMinutes(177));
        Assert.Null(await FindAsync(database, Host, Registered));
    }

    [Fact]
    public async Task FindUsedUp_ByNames_CountsTheHostAndItsRegisteredDomainOnly()
    {
        await using var database = await Store.OpenAsync();
        await NoteAsync(database, BudgetKind.Certificate, Registered, Host);

        Assert.Equal(BudgetSubject.Host, (await FindAsync(database, Host, Registered))!.Value.Limit.Subject);
        Assert.Null(await FindAsync(database, "mta-sts.a.example.org", Registered));
        await NoteAsync(database, BudgetKind.Certificate, Registered, "mta-sts.b.example.org");
        Assert.Equal(BudgetSubject.RegisteredDomain, (await FindAsync(database, "mta-sts.a.example.org", Registered))!.Value.Limit.Subject);
        Assert.Null(await FindAsync(database, "mta-sts.example.net", "example.net"));
    }

    [Fact]
    public async Task FindUsedUp_FailedProofs_AreFreeAgainAfterAnHour()
    {
        await using var database = await Store.OpenAsync();
        await NoteAsync(database, BudgetKind.Failure, Registered, Host);
        Assert.Null(await FindAsync(database, Host, Registered));
        Store.Time.Advance(TimeSpan.FromMinutes(30));
        await NoteAsync(database, BudgetKind.Failure, Registered, Host);

        Assert.Equal(Store.Time.GetUtcNow().AddMinutes(30), (await FindAsync(database, Host, Registered))!.Value.FreeAt);
        Store.Time.Advance(TimeSpan.FromMinutes(30));
        Assert.Null(await FindAsync(database, Host, Registered));
    }

    [Fact]
    public async Task Forget_WhatNoLimitLooksBackTo_IsGone()
    {
        await using var database = await Store.OpenAsync();
        await NoteAsync(database, BudgetKind.Order, Registered, Host);
        Store.Time.Advance(TimeSpan.FromDays(9));
        await NoteAsync(database, BudgetKind.Order, Registered, Host);

        await database.WriteAsync(async write =>
        {
            await BudgetStore.ForgetAsync(write, Cancellation);
            return true;
        }, Cancellation);

        Assert.Equal("1", await Store.SqlAsync("SELECT count(*) FROM issuance_event;"));
    }

    private static Task<bool> NoteAsync(Database database, string kind, string registered, string host) => database.WriteAsync(async write =>
    {
        await BudgetStore.NoteAsync(write, Directory, kind, registered, host, Cancellation);
        return true;
    }, Cancellation);

    private static Task<(BudgetLimit Limit, DateTimeOffset FreeAt)?> FindAsync(Database database, string host, string registered) =>
        database.WriteAsync(write => BudgetStore.FindUsedUpAsync(write, Directory, registered, host, Small, Cancellation), Cancellation);
}

public sealed class SqliteBudgetStoreTests : BudgetStoreTests
{
    private protected override Task<TestStore> CreateAsync() => Task.FromResult<TestStore>(new StoreFolder());
}

public sealed class PostgresBudgetStoreTests(RunningPostgres postgres) : BudgetStoreTests
{
    private protected override async Task<TestStore> CreateAsync() => await PostgresStore.CreateAsync(postgres);
}
