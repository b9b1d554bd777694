using System.Text.Json.Nodes;
using StrictPost.EndToEnd.Tests.Running;
using StrictPost.EndToEnd.Tests.Serving;

namespace StrictPost.EndToEnd.Tests.Changing;

/// <summary>The real program, in a folder of its own, over a real zone that it may change.</summary>
internal sealed class ChangeVerbsHere : IAsyncDisposable
{
    private readonly Installation _installation = new();

    private ChangeVerbsHere(OwnerZone zone) => Zone = zone;

    public OwnerZone Zone { get; }

    public RunningServer? Server { get; private set; }

    public static async Task<ChangeVerbsHere> StartAsync(bool mayPublish = true)
    {
        var here = new ChangeVerbsHere(await OwnerZone.StartAsync(negativeTtl: 1));
        await here.ServeAsync();
        await here.ConfigureAsync(mayPublish);
        await here.RestartAsync();
        return here;
    }

    /// <summary>Ends the server without a chance to tidy up, and starts it again.</summary>
    public async Task RestartAsync()
    {
        Server!.Kill();
        await Server.DisposeAsync();
        await ServeAsync();
    }

    /// <summary>Runs <c>strictpost change</c>.</summary>
    public Task<Ended> ChangeAsync(params string[] arguments) => _installation.RunAsync(["change", .. arguments]);

    /// <summary>Runs another verb.</summary>
    public Task<Ended> RunAsync(params string[] arguments) => _installation.RunAsync(arguments);

    /// <summary>Starts <c>strictpost change</c>, and kills it after so many milliseconds.</summary>
    public async Task DieAsync(int milliseconds, params string[] arguments)
    {
        using var process = _installation.Start(["change", .. arguments]);
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await Task.Delay(milliseconds, TestContext.Current.CancellationToken);
        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        await Task.WhenAll(output, error);
    }

    /// <summary>The changes on record, the newest first.</summary>
    public async Task<JsonArray> HistoryAsync() =>
        JsonNode.Parse((await ChangeAsync("history", OwnerZone.Domain, "--format", "json")).Output)!.AsArray();

    public async ValueTask DisposeAsync()
    {
        if (Server is not null)
            await Server.DisposeAsync();
        _installation.Dispose();
        await Zone.DisposeAsync();
    }

    private async Task ServeAsync() => Server = await RunningServer.StartBareAsync(
        _installation, "--listen", "127.0.0.1", "--https-port", $"{Server?.Https ?? Peers.PeerPort.Lasting()}", "--http-port", "0");

    private Task ConfigureAsync(bool mayPublish) => File.WriteAllTextAsync(_installation.File("strictpost.toml"), $"""
        policy_addresses = ["127.0.0.1"]
        [monitor]
        dns = "{Zone.Resolver}"
        authoritative_port = {Zone.Port}
        https_port = {Server!.Https}
        ca_file = "data/development-ca.pem"
        {(mayPublish ? $"""
            [dns]
            server = "127.0.0.1:{Zone.Port}"
            zones = ["{OwnerZone.Domain}"]
            key_file = "{Zone.KeyFile}"
            ttl = 1
            """ : "")}
        """, TestContext.Current.CancellationToken);
}
