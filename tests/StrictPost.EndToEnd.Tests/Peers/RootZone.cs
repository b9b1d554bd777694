namespace StrictPost.EndToEnd.Tests.Peers;

/// <summary>A real <c>named</c> that has authority over all names there are.</summary>
internal sealed class RootZone : IAsyncDisposable
{
    private const int LongestString = 255;

    private readonly PeerProcess _process;

    private RootZone(PeerProcess process, int port) => (_process, Port) = (process, port);

    public int Port { get; }

    /// <summary>As the option --dns wants it.</summary>
    public string Address => $"127.0.0.1:{Port}";

    /// <param name="folder">For all it needs.</param>
    /// <param name="records">Lines of a zone file; names end with a dot.</param>
    public static async Task<RootZone> StartAsync(string folder, params IEnumerable<string> records)
    {
        int port = PeerPort.Free();
        await File.WriteAllLinesAsync(Path.Combine(folder, "root.zone"), ["$TTL 300", ". SOA ns. host. 1 3600 600 86400 300", ". NS ns.", "ns. A 127.0.0.1", .. records]);
        await File.WriteAllTextAsync(Path.Combine(folder, "named.conf"), $$"""
            options {
                directory "{{folder}}";
                pid-file "{{folder}}/named.pid";
                session-keyfile "{{folder}}/session.key";
                listen-on port {{port}} { 127.0.0.1; };
                listen-on-v6 { none; };
                recursion no;
                dnssec-validation no;
            };
            controls { };
            zone "." { type primary; file "root.zone"; };
            """);
        return new RootZone(await PeerProcess.StartAsync(" running", "/usr/sbin/named", folder, "-g", "-n", "1", "-c", Path.Combine(folder, "named.conf")), port);
    }

    /// <summary>A TXT record of any length.</summary>
    public static string Text(string name, string text) =>
        $"{name}. TXT {string.Join(' ', text.Chunk(LongestString).Select(part => $"\"{new string(part)}\""))}";

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
