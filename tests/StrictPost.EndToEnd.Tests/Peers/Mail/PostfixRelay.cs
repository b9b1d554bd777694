using StrictPost.EndToEnd.Tests.Running;

namespace StrictPost.EndToEnd.Tests.Peers.Mail;

/// <summary>A real Postfix that takes mail from this machine, and passes all of it on to one port.</summary>
internal sealed class PostfixRelay : IAsyncDisposable
{
    private const string Program = "/usr/sbin/postfix";

    private const string Services = """
        postlog unix-dgram n - n - 1 postlogd
        anvil unix - - n - 1 anvil
        tlsmgr unix - - n 1000? 1 tlsmgr
        rewrite unix - - n - - trivial-rewrite
        cleanup unix n - n - 0 cleanup
        qmgr unix n - n 1 1 qmgr
        smtp unix - - n - - smtp
        relay unix - - n - - smtp
        error unix - - n - - error
        retry unix - - n - - error
        bounce unix - - n - 0 bounce
        defer unix - - n - 0 bounce
        trace unix - - n - 0 bounce

        """;

    private readonly PeerProcess _process;
    private readonly string _folder;

    private PostfixRelay(PeerProcess process, string folder, int port) => (_process, _folder, Port) = (process, folder, port);

    /// <summary>Where it takes mail.</summary>
    public int Port { get; }

    /// <param name="folder">For its files; made here.</param>
    /// <param name="target">The port on loopback that it passes mail on to.</param>
    /// <param name="security">As in <c>smtp_tls_security_level</c>.</param>
    public static async Task<PostfixRelay> StartAsync(string folder, int target, string security)
    {
        int port = PeerPort.Free();
        // Postfix's own user must get to its files.
        File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.OtherExecute);
        Directory.CreateDirectory(Path.Combine(folder, "queue"));
        string data = Directory.CreateDirectory(Path.Combine(folder, "data")).FullName;
        await Started.SucceedAsync("chown", folder, "postfix", data);
        await File.WriteAllTextAsync(Path.Combine(folder, "main.cf"), Settings(folder, target, security));
        await File.WriteAllTextAsync(Path.Combine(folder, "master.cf"), $"127.0.0.1:{port} inet n - n - - smtpd\n{Services}");
        return new PostfixRelay(await PeerProcess.StartAsync("daemon started", Program, folder, "-c", folder, "start-fg"), folder, port);
    }

    /// <summary>Waits until its log holds a line with all these words.</summary>
    public Task<string> UntilLoggedAsync(params string[] words) =>
        _process.UntilLoggedAsync(line => words.All(word => line.Contains(word, StringComparison.Ordinal)));

    public IEnumerable<string> Log => _process.Log;

    /// <summary>Its start script runs the server as a child, so the script alone must not be ended.</summary>
    public async ValueTask DisposeAsync()
    {
        using (var stop = Started.Begin(Program, _folder, "-c", _folder, "stop"))
            await stop.WaitForExitAsync();
        await _process.DisposeAsync();
    }

    private static string Settings(string folder, int target, string security) => $"""
        compatibility_level = 3.6
        queue_directory = {folder}/queue
        data_directory = {folder}/data
        command_directory = /usr/sbin
        daemon_directory = /usr/lib/postfix/sbin
        maillog_file = /dev/stdout
        myhostname = relay.example
        inet_protocols = ipv4
        inet_interfaces = 127.0.0.1
        mynetworks = 127.0.0.0/8
        mydestination =
        local_recipient_maps =
        alias_maps =
        local_transport = error:none
        smtpd_relay_restrictions = permit_mynetworks, reject
        message_size_limit = 100000000
        smtputf8_enable = yes
        relayhost = [127.0.0.1]:{target}
        smtp_tls_security_level = {security}
        smtp_tls_loglevel = 1
        queue_run_delay = 1s
        minimal_backoff_time = 1s
        maximal_backoff_time = 1s

        """;
}
