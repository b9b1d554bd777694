using System.Net;
using StrictPost.EndToEnd.Tests.Peers;

namespace StrictPost.EndToEnd.Tests.Publishing;

/// <summary>A real <c>unbound</c> that asks a server for each zone, and does not keep that there is nothing.</summary>
internal sealed class StubResolver : IAsyncDisposable
{
    private readonly PeerProcess _process;

    private StubResolver(PeerProcess process, int port) => (_process, EndPoint) = (process, new IPEndPoint(IPAddress.Loopback, port));

    public IPEndPoint EndPoint { get; }

    public static async Task<StubResolver> StartAsync(string folder, params (string Zone, IPEndPoint Server)[] stubs)
    {
        int port = PeerPort.Free();
        string configuration = Path.Combine(folder, "unbound.conf");
        await File.WriteAllTextAsync(configuration, $"""
            server:
              chroot: ""
              username: ""
              directory: "{folder}"
              pidfile: ""
              use-syslog: no
              interface: 127.0.0.1
              port: {port}
              do-ip6: no
              do-not-query-localhost: no
              local-zone: "test." nodefault
              module-config: "iterator"
              cache-max-negative-ttl: 0
            {string.Join('\n', stubs.Select(stub => $"stub-zone:\n  name: {stub.Zone}\n  stub-addr: {stub.Server.Address}@{stub.Server.Port}"))}
            remote-control:
              control-enable: no
            """);
        return new StubResolver(await PeerProcess.StartAsync("start of service", "/usr/sbin/unbound", folder, "-d", "-c", configuration), port);
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
