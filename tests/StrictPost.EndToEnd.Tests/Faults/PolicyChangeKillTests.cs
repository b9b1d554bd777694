using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using StrictPost.EndToEnd.Tests.Peers;
using StrictPost.EndToEnd.Tests.Serving;
using StrictPost.Protocol.MtaSts;

namespace StrictPost.EndToEnd.Tests.Faults;

/// <summary>Policies are changed and served while processes are killed at random moments.</summary>
public sealed class PolicyChangeKillTests : IAsyncDisposable
{
    private const string Domain = "example.org";

    private readonly Installation _installation = new();
    private readonly ConcurrentDictionary<string, bool> _served = new(StringComparer.Ordinal);
    private PostgresServer? _postgres;
    private RunningServer? _server;

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        _installation.Dispose();
        if (_postgres is not null)
            await _postgres.DisposeAsync();
    }

    [Fact]
    public Task Change_KilledAtRandomOnSqlite_NeverLeavesAnythingHalfDone() => RunAsync(kills: 75, seed: 1);

    [Fact]
    public async Task Change_KilledAtRandomOnPostgres_NeverLeavesAnythingHalfDone()
    {
        _postgres = await PostgresServer.StartAsync();
        await File.WriteAllTextAsync(
            _installation.File("strictpost.toml"), $"[store]\npostgres = \"{await _postgres.CreateDatabaseAsync()}\"\nkey_file = \"store.key\"\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(_installation.File("store.key"), await _installation.DoAsync("store", "new-key"), TestContext.Current.CancellationToken);
        File.SetUnixFileMode(_installation.File("store.key"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await RunAsync(kills: 75, seed: 2);
    }

    private async Task RunAsync(int kills, int seed)
    {
        var random = new Random(seed);
        await _installation.DoAsync("domain", "add", Domain, "--mx", "mx1.example.org");
        // How long a change takes here, in whatever company: kills are to fall into all of it, and some after it.
        long start = Stopwatch.GetTimestamp();
        await _installation.DoAsync("domain", "set", Domain, "--max-age", "80000");
        // On a machine that is busy this can be a minute, and there are many kills.
        var whole = TimeSpan.FromSeconds(Math.Min(Stopwatch.GetElapsedTime(start).TotalSeconds, 2));
        _server = await RunningServer.StartAsync(_installation);
        for (int i = 0; i < kills; i++)
        {
            using var stop = new CancellationTokenSource();
            var fetching = FetchUntilAsync(_server, stop.Token);
            using var change = _installation.Start("domain", "set", Domain, "--max-age", string.Create(CultureInfo.InvariantCulture, $"{90_000 + i}"));
            await Task.Delay(whole * random.NextDouble() * 1.5, TestContext.Current.CancellationToken);
            bool killServer = random.Next(5) == 0;
            change.Kill();
            if (killServer)
                _server.Kill();
            await change.WaitForExitAsync(TestContext.Current.CancellationToken);
            await stop.CancelAsync();
            await fetching;
            if (!killServer)
                continue;
            await _server.DisposeAsync();
            _server = await RunningServer.StartAsync(_installation);
        }

        await JudgeAsync(_server);
    }

    /// <summary>All that was ever served is on record, each id stands for one body, and what is served now is what the store says.</summary>
    private async Task JudgeAsync(RunningServer server)
    {
        await _installation.DoAsync("store", "check");
        var published = await PublishedAsync();
        var bodies = published.Select(entry => entry.Body).ToHashSet(StringComparer.Ordinal);
        Assert.Equal(published.Count, published.Select(entry => entry.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(published.Count, bodies.Count);
        Assert.All(published, entry => Assert.True(PolicyId.Fits(entry.Id, entry.Body)));
        Assert.All(_served.Keys, body => Assert.Contains(body, bodies));
        Assert.True(_served.Count > 1, "no change was ever served");
        using var shown = JsonDocument.Parse(await _installation.DoAsync("domain", "show", Domain, "--format", "json"));
        string current = published.Single(entry => entry.Id == shown.RootElement.GetProperty("id").GetString()).Body;
        using var client = RunningServer.Client(_installation.Root);
        Assert.Equal(current, await RunningServer.UntilAsync(
            () => client.GetStringAsync(RunningServer.PolicyUrl(Domain, server.Https), TestContext.Current.CancellationToken), body => body == current));
    }

    private async Task<List<(string Id, string Body)>> PublishedAsync()
    {
        string backup = _installation.File("backup.db");
        await _installation.DoAsync("store", "backup", backup);
        await using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={backup};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT policy_id, body FROM publication ORDER BY policy_id;";
        await using var rows = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var published = new List<(string, string)>();
        while (await rows.ReadAsync(TestContext.Current.CancellationToken))
            published.Add((rows.GetString(0), rows.GetString(1)));
        return published;
    }

    /// <summary>Notes every body that comes whole; a server that is killed answers nothing.</summary>
    private Task FetchUntilAsync(RunningServer server, CancellationToken stop) => Task.Run(async () =>
    {
        using var client = RunningServer.Client(_installation.Root);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                _served[await client.GetStringAsync(RunningServer.PolicyUrl(Domain, server.Https), TestContext.Current.CancellationToken)] = true;
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                return;
            }
        }
    }, CancellationToken.None);
}
