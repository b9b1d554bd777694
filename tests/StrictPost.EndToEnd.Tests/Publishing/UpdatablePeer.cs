using System.Net;
using StrictPost.Engine.Publishing;
using StrictPost.EndToEnd.Tests.Peers;
using StrictPost.EndToEnd.Tests.Running;

namespace StrictPost.EndToEnd.Tests.Publishing;

/// <summary>A real DNS server that takes updates, configured as the guide shows it.</summary>
public enum PeerKind
{
    /// <summary><c>knotd</c>.</summary>
    Knot,

    /// <summary><c>named</c>.</summary>
    Bind,

    /// <summary><c>pdns_server</c>.</summary>
    PowerDns,
}

/// <summary>One such server with two zones: one that the key may update, and one that it may not.</summary>
internal sealed class UpdatablePeer : IAsyncDisposable
{
    public const string Zone = "updates.test";
    public const string ClosedZone = "closed.test";
    public const string KeyName = "strictpost";

    private readonly PeerProcess _process;

    private UpdatablePeer(PeerProcess process, int port, string keyFile) => (_process, Port, KeyFile) = (process, port, keyFile);

    public int Port { get; }

    public IPEndPoint EndPoint => new(IPAddress.Loopback, Port);

    /// <summary>As <c>tsig-keygen</c> wrote it.</summary>
    public string KeyFile { get; }

    public UpdateKey Key => UpdateKeyFile.Parse(KeyFile).Key!;

    /// <summary>Starts one.</summary>
    /// <param name="kind">Whose.</param>
    /// <param name="folder">An empty folder, for all it needs.</param>
    /// <param name="records">Lines of the open zone's file.</param>
    /// <param name="algorithm">Of the key.</param>
    public static async Task<UpdatablePeer> StartAsync(PeerKind kind, string folder, string records, string algorithm = "hmac-sha256")
    {
        int port = PeerPort.Free();
        string key = await Started.SucceedAsync("/usr/sbin/tsig-keygen", folder, "-a", algorithm, KeyName);
        string start = "$TTL 300\n@ SOA ns.updates.test. host.updates.test. 1 3600 600 86400 60\n@ NS ns.updates.test.\n";
        await File.WriteAllTextAsync(Path.Combine(folder, $"{Zone}.zone"), $"{start}ns A 127.0.0.1\n{records}\n");
        await File.WriteAllTextAsync(Path.Combine(folder, $"{ClosedZone}.zone"), start);
        string keyFile = Path.Combine(folder, "strictpost.key");
        await File.WriteAllTextAsync(keyFile, key);
        string snippet = GuideSnippet.Of(NameOf(kind), Zone, (algorithm, Between(key, "secret \"", "\"")), keyFile);
        var process = kind switch
        {
            PeerKind.Knot => await KnotAsync(folder, port, snippet),
            PeerKind.Bind => await BindAsync(folder, port, snippet),
            _ => await PowerDnsAsync(folder, port, snippet),
        };
        return new UpdatablePeer(process, port, key);
    }

    /// <summary>Sends commands through <c>nsupdate</c>, as an administrator would who edits by hand.</summary>
    public async Task EditAsync(string folder, params string[] commands)
    {
        string keyFile = Path.Combine(folder, $"{Guid.NewGuid():N}.key");
        await File.WriteAllTextAsync(keyFile, KeyFile);
        var ended = await Started.RunAsync(
            "/usr/bin/nsupdate", folder, $"server 127.0.0.1 {Port}\nzone {Zone}\n{string.Join('\n', commands)}\nsend\n", new Dictionary<string, string>(StringComparer.Ordinal), "-v", "-k", keyFile);
        Assert.True(ended.ExitCode == 0, ended.Error + ended.Output);
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static Task<PeerProcess> KnotAsync(string folder, int port, string snippet)
    {
        File.WriteAllText(Path.Combine(folder, "knot.conf"), $"""
            server:
              rundir: {folder}
              listen: 127.0.0.1@{port}
              user: {Environment.UserName}
            log:
              - target: stdout
                any: info
            database:
              storage: {folder}
            template:
              - id: default
                storage: {folder}
                file: "%s.zone"
                zonefile-sync: -1
                zonefile-load: difference-no-serial
                journal-content: all

            """ + $"{snippet}\n  - domain: {ClosedZone}\n");
        return PeerProcess.StartAsync("server started in the foreground", "/usr/sbin/knotd", folder, "-c", Path.Combine(folder, "knot.conf"));
    }

    private static Task<PeerProcess> BindAsync(string folder, int port, string snippet)
    {
        File.WriteAllText(Path.Combine(folder, "named.conf"), $$"""
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
            zone "{{ClosedZone}}" { type primary; file "{{ClosedZone}}.zone"; };

            """ + snippet);
        return PeerProcess.StartAsync(" running", "/usr/sbin/named", folder, "-g", "-n", "1", "-c", Path.Combine(folder, "named.conf"));
    }

    private static async Task<PeerProcess> PowerDnsAsync(string folder, int port, string snippet)
    {
        const string utility = "pdnsutil ";
        string configuration = $"--config-dir={folder}";
        var lines = snippet.Split('\n');
        await File.WriteAllTextAsync(Path.Combine(folder, "pdns.conf"), $"""
            launch=gsqlite3
            gsqlite3-database={folder}/pdns.sqlite3
            gsqlite3-dnssec=yes
            local-address=127.0.0.1
            local-port={port}
            socket-dir={folder}
            query-cache-ttl=0
            cache-ttl=0
            negquery-cache-ttl=0

            """ + string.Join('\n', lines.Where(line => !line.StartsWith(utility, StringComparison.Ordinal))));
        await Started.SucceedAsync("/usr/bin/sqlite3", folder, "pdns.sqlite3", ".read /usr/share/pdns-backend-sqlite3/schema/schema.sqlite3.sql");
        foreach (string zone in new[] { Zone, ClosedZone })
            await Started.SucceedAsync("/usr/bin/pdnsutil", folder, configuration, "load-zone", zone, Path.Combine(folder, $"{zone}.zone"));
        foreach (string command in lines.Where(line => line.StartsWith(utility, StringComparison.Ordinal)))
            await Started.SucceedAsync("/usr/bin/pdnsutil", folder, [configuration, .. command[utility.Length..].Replace("'", "", StringComparison.Ordinal).Split(' ')]);
        return await PeerProcess.StartAsync("ready to distribute questions", "/usr/sbin/pdns_server", folder, configuration, "--disable-syslog", "--log-timestamp=no", "--write-pid=no");
    }

    private static string NameOf(PeerKind kind) => kind switch
    {
        PeerKind.Knot => "Knot",
        PeerKind.Bind => "BIND",
        _ => "PowerDNS",
    };

    private static string Between(string text, string start, string end)
    {
        int from = text.IndexOf(start, StringComparison.Ordinal) + start.Length;
        return text[from..text.IndexOf(end, from, StringComparison.Ordinal)];
    }
}
