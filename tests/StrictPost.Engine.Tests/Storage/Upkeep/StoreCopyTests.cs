using StrictPost.Engine.Storage;
using StrictPost.Engine.Storage.Upkeep;

namespace StrictPost.Engine.Tests.Storage.Upkeep;

public sealed class StoreCopyTests(RunningPostgres postgres) : IAsyncDisposable
{
    private readonly StoreFolder _folder = new();

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    [Fact]
    public async Task Copy_ToPostgresAndBack_LosesNothing()
    {
        await FilledStore.FillAsync(_folder);
        await using var middle = await PostgresStore.CreateAsync(postgres);
        await using var end = new StoreFolder();

        var first = await CopyAsync(_folder, middle);
        var second = await CopyAsync(middle, end);

        Assert.Equal(first, second);
        Assert.Equal(32, first.Single(table => table.Table == "publication").Rows);
        await using var database = await end.OpenAsync();
        Assert.Equal(30, (await new DomainStore(database).ListAsync(TestContext.Current.CancellationToken)).Count);
        var certificate = await new CertificateStore(database, FilledStore.Secrets).FindAsync("mta-sts.d0.example", TestContext.Current.CancellationToken);
        Assert.NotEmpty(certificate!.Key);
    }

    [Fact]
    public async Task Copy_ThenChange_GoesOnWithTheNumbers()
    {
        await FilledStore.FillAsync(_folder);
        await using var target = await PostgresStore.CreateAsync(postgres);
        await CopyAsync(_folder, target);
        long before = long.Parse(await target.SqlAsync("SELECT max(sequence) FROM change_log;"), System.Globalization.CultureInfo.InvariantCulture);

        await target.SaveAsync(TestStore.Settings("new.example"));

        Assert.Equal($"{before + 1}", await target.SqlAsync("SELECT max(sequence) FROM change_log;"));
    }

    [Fact]
    public async Task Copy_TargetNotEmpty_IsRefusedAndUntouched()
    {
        await FilledStore.FillAsync(_folder);
        await using var target = await PostgresStore.CreateAsync(postgres);
        await target.SaveAsync(TestStore.Settings("other.example"));

        var fault = await Assert.ThrowsAsync<StoreException>(() => CopyAsync(_folder, target));

        Assert.Contains("is not empty", fault.Message, StringComparison.Ordinal);
        Assert.Equal("1", await target.SqlAsync("SELECT count(*) FROM domain;"));
    }

    [Fact]
    public async Task All_Tables_AreKnownToUpkeep()
    {
        await using (await _folder.OpenAsync())
        {
            // Opening makes the tables.
        }

        string tables = await _folder.SqlAsync(
            "SELECT group_concat(name) FROM (SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name);");

        Assert.Equal([.. TableShape.All.Select(table => table.Name).Append("lease").Append("schema_version").Order(StringComparer.Ordinal)], tables.Split(','));
    }

    private static async Task<IReadOnlyList<TableDigest>> CopyAsync(TestStore from, TestStore to)
    {
        await using var source = await from.OpenAsync();
        await using var target = await to.OpenAsync();
        return await StoreCopy.CopyAsync(source, target, null, TestContext.Current.CancellationToken);
    }
}
