using System.Globalization;
using System.Net.Sockets;
using StrictPost.EndToEnd.Tests.Serving;

namespace StrictPost.EndToEnd.Tests.Hostile;

/// <summary>Whoever hoards connections keeps nobody else out.</summary>
public sealed class CrowdTests : IDisposable
{
    /// <summary>More than the server takes.</summary>
    private const int Hoard = 10_500;

    /// <summary>Far above what the server needs, far below what it would need if each connection cost a thread or a context.</summary>
    private const long MostMemory = 400L * 1024 * 1024;

    private readonly Installation _installation = new();

    public void Dispose() => _installation.Dispose();

    [Fact]
    public async Task Network_WithAllItsConnections_GetsNoMoreUntilOneEnds()
    {
        await using var server = await ServerHere.StartAsync(["example.org"], plan => plan with { ConnectionsPerNetwork = 3 });
        var kept = new List<RawClient>();
        for (int i = 0; i < 3; i++)
            kept.Add(await RawClient.ConnectAsync(server.Https, $"127.0.7.{i + 1}"));

        using (var more = await RawClient.ConnectAsync(server.Https, "127.0.7.77"))
            Assert.Empty(await more.UntilEndAsync());
        await using (await server.ConnectAsync("example.org"))
            Assert.Single(server.Certificates.Loads);

        kept[0].Dispose();
        await RunningServer.UntilAsync(
            async () => (await server.RunAsync("curl", Curl(server.RootFile, server.Https, "127.0.7.77"))).Output, body => body.StartsWith("version", StringComparison.Ordinal));
        kept.ForEach(client => client.Dispose());
    }

    [Fact]
    public async Task Connections_HoardedByOneNetwork_LeaveRoomForOthers()
    {
        await using var server = await StartAsync("");
        using var hoard = await Hoarded.ByAsync(server.Https, Hoard, _ => "127.0.9.9");

        Assert.StartsWith("version: STSv1", await FetchAsync(server), StringComparison.Ordinal);
        Assert.True(server.ResidentMemory() < MostMemory, $"{server.ResidentMemory()} bytes");
    }

    [Fact]
    public async Task Connections_HoardedByManyNetworks_MakeRoomForOthers()
    {
        await using var server = await StartAsync("");
        using var hoard = await Hoarded.ByAsync(server.Https, Hoard, i => string.Create(CultureInfo.InvariantCulture, $"127.1.{i % 250}.1"));

        for (int i = 0; i < 20; i++)
            Assert.StartsWith("version: STSv1", await FetchAsync(server), StringComparison.Ordinal);
        Assert.True(server.ResidentMemory() < MostMemory, $"{server.ResidentMemory()} bytes");
    }

    private async Task<RunningServer> StartAsync(string settings)
    {
        await File.WriteAllTextAsync(_installation.File("strictpost.toml"), settings, TestContext.Current.CancellationToken);
        await _installation.DoAsync("domain", "add", "example.org", "--mx", "mx1.example.org");
        return await RunningServer.StartAsync(_installation);
    }

    private async Task<string> FetchAsync(RunningServer server)
    {
        var ended = await _installation.RunAsync("curl", Curl(_installation.Root, server.Https, "127.0.0.1"));
        return ended.Output + ended.Error;
    }

    private static string[] Curl(string root, int port, string from) =>
        ["-sS", "--cacert", root, "--interface", from, "--connect-to", $"::127.0.0.1:{port}", RunningServer.PolicyUrl("example.org", port)];

    /// <summary>Many open connections on which nothing is said.</summary>
    private sealed class Hoarded(List<RawClient> clients) : IDisposable
    {
        public static async Task<Hoarded> ByAsync(int port, int count, Func<int, string> from)
        {
            var hoarded = new Hoarded([]);
            for (int i = 0; i < count; i++)
            {
                try
                {
                    hoarded.Add(await RawClient.ConnectAsync(port, from(i)));
                }
                catch (SocketException fault) when (fault.SocketErrorCode == SocketError.ConnectionReset)
                {
                    // Turned away so soon that connecting failed.
                }
            }

            return hoarded;
        }

        public void Dispose() => clients.ForEach(client => client.Dispose());

        private void Add(RawClient client) => clients.Add(client);
    }
}
