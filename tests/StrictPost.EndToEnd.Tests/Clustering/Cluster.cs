using System.Globalization;
using Microsoft.Data.Sqlite;
using StrictPost.EndToEnd.Tests.Peers;
using StrictPost.EndToEnd.Tests.Serving;
using StrictPost.Protocol.MtaSts;

namespace StrictPost.EndToEnd.Tests.Clustering;

/// <summary>Several real <c>strictpost serve</c> on one real PostgreSQL, each with a data folder of its own.</summary>
internal sealed class Cluster : IAsyncDisposable
{
    private readonly List<Installation> _installations = [];
    private readonly List<RunningServer> _nodes = [];

    private Cluster(PostgresServer postgres) => Postgres = postgres;

    public PostgresServer Postgres { get; }

    public IReadOnlyList<RunningServer> Nodes => _nodes;

    /// <summary>Starts the database, enrols the domains, and starts the nodes.</summary>
    public static async Task<Cluster> StartAsync(int nodes, params string[] domains)
    {
        var cluster = new Cluster(await PostgresServer.StartAsync());
        try
        {
            string connection = await cluster.Postgres.CreateDatabaseAsync();
            string key = await Installation0Async(cluster, connection);
            for (int i = 0; i < nodes; i++)
                cluster._installations.Add(Configured(connection, key));
            foreach (string domain in domains)
                await cluster.DoAsync("domain", "add", domain, "--mx", "mx1.example.org");
            foreach (var installation in cluster._installations)
                cluster._nodes.Add(await RunningServer.StartAsync(installation));
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs strictpost on the shared store, away from all nodes' folders but the first's.</summary>
    public Task<string> DoAsync(params string[] arguments) => _installations[0].DoAsync(arguments);

    /// <summary>A client that trusts one node.</summary>
    public HttpClient Client(int node) => RunningServer.Client(_installations[node].Root);

    public string PolicyUrl(int node, string domain) => RunningServer.PolicyUrl(domain, _nodes[node].Https);

    /// <summary>Starts a node again that was killed or ended.</summary>
    public async Task RestartAsync(int node)
    {
        await _nodes[node].DisposeAsync();
        _nodes[node] = await RunningServer.StartAsync(_installations[node]);
    }

    public async Task<int> ReadyAsync(int node, string path)
    {
        using var client = new HttpClient();
        using var response = await client.GetAsync(
            string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_nodes[node].Operations}{path}"), TestContext.Current.CancellationToken);
        return (int)response.StatusCode;
    }

    /// <summary>The mode of a domain in a node's snapshot; empty where it is not in there yet.</summary>
    public async Task<string> SnapshotModeAsync(int node, string domain)
    {
        await using var connection = new SqliteConnection($"Data Source={_installations[node].File("data/snapshot.db")};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT p.body FROM domain d JOIN publication p ON p.domain = d.name AND p.policy_id = d.policy_id WHERE d.name = @name;";
        command.Parameters.AddWithValue("@name", domain);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken) is string body ? PolicyModes.ToText(StsPolicy.Parse(body).Value!.Mode) : "";
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
            await node.DisposeAsync();
        foreach (var installation in _installations)
            installation.Dispose();
        await Postgres.DisposeAsync();
    }

    private static async Task<string> Installation0Async(Cluster cluster, string connection)
    {
        using var installation = new Installation();
        string key = await installation.DoAsync("store", "new-key");
        await File.WriteAllTextAsync(installation.File("strictpost.toml"), $"[store]\npostgres = \"{connection}\"\n", TestContext.Current.CancellationToken);
        await installation.DoAsync("store", "migrate");
        return key;
    }

    private static Installation Configured(string connection, string key)
    {
        var installation = new Installation();
        File.WriteAllText(installation.File("store.key"), key);
        File.SetUnixFileMode(installation.File("store.key"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.WriteAllText(installation.File("strictpost.toml"), $"[store]\npostgres = \"{connection}\"\nkey_file = \"store.key\"\n");
        return installation;
    }
}
