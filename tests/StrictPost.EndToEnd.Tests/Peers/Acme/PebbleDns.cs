using System.Net.Http.Json;

namespace StrictPost.EndToEnd.Tests.Peers.Acme;

/// <summary>A real <c>pebble-challtestsrv</c>: DNS in which every name is at 127.0.0.1, unless told otherwise.</summary>
internal sealed class PebbleDns : IAsyncDisposable
{
    private readonly PeerProcess _process;
    private readonly HttpClient _management;

    private PebbleDns(PeerProcess process, int port, int management)
    {
        (_process, Port) = (process, port);
        _management = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{management}/") };
    }

    public int Port { get; }

    public static async Task<PebbleDns> StartAsync(string folder)
    {
        int port = PeerPort.Free();
        int management = PeerPort.Free();
        var process = await PeerProcess.StartAsync(
            "Starting management server", "/usr/bin/pebble-challtestsrv", folder,
            "-dns01", $"127.0.0.1:{port}", "-management", $"127.0.0.1:{management}",
            "-defaultIPv4", "127.0.0.1", "-defaultIPv6", "", "-http01", "", "-https01", "", "-tlsalpn01", "");
        await PebbleServer.UntilListeningAsync(port);
        await PebbleServer.UntilListeningAsync(management);
        return new PebbleDns(process, port, management);
    }

    /// <summary>Lets a name be at other IPv4 addresses.</summary>
    public Task MoveAsync(string host, params string[] addresses) => TellAsync("add-a", new { host = host + ".", addresses });

    /// <summary>Makes a name an alias of another.</summary>
    public Task AliasAsync(string host, string target) => TellAsync("set-cname", new { host = host + ".", target = target + "." });

    /// <summary>Lets a name's CAA records allow one issuer.</summary>
    public Task RestrictAsync(string host, string issuer) =>
        TellAsync("add-caa", new { host = host + ".", policies = new[] { new { tag = "issue", value = issuer } } });

    public async ValueTask DisposeAsync()
    {
        _management.Dispose();
        await _process.DisposeAsync();
    }

    private async Task TellAsync(string what, object about)
    {
        using var answer = await _management.PostAsJsonAsync(what, about, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
    }
}
