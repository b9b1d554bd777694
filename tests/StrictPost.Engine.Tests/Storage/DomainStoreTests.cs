using StrictPost.Engine.Storage;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;
using StrictPost.Protocol.TlsRpt;

namespace StrictPost.Engine.Tests.Storage;

public sealed class DomainStoreTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Save_NewDomain_IsThereWhenOpenedAgain()
    {
        var settings = StoreFolder.Settings("example.org", PolicyMode.Enforce, "mx1.example.org", "*.example.net") with
        {
            Rua = [ReportUri.Parse("mailto:a@example.org").Value!, ReportUri.Parse("https://r.example.org/tls").Value!],
        };

        var (outcome, saved) = await _folder.SaveAsync(settings);

        Assert.Equal(SaveOutcome.Added, outcome);
        await using var database = await _folder.OpenAsync();
        var store = new DomainStore(database);
        Assert.Equal(saved, await store.FindAsync(settings.Domain, TestContext.Current.CancellationToken));
        Assert.Equal(settings, saved.Settings);
    }

    [Fact]
    public async Task Save_SameSettings_WritesNothing()
    {
        var first = await _folder.SaveAsync(StoreFolder.Settings("example.org"));
        object? change = _folder.Sql("SELECT max(sequence) FROM change_log;");
        _folder.Time.Advance(TimeSpan.FromDays(1));

        var second = await _folder.SaveAsync(StoreFolder.Settings("example.org"));

        Assert.Equal(SaveOutcome.Unchanged, second.Outcome);
        Assert.Equal(first.Domain.PolicyId, second.Domain.PolicyId);
        Assert.Equal(change, _folder.Sql("SELECT max(sequence) FROM change_log;"));
        Assert.Equal(1L, _folder.Sql("SELECT count(*) FROM publication;"));
    }

    [Fact]
    public async Task Save_BackAndForthWithinASecond_NeverRepeatsAnId()
    {
        var ids = new List<string>();
        foreach (var mode in (PolicyMode[])[PolicyMode.Testing, PolicyMode.Enforce, PolicyMode.Testing, PolicyMode.Enforce])
            ids.Add((await _folder.SaveAsync(StoreFolder.Settings("example.org", mode))).Domain.PolicyId);

        Assert.Equal(ids.Order(StringComparer.Ordinal), ids, StringComparer.Ordinal);
        Assert.Equal(4, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(4L, _folder.Sql("SELECT count(*) FROM publication;"));
    }

    [Fact]
    public async Task Save_ClockWentBack_StillGivesALaterId()
    {
        var before = await _folder.SaveAsync(StoreFolder.Settings("example.org"));
        var past = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(_folder.Time.GetUtcNow().AddYears(-1));
        await using var database = await Database.OpenAsync(_folder.Place, past, TestContext.Current.CancellationToken);
        var store = new DomainStore(database);
        await using var transaction = await store.BeginAsync(TestContext.Current.CancellationToken);

        var (_, after) = await transaction.SaveAsync(StoreFolder.Settings("example.org", PolicyMode.Enforce), TestContext.Current.CancellationToken);

        Assert.True(string.CompareOrdinal(after.PolicyId, before.Domain.PolicyId) > 0);
    }

    [Fact]
    public async Task Save_AfterRemoval_ContinuesTheIds()
    {
        var first = await _folder.SaveAsync(StoreFolder.Settings("example.org"));
        await _folder.RemoveAsync("example.org");
        var same = await _folder.SaveAsync(StoreFolder.Settings("example.org"));
        await _folder.RemoveAsync("example.org");
        var other = await _folder.SaveAsync(StoreFolder.Settings("example.org", PolicyMode.Enforce));

        Assert.Equal(first.Domain.PolicyId, same.Domain.PolicyId);
        Assert.Equal(SaveOutcome.Added, other.Outcome);
        Assert.True(string.CompareOrdinal(other.Domain.PolicyId, first.Domain.PolicyId) > 0);
    }

    [Fact]
    public async Task Save_OnlyReportAddressesDiffer_KeepsTheId()
    {
        var settings = StoreFolder.Settings("example.org");
        var first = await _folder.SaveAsync(settings);

        var second = await _folder.SaveAsync(settings with { Rua = [ReportUri.Parse("mailto:a@example.org").Value!] });

        Assert.Equal(SaveOutcome.Changed, second.Outcome);
        Assert.Equal(first.Domain.PolicyId, second.Domain.PolicyId);
    }

    [Fact]
    public async Task Transaction_NotCommitted_ChangesNothing()
    {
        await using var database = await _folder.OpenAsync();
        var store = new DomainStore(database);
        await using (var transaction = await store.BeginAsync(TestContext.Current.CancellationToken))
            await transaction.SaveAsync(StoreFolder.Settings("example.org"), TestContext.Current.CancellationToken);

        Assert.Empty(await store.NamesAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Writers_AtOnce_LoseNothing()
    {
        await _folder.SaveAsync(StoreFolder.Settings("example.org", PolicyMode.Testing, "mx0.example.org"));

        await Parallel.ForAsync(1, 9, TestContext.Current.CancellationToken, async (number, cancellation) =>
        {
            await using var database = await _folder.OpenAsync();
            var store = new DomainStore(database);
            await using var transaction = await store.BeginAsync(cancellation);
            var enrolled = await transaction.FindAsync(DomainName.Parse("example.org").Value!, cancellation);
            var policy = enrolled!.Settings.Policy;
            var more = policy with { Mx = policy.Mx.Add(MxPattern.Parse($"mx{number}.example.org").Value!) };
            await transaction.SaveAsync(enrolled.Settings with { Policy = more }, cancellation);
            await transaction.CommitAsync(cancellation);
        });

        await using var after = await _folder.OpenAsync();
        var domains = await new DomainStore(after).ListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(9, Assert.Single(domains).Settings.Policy.Mx.Length);
        Assert.Equal(9L, _folder.Sql("SELECT count(*) FROM publication;"));
    }

    [Fact]
    public async Task Open_NewFolderBySeveralAtOnce_MakesOneStore()
    {
        await Parallel.ForAsync(0, 8, TestContext.Current.CancellationToken, async (_, _) => await (await _folder.OpenAsync()).DisposeAsync());

        Assert.Equal((long)Migrator.Newest, _folder.Sql("SELECT count(*) FROM schema_version;"));
    }

    [Fact]
    public async Task Open_NewFolder_IsForItsOwnerOnly()
    {
        await (await _folder.OpenAsync()).DisposeAsync();

        var mode = OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(_folder.Path);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, mode);
    }

    [Fact]
    public async Task Open_StoreOfANewerProgram_IsRefused()
    {
        await (await _folder.OpenAsync()).DisposeAsync();
        _folder.Sql("INSERT INTO schema_version (version) VALUES (99);");

        var refusal = await Assert.ThrowsAsync<StoreException>(_folder.OpenAsync);

        Assert.Contains("version 99", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("newer strictpost", refusal.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_FileThatIsNoStore_IsRefused()
    {
        Directory.CreateDirectory(_folder.Path);
        await File.WriteAllTextAsync(_folder.File, new string('x', 4096), TestContext.Current.CancellationToken);

        var refusal = await Assert.ThrowsAsync<StoreException>(_folder.OpenAsync);

        Assert.Contains("is no store", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_FolderIsAFile_IsRefused()
    {
        await File.WriteAllTextAsync(_folder.Path, "", TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<StoreException>(_folder.OpenAsync);
    }
}
