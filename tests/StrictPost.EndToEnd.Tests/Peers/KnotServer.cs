using StrictPost.EndToEnd.Tests.Running;

namespace StrictPost.EndToEnd.Tests.Peers;

/// <summary>A real <c>knotd</c> that has authority over the zones of the world, and signs one of them.</summary>
internal sealed class KnotServer : IAsyncDisposable
{
    private readonly PeerProcess _process;

    private KnotServer(PeerProcess process, int port, string delegationSigner) =>
        (_process, Port, DelegationSigner) = (process, port, delegationSigner);

    public int Port { get; }

    /// <summary>The DS record of the signed zone: what a parent would publish, and a resolver can be told to trust.</summary>
    public string DelegationSigner { get; }

    /// <summary>Starts it on zone files by the name of <c>ZONE.zone</c> in the folder.</summary>
    public static async Task<KnotServer> StartAsync(string folder)
    {
        int port = PeerPort.Free();
        string configuration = Path.Combine(folder, "knot.conf");
        await File.WriteAllTextAsync(configuration, Configuration(folder, port));
        var process = await PeerProcess.StartAsync($"[{PeerZones.Signed}.] DNSSEC, successfully signed", "/usr/sbin/knotd", folder, "-c", configuration);
        try
        {
            await process.UntilLoggedAsync(line => line.Contains("server started in the foreground", StringComparison.Ordinal));
            string signers = await Started.SucceedAsync("/usr/sbin/keymgr", folder, "-c", configuration, PeerZones.Signed, "ds");
            return new KnotServer(process, port, signers.Split('\n').First(line => line.Contains(" 13 2 ", StringComparison.Ordinal)));
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static string Configuration(string folder, int port) => $$"""
        server:
          rundir: {{folder}}
          listen: 127.0.0.1@{{port}}
          user: {{Environment.UserName}}
        log:
          - target: stdout
            any: info
        database:
          storage: {{folder}}
        policy:
          - id: signed
            algorithm: ecdsap256sha256
        template:
          - id: default
            storage: {{folder}}
            file: "%s.zone"
            zonefile-sync: -1
            zonefile-load: difference-no-serial
            journal-content: all
        zone:
          - domain: {{PeerZones.Signed}}
            dnssec-signing: on
            dnssec-policy: signed
          - domain: {{PeerZones.Plain}}
          - domain: {{PeerZones.Bogus}}
          - domain: {{PeerZones.Torn}}
        """;
}
