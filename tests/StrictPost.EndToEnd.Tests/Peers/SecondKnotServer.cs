namespace StrictPost.EndToEnd.Tests.Peers;

/// <summary>Another <c>knotd</c>, at another address, for the zone that has two servers.</summary>
internal sealed class SecondKnotServer : IAsyncDisposable
{
    private readonly PeerProcess _process;

    private SecondKnotServer(PeerProcess process) => _process = process;

    /// <summary>Starts it on the zone file in the folder, at the port of the first server: NS records tell no ports.</summary>
    public static async Task<SecondKnotServer> StartAsync(string folder, int port)
    {
        string configuration = Path.Combine(folder, "knot.conf");
        await File.WriteAllTextAsync(configuration, Configuration(folder, port));
        return new SecondKnotServer(await PeerProcess.StartAsync("server started in the foreground", "/usr/sbin/knotd", folder, "-c", configuration));
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static string Configuration(string folder, int port) => $$"""
        server:
          rundir: {{folder}}
          listen: {{PeerZones.SecondAddress}}@{{port}}
          user: {{Environment.UserName}}
        log:
          - target: stdout
            any: info
        database:
          storage: {{folder}}
        template:
          - id: default
            storage: {{folder}}
            file: "%s.zone"
            zonefile-sync: -1
        zone:
          - domain: {{PeerZones.Torn}}
        """;
}
