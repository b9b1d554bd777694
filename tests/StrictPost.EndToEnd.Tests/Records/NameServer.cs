using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using StrictPost.EndToEnd.Tests.Running;

namespace StrictPost.EndToEnd.Tests.Records;

/// <summary>A real <c>named</c> with the empty zone example.org, which takes updates signed with a key.</summary>
internal sealed class NameServer : IAsyncDisposable
{
    private const string Secret = "c3RyaWN0cG9zdC10ZXN0LWtleS1vZi0zMi1ieXRlcyE=";

    private readonly Process _process;
    private readonly string _folder;
    private readonly int _port;

    private NameServer(Process process, string folder, int port) => (_process, _folder, _port) = (process, folder, port);

    public static async Task<NameServer> StartAsync(string folder)
    {
        int port = FreePort();
        await File.WriteAllTextAsync(Path.Combine(folder, "zone.db"), "$TTL 300\n@ SOA ns host 1 3600 600 86400 300\n@ NS ns\nns A 127.0.0.1\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "named.conf"), $$"""
            key update { algorithm hmac-sha256; secret "{{Secret}}"; };
            options {
                directory "{{folder}}";
                pid-file "{{folder}}/named.pid";
                session-keyfile "{{folder}}/session.key";
                listen-on port {{port}} { 127.0.0.1; };
                listen-on-v6 { none; };
                recursion no;
                notify no;
            };
            controls { };
            zone example.org { type primary; file "zone.db"; update-policy { grant update zonesub ANY; }; };
            """);
        var process = Process.Start(new ProcessStartInfo("/usr/sbin/named", ["-g", "-n", "1", "-c", Path.Combine(folder, "named.conf")])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
        })!;
        var server = new NameServer(process, folder, port);
        await server.UntilItRunsAsync();
        return server;
    }

    /// <summary>Hands a script to the real <c>nsupdate</c>.</summary>
    public Task<Ended> UpdateAsync(string script) => Started.RunAsync(
        "/usr/bin/nsupdate", _folder, $"server 127.0.0.1 {_port}\n{script}", new Dictionary<string, string>(StringComparer.Ordinal), "-y", $"hmac-sha256:update:{Secret}");

    /// <summary>What <c>dig</c> finds, one record a line.</summary>
    public async Task<string[]> AskAsync(string name, string type) =>
        (await Started.SucceedAsync("/usr/bin/dig", _folder, "@127.0.0.1", "-p", $"{_port}", "+short", "+time=5", name, type))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    /// <summary>It says on its log when it is ready; what it says afterwards is read and forgotten, so that it never blocks.</summary>
    private async Task UntilItRunsAsync()
    {
        while (await _process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (!line.EndsWith(" running", StringComparison.Ordinal))
                continue;
            _ = _process.StandardError.BaseStream.CopyToAsync(Stream.Null);
            return;
        }

        Assert.Fail("named did not start.");
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
