using System.Diagnostics;
using System.Text;
using StrictPost.EndToEnd.Tests.Peers;
using StrictPost.EndToEnd.Tests.Peers.Acme;
using StrictPost.EndToEnd.Tests.Running;
using StrictPost.EndToEnd.Tests.Serving;

namespace StrictPost.EndToEnd.Tests.Faults;

/// <summary>
/// Three nodes on one PostgreSQL get certificates from Pebble, while two of them are killed again and again, wherever they are. The third
/// answers the authority's questions, whoever placed the order.
/// </summary>
public sealed class IssuanceKillTests : IAsyncLifetime
{
    private const int Kills = 60;
    private const int DomainsAKill = 2;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly PebblePlan _plan = new() { RejectsNonces = 20 };
    private readonly TemporaryFolder _folder = new();
    private readonly List<Installation> _installations = [];
    private readonly RunningServer?[] _nodes = new RunningServer?[3];
    private PostgresServer _postgres = null!;
    private PebbleDns _dns = null!;
    private PebbleServer _pebble = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _postgres = await PostgresServer.StartAsync();
        _dns = await PebbleDns.StartAsync(_folder.Path);
        _pebble = await PebbleServer.StartAsync(_folder.Path, _dns, _plan);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes.OfType<RunningServer>())
            await node.DisposeAsync();
        await _pebble.DisposeAsync();
        await _dns.DisposeAsync();
        await _postgres.DisposeAsync();
        foreach (var installation in _installations)
            installation.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Nodes_KilledWhileTheyIssue_OthersFinishAndNoCertificateIsWithoutItsKey()
    {
        await PrepareAsync();
        for (int node = 0; node < _nodes.Length; node++)
            _nodes[node] = await StartAsync(node);
        var random = new Random(8555);
        long start = Stopwatch.GetTimestamp();
        await EnrolAsync(0);
        // On a machine that is busy this can be a minute, and there are many kills.
        var whole = TimeSpan.FromSeconds(Math.Min(Stopwatch.GetElapsedTime(start).TotalSeconds, 1.5));
        for (int kill = 1; kill <= Kills; kill++)
        {
            int victim = 1 + (kill % 2);
            var enrolling = EnrolAsync(kill);
            await Task.Delay(whole * random.NextDouble() * 2, Cancellation);
            _nodes[victim]!.Kill();
            await enrolling;
            await _nodes[victim]!.DisposeAsync();
            _nodes[victim] = await StartAsync(victim);
        }

        const int domains = (Kills + 1) * DomainsAKill;
        await RunningServer.UntilAsync(() => _postgres.SqlAsync("test1", "SELECT count(*) FROM certificate;"), count => count.Trim() == $"{domains}", Patience);
        // Every key opens, and is its certificate's.
        await _installations[0].DoAsync("store", "check");
        // A node that is killed between an order and the note of its number places it again; nothing else is asked for twice.
        Assert.InRange(_pebble.OrderCount, domains, domains + Kills);
    }

    private async Task PrepareAsync()
    {
        string connection = await _postgres.CreateDatabaseAsync();
        string? key = null;
        for (int node = 0; node < _nodes.Length; node++)
        {
            var installation = new Installation();
            _installations.Add(installation);
            key ??= await installation.DoAsync("store", "new-key");
            await File.WriteAllTextAsync(installation.File("store.key"), key, Cancellation);
            File.SetUnixFileMode(installation.File("store.key"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
            await File.WriteAllTextAsync(installation.File("strictpost.toml"), $"""
                policy_addresses = ["127.0.0.1", "127.0.0.2", "127.0.0.3"]
                [store]
                postgres = "{connection}"
                key_file = "store.key"
                [acme]
                directory = ["{_pebble.Directory}"]
                agree_terms = true
                ca_file = "{_pebble.RootFile}"
                dns = "127.0.0.1:{_dns.Port}"
                lease_seconds = 3
                retry_seconds = 3
                failures_per_host_in_1_hour = 1000
                orders_in_3_hours = 10000
                """, Cancellation);
        }

        await _installations[0].DoAsync("store", "migrate");
    }

    private Task<RunningServer> StartAsync(int node) => RunningServer.StartBareAsync(
        _installations[node], "--https-port", $"{_plan.TlsPort}", "--http-port", $"{_plan.HttpPort}", "--listen", $"127.0.0.{node + 1}");

    private async Task EnrolAsync(int round)
    {
        var list = new StringBuilder("domain,mode,max_age,mx,rua\n");
        for (int number = 0; number < DomainsAKill; number++)
            list.Append($"d{number}.round{round}.test,testing,86400,mx1.round{round}.test,\n");
        string file = _installations[0].File($"round{round}.csv");
        await File.WriteAllTextAsync(file, list.ToString(), Cancellation);
        await _installations[0].DoAsync("domain", "import", file);
    }
}
