using StrictPost.EndToEnd.Tests.Peers;
using StrictPost.Engine.Storage;
using StrictPost.Engine.Tests.Storage;

[assembly: AssemblyFixture(typeof(RunningPostgres))]

namespace StrictPost.Engine.Tests.Storage;

/// <summary>One real PostgreSQL server for all tests, started when the first one asks.</summary>
public sealed class RunningPostgres : IAsyncDisposable
{
    private readonly Lazy<Task<PostgresServer>> _server = new(PostgresServer.StartAsync);

    public Task<PostgresServer> ServerAsync() => _server.Value;

    public async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated)
            await (await _server.Value).DisposeAsync();
    }
}

/// <summary>A database of its own in that server.</summary>
public sealed class PostgresStore : TestStore
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("strictpost-");
    private readonly PostgresServer _server;
    private readonly string _connection;

    private PostgresStore(PostgresServer server, string connection) => (_server, _connection) = (server, connection);

    public static async Task<PostgresStore> CreateAsync(RunningPostgres running)
    {
        var server = await running.ServerAsync();
        return new PostgresStore(server, await server.CreateDatabaseAsync());
    }

    public override StorePlace Place => new(_folder.FullName) { Postgres = _connection };

    public override async Task<string> SqlAsync(string sql) => (await _server.SqlAsync(_connection.Split(';')[2].Split('=')[1], sql)).TrimEnd();

    public override ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
