using System.Collections.Immutable;
using Microsoft.Extensions.Time.Testing;
using StrictPost.Engine.Storage;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;

namespace StrictPost.Engine.Tests.Storage;

/// <summary>A store of its own for one test, with a clock that the test sets.</summary>
public abstract class TestStore : IAsyncDisposable
{
    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public abstract StorePlace Place { get; }

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

    /// <summary>Looks at, or tampers with, the database itself: the first column of the first row, as text.</summary>
    public abstract Task<string> SqlAsync(string sql);

    public abstract ValueTask DisposeAsync();
}
