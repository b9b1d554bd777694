using StrictPost.Engine.Storage;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;
using StrictPost.Protocol.TlsRpt;

namespace StrictPost.Engine.Tests.Storage;

public abstract class DomainStoreTests : StoreTests
{
    [Fact]
    public async Task Save_NewDomain_IsThereWhenOpenedAgain()
    {
        var settings = TestStore.Settings("example.org", PolicyMode.Enforce, "mx1.example.org", "*.example.net") with
        {
            Rua = [ReportUri.Parse("mailto:a@example.org").Value!, ReportUri.Parse("https://r.example.org/tls").Value!],
        };

        var (outcome, saved) = await Store.SaveAsync(settings);

        Assert.Equal(SaveOutcome.Added, outcome);
        await using var database = await Store.OpenAsync();
        var store = new DomainStore(database);
        Assert.Equal(saved, await store.FindAsync(settings.Domain, TestContext.Current.CancellationToken));
        Assert.Equal(settings, saved.Settings);
    }

    [Fact]
    public async Task Save_SameSettings_WritesNothing()
    {
        var first = await Store.SaveAsync(TestStore.Settings("example.org"));
        string change = await Store.SqlAsync("SELECT max(sequence) FROM change_log;");
        Store.Time.Advance(TimeSpan.FromDays(1));

        var second = await Store.SaveAsync(TestStore.Settings("example.org"));

        Assert.Equal(SaveOutcome.Unchanged, second.Outcome);
        Assert.Equal(first.Domain.PolicyId, second.Domain.PolicyId);
        Assert.Equal(change, await Store.SqlAsync("SELECT max(sequence) FROM change_log;"));
        Assert.Equal("1", await Store.SqlAsync("SELECT count(*) FROM publication;"));
    }

    [Fact]
    public async Task Save_BackAndForthWithinASecond_NeverRepeatsAnId()
    {
        var ids = new List<string>();
        foreach (var mode in (PolicyMode[])[PolicyMode.Testing, PolicyMode.Enforce, PolicyMode.Testing, PolicyMode.Enforce])
            ids.Add((await Store.SaveAsync(TestStore.Settings("example.org", mode))).Domain.PolicyId);

        Assert.Equal(ids.Order(StringComparer.Ordinal), ids, StringComparer.Ordinal);
        Assert.Equal(4, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal("4", await Store.SqlAsync("SELECT count(*) FROM publication;"));
    }

    [Fact]
    public async Task Save_ClockWentBack_StillGivesALaterId()
    {
        var before = await Store.SaveAsync(TestStore.Settings("example.org"));
        var past = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(Store.Time.GetUtcNow().AddYears(-1));
        await using var database = await Database.OpenAsync(Store.Place, past, TestContext.Current.CancellationToken);
        var store = new DomainStore(database);
        await using var transaction = await store.BeginAsync(TestContext.Current.CancellationToken);

        var (_, after) = await transaction.SaveAsync(TestStore.Settings("example.org", PolicyMode.Enforce), TestContext.Current.CancellationToken);

        Assert.True(string.CompareOrdinal(after.PolicyId, before.Domain.PolicyId) > 0);
    }

    [Fact]
    public async Task Save_AfterRemoval_ContinuesTheIds()
    {
        var first = await Store.SaveAsync(TestStore.Settings("example.org"));
        await Store.RemoveAsync("example.org");
        var same = await Store.SaveAsync(TestStore.Settings("example.org"));
        await Store.RemoveAsync("example.org");
        var other = await Store.SaveAsync(TestStore.Settings("example.org", PolicyMode.Enforce));

        Assert.Equal(first.Domain.PolicyId, same.Domain.PolicyId);
        Assert.Equal(SaveOutcome.Added, other.Outcome);
        Assert.True(string.CompareOrdinal(other.Domain.PolicyId, first.Domain.PolicyId) > 0);
    }

    [Fact]
    public async Task Save_OnlyReportAddressesDiffer_KeepsTheId()
    {
        var settings = TestStore.Settings("example.org");
        var first = await Store.SaveAsync(settings);

        var second = await Store.SaveAsync(settings with { Rua = [ReportUri.Parse("mailto:a@example.org").Value!] });

        Assert.Equal(SaveOutcome.Changed, second.Outcome);
        Assert.Equal(first.Domain.PolicyId, second.Domain.PolicyId);
    }

    [Fact]
    public async Task Transaction_NotCommitted_ChangesNothing()
    {
        await using var database = await Store.OpenAsync();
        var store = new DomainStore(database);
        await using (var transaction = await store.BeginAsync(TestContext.Current.CancellationToken))
            await transaction.SaveAsync(TestStore.Settings("example.org"), TestContext.Current.CancellationToken);

        Assert.Empty(await store.NamesAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Writers_AtOnce_LoseNothing()
    {
        await Store.SaveAsync(TestStore.Settings("example.org", PolicyMode.Testing, "mx0.example.org"));

        await Parallel.ForAsync(1, 9, TestContext.Current.CancellationToken, async (number, cancellation) =>
        {
            await using var database = await Store.OpenAsync();
            var store = new DomainStore(database);
            await using var transaction = await store.BeginAsync(cancellation);
            var enrolled = await transaction.FindAsync(DomainName.Parse("example.org").Value!, cancellation);
            var policy = enrolled!.Settings.Policy;
            var more = policy with { Mx = policy.Mx.Add(MxPattern.Parse($"mx{number}.example.org").Value!) };
            await transaction.SaveAsync(enrolled.Settings with { Policy = more }, cancellation);
            await transaction.CommitAsync(cancellation);
        });

        await using var after = await Store.OpenAsync();
        var domains = await new DomainStore(after).ListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(9, Assert.Single(domains).Settings.Policy.Mx.Length);
        Assert.Equal("9", await Store.SqlAsync("SELECT count(*) FROM publication;"));
    }

    [Fact]
    public async Task Open_NewFolderBySeveralAtOnce_MakesOneStore()
    {
        await Parallel.ForAsync(0, 8, TestContext.Current.CancellationToken, async (_, _) => await (await Store.OpenAsync()).DisposeAsync());

        Assert.Equal($"{Migrator.Newest}", await Store.SqlAsync("SELECT max(version) FROM schema_version;"));
        Assert.Equal("0", await Store.SqlAsync("SELECT count(*) - count(DISTINCT version) FROM schema_version;"));
    }

    [Fact]
    public async Task Open_StoreOfANewerProgram_IsRefused()
    {
        await (await Store.OpenAsync()).DisposeAsync();
        await Store.SqlAsync("INSERT INTO schema_version (version) VALUES (99);");

        var refusal = await Assert.ThrowsAsync<StoreException>(Store.OpenAsync);

        Assert.Contains("version 99", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("newer strictpost", refusal.Fix, StringComparison.Ordinal);
    }
}

public sealed class SqliteDomainStoreTests : DomainStoreTests
{
    private protected override Task<TestStore> CreateAsync() => Task.FromResult<TestStore>(new StoreFolder());
}

public sealed class PostgresDomainStoreTests(RunningPostgres postgres) : DomainStoreTests
{
    private protected override async Task<TestStore> CreateAsync() => await PostgresStore.CreateAsync(postgres);
}
