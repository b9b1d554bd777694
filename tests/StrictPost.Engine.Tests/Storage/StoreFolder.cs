using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using StrictPost.Engine.Storage;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;

namespace StrictPost.Engine.Tests.Storage;

/// <summary>A data folder of its own for one test, with a clock that the test sets.</summary>
internal sealed class StoreFolder : IDisposable
{
    private readonly DirectoryInfo _parent = Directory.CreateTempSubdirectory("strictpost-");

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public string Path => System.IO.Path.Combine(_parent.FullName, "data");

    public string File => System.IO.Path.Combine(Path, "strictpost.db");

    public StorePlace Place => new(Path);

    public Task<Database> OpenAsync() => Database.OpenAsync(Place, Time, TestContext.Current.CancellationToken);

    public async Task<(SaveOutcome Outcome, EnrolledDomain Domain)> SaveAsync(DomainSettings settings)
    {
        await using var database = await OpenAsync();
        await using var transaction = await new DomainStore(database).BeginAsync(TestContext.Current.CancellationToken);
        var saved = await transaction.SaveAsync(settings, TestContext.Current.CancellationToken);
        await transaction.CommitAsync(TestContext.Current.CancellationToken);
        return saved;
    }

    public async Task RemoveAsync(string domain)
    {
        await using var database = await OpenAsync();
        await using var transaction = await new DomainStore(database).BeginAsync(TestContext.Current.CancellationToken);
        Assert.True(await transaction.RemoveAsync(DomainName.Parse(domain).Value!, TestContext.Current.CancellationToken));
        await transaction.CommitAsync(TestContext.Current.CancellationToken);
    }

    public static DomainSettings Settings(string domain, PolicyMode mode = PolicyMode.Testing, params ImmutableArray<string> mx) =>
        new(DomainName.Parse(domain).Value!, new StsPolicy
        {
            Mode = mode,
            MaxAge = 86_400,
            Mx = [.. (mx.IsEmpty ? ["mx1.example.org"] : mx).Select(pattern => MxPattern.Parse(pattern).Value!)],
        });

    /// <summary>Looks at, or tampers with, the file itself.</summary>
    public object? Sql(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    public void Dispose() => _parent.Delete(recursive: true);
}
