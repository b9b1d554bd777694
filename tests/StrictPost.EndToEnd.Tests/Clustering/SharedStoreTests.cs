using StrictPost.EndToEnd.Tests.Serving;

namespace StrictPost.EndToEnd.Tests.Clustering;

/// <summary>Nodes that share a PostgreSQL store: changes reach all of them, and its loss stops nobody.</summary>
public sealed class SharedStoreTests
{
    private const string Domain = "example.org";

    /// <summary>Longer than any connection's time-out.</summary>
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Change_ByTheCommandLine_IsServedByAllNodes()
    {
        await using var cluster = await Cluster.StartAsync(3, Domain);

        foreach (string mode in (string[])["enforce", "none", "testing"])
        {
            await cluster.DoAsync("domain", "set", Domain, "--mode", mode);
            await Task.WhenAll(Enumerable.Range(0, 3).Select(node => UntilServedAsync(cluster, node, $"mode: {mode}\r\n")));
        }
    }

    [Fact]
    public async Task Change_WithoutNotification_IsServedAllTheSame()
    {
        await using var cluster = await Cluster.StartAsync(1, Domain);

        await cluster.Postgres.SqlAsync("test1", "UPDATE publication SET body = replace(body, 'mx1', 'mx9'); UPDATE counter SET value = value + 1 WHERE name = 'change'; UPDATE change_log SET sequence = (SELECT value FROM counter WHERE name = 'change');");

        await UntilServedAsync(cluster, 0, "mx: mx9.example.org\r\n");
    }

    [Fact]
    public async Task Store_StoppedUnderLoad_NoFetchFailsAndARestartedNodeServesItsSnapshot()
    {
        await using var cluster = await Cluster.StartAsync(3, Domain, "second.example");
        await cluster.DoAsync("domain", "set", Domain, "--mode", "enforce");
        await Task.WhenAll(Enumerable.Range(0, 3).Select(node => UntilServedAsync(cluster, node, "mode: enforce\r\n")));
        await RunningServer.UntilAsync(() => SnapshotAsync(cluster), held => held == "enforce");
        using var stop = new CancellationTokenSource();
        // The third node is the one to be restarted.
        var load = Enumerable.Range(0, 4).Select(number => FetchUntilAsync(cluster, number % 2, stop.Token)).ToList();

        await cluster.Postgres.StopAsync();
        await RunningServer.UntilAsync(async () => $"{await cluster.ReadyAsync(0, "/readyz")}", status => status == "503");
        cluster.Nodes[2].Kill();
        await cluster.RestartAsync(2);
        using var client = cluster.Client(2);
        string body = await client.GetStringAsync(cluster.PolicyUrl(2, Domain), TestContext.Current.CancellationToken);
        string second = await client.GetStringAsync(cluster.PolicyUrl(2, "second.example"), TestContext.Current.CancellationToken);
        int policiesReady = await cluster.ReadyAsync(2, "/readyz/policies");
        int ready = await cluster.ReadyAsync(2, "/readyz");
        await Task.Delay(Outage, TestContext.Current.CancellationToken);
        await cluster.Postgres.StartAgainAsync();
        await cluster.DoAsync("domain", "set", Domain, "--mode", "none");
        await Task.WhenAll(Enumerable.Range(0, 3).Select(node => UntilServedAsync(cluster, node, "mode: none\r\n")));
        await stop.CancelAsync();

        Assert.Contains("mode: enforce\r\n", body, StringComparison.Ordinal);
        Assert.Contains("mode: testing\r\n", second, StringComparison.Ordinal);
        Assert.Equal((200, 503), (policiesReady, ready));
        Assert.All(await Task.WhenAll(load), fetched => Assert.True(fetched > 100, $"only {fetched} fetches"));
        Assert.Equal(200, await cluster.ReadyAsync(2, "/readyz"));
    }

    /// <summary>Fetches again and again; one that fails ends the test.</summary>
    private static Task<int> FetchUntilAsync(Cluster cluster, int node, CancellationToken stop) => Task.Run(async () =>
    {
        using var client = cluster.Client(node);
        int fetched = 0;
        for (; !stop.IsCancellationRequested; fetched++)
            Assert.StartsWith("version: STSv1\r\n", await client.GetStringAsync(cluster.PolicyUrl(node, Domain), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        return fetched;
    });

    private static async Task UntilServedAsync(Cluster cluster, int node, string line)
    {
        using var client = cluster.Client(node);
        await RunningServer.UntilAsync(
            () => client.GetStringAsync(cluster.PolicyUrl(node, Domain), TestContext.Current.CancellationToken),
            body => body.Contains(line, StringComparison.Ordinal));
    }

    /// <summary>The mode that the third node's snapshot holds.</summary>
    private static async Task<string> SnapshotAsync(Cluster cluster) => await cluster.SnapshotModeAsync(2, Domain);
}
