using System.Text;
using StrictPost.EndToEnd.Tests.Running;

namespace StrictPost.EndToEnd.Tests.Peers;

/// <summary>A real Postfix with the mail hosts of the world: one service each, at an address of its own, on one port.</summary>
internal sealed class PostfixMailHosts : IAsyncDisposable
{
    private const string Program = "/usr/sbin/postfix";

    private readonly PeerProcess _process;
    private readonly string _folder;

    private PostfixMailHosts(PeerProcess process, string folder, int port) => (_process, _folder, Port) = (process, folder, port);

    public int Port { get; }

    /// <summary>How many lines its log has: where to look from for what happens next.</summary>
    public int LogLength => _process.Log.Length;

    public static async Task<PostfixMailHosts> StartAsync(
        string folder, IEnumerable<PeerDomain> domains, IReadOnlyDictionary<string, PeerCertificate> certificates)
    {
        int port = PeerPort.Free();
        Directory.CreateDirectory(Path.Combine(folder, "queue"));
        string data = Directory.CreateDirectory(Path.Combine(folder, "data")).FullName;
        await Started.SucceedAsync("chown", folder, "postfix", data);
        await File.WriteAllTextAsync(Path.Combine(folder, "main.cf"), MainSettings(folder));
        var services = new StringBuilder(InnerServices);
        foreach (var domain in domains)
        {
            for (int i = 0; i < domain.MailHosts.Length; i++)
            {
                if (domain.MailHosts[i].Listens)
                    services.Append(Service(domain, i, port, certificates[domain.MailHostName(i)]));
            }
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "master.cf"), services.ToString());
        var process = await PeerProcess.StartAsync("daemon started", Program, folder, "-c", folder, "start-fg");
        return new PostfixMailHosts(process, folder, port);
    }

    /// <summary>What Postfix logs of one host when a session there ends.</summary>
    public Task<string> UntilDisconnectedAsync(string host, int after) =>
        _process.UntilLoggedAsync(line => IsOf(host, line) && line.Contains(": disconnect from ", StringComparison.Ordinal), after);

    /// <summary>All that Postfix has logged of one host.</summary>
    public string[] LogOf(string host, int after) => [.. _process.Log.Skip(after).Where(line => IsOf(host, line))];

    /// <summary>Of what it has logged of one host, the lines that say that somebody came.</summary>
    public IEnumerable<string> VisitsOf(string host, int after) => LogOf(host, after).Where(line => line.Contains(": connect from ", StringComparison.Ordinal));

    /// <summary>Its start script runs the server as a child, so the script alone must not be ended.</summary>
    public async ValueTask DisposeAsync()
    {
        using (var stop = Started.Begin(Program, _folder, "-c", _folder, "stop"))
            await stop.WaitForExitAsync();
        await _process.DisposeAsync();
    }

    private static bool IsOf(string host, string line) => line.Contains($" {host}/", StringComparison.Ordinal);

    private static string Service(PeerDomain domain, int index, int port, PeerCertificate certificate)
    {
        string name = domain.MailHostName(index);
        var host = domain.MailHosts[index];
        string options = string.Concat(new[]
        {
            $"myhostname={name}",
            $"syslog_name={name}",
            $"smtpd_tls_chain_files={certificate.File}",
        }.Concat(host.Settings).Select(setting => $"  -o {{ {setting} }}\n"));
        string endPoint = $"{domain.MailHostAddress(index)}:{port}";
        return host.Postscreen
            ? $"{endPoint} inet n - n - 1 postscreen\n{options}smtpd pass - - n - - smtpd\n{options}"
            : $"{endPoint} inet n - n - - smtpd\n{options}";
    }

    private const string InnerServices = """
        postlog unix-dgram n - n - 1 postlogd
        anvil unix - - n - 1 anvil
        tlsmgr unix - - n 1000? 1 tlsmgr
        tlsproxy unix - - n - 0 tlsproxy
        dnsblog unix - - n - 0 dnsblog
        rewrite unix - - n - - trivial-rewrite
        cleanup unix n - n - 0 cleanup

        """;

    /// <summary>Mail for nobody, of nobody: these hosts are there to be talked to.</summary>
    private static string MainSettings(string folder) => $"""
        compatibility_level = 3.6
        queue_directory = {folder}/queue
        data_directory = {folder}/data
        command_directory = /usr/sbin
        daemon_directory = /usr/lib/postfix/sbin
        maillog_file = /dev/stdout
        inet_protocols = ipv4
        inet_interfaces = 127.0.0.1
        mydestination =
        local_recipient_maps =
        alias_maps =
        smtpd_tls_security_level = may
        smtpd_tls_loglevel = 1

        """;
}
