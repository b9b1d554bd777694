namespace StrictPost.EndToEnd.Tests.Peers;

/// <summary>A real <c>unbound</c> that validates what the world's name server says, as a sender's own resolver does.</summary>
internal sealed class UnboundResolver : IAsyncDisposable
{
    private static readonly string StrangeKey = new('0', 64);

    private readonly PeerProcess _process;

    private UnboundResolver(PeerProcess process, int port) => (_process, Port) = (process, port);

    public int Port { get; }

    public static async Task<UnboundResolver> StartAsync(string folder, KnotServer authority)
    {
        int port = PeerPort.Free();
        string configuration = Path.Combine(folder, "unbound.conf");
        await File.WriteAllTextAsync(configuration, Configuration(folder, port, authority));
        return new UnboundResolver(await PeerProcess.StartAsync("start of service", "/usr/sbin/unbound", folder, "-d", "-c", configuration), port);
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    /// <remarks>
    /// One stub for each zone, as deep as the zone itself. With one for all of .test, the first answer that holds a zone's NS records would
    /// lead Unbound to port 53 of the server that they name, where nobody listens, and the zone would be gone.
    /// Unbound holds .test to be nobody's (RFC 6761 §6.2), unless told.
    /// </remarks>
    private static string Configuration(string folder, int port, KnotServer authority) => $$"""
        server:
          chroot: ""
          username: ""
          directory: "{{folder}}"
          pidfile: ""
          use-syslog: no
          interface: 127.0.0.1
          port: {{port}}
          do-ip6: no
          do-not-query-localhost: no
          local-zone: "test." nodefault
          module-config: "validator iterator"
          trust-anchor: "{{authority.DelegationSigner}}"
          trust-anchor: "{{PeerZones.Bogus}}. DS 1 13 2 {{StrangeKey}}"
        {{string.Join('\n', PeerZones.All.Select(zone => $"stub-zone:\n  name: {zone}\n  stub-addr: 127.0.0.1@{authority.Port}"))}}
        remote-control:
          control-enable: no
        """;
}
