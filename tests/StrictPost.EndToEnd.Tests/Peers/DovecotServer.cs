using MailKit;
using MailKit.Net.Imap;
using MailKit.Security;
using MimeKit;
using StrictPost.EndToEnd.Tests.Running;

namespace StrictPost.EndToEnd.Tests.Peers;

/// <summary>A real Dovecot, with mailboxes for whoever knows the password.</summary>
internal sealed class DovecotServer : IAsyncDisposable
{
    public const string Password = "secret";
    private const string Program = "/usr/sbin/dovecot";

    private readonly string _folder;
    private PeerProcess _process;

    private DovecotServer(string folder, PeerProcess process) => (_folder, _process) = (folder, process);

    /// <summary>For plain connections and STARTTLS.</summary>
    public int Port { get; private init; }

    /// <summary>For TLS from the first byte.</summary>
    public int TlsPort { get; private init; }

    /// <param name="folder">For all it needs.</param>
    /// <param name="certificate">A PEM file with certificate and key.</param>
    public static async Task<DovecotServer> StartAsync(string folder, string certificate)
    {
        var (port, tlsPort) = (PeerPort.Lasting(), PeerPort.Lasting());
        string mail = Directory.CreateDirectory(Path.Combine(folder, "mail")).FullName;
        await Started.SucceedAsync("chown", folder, "mail:mail", mail);
        await Started.SucceedAsync("chmod", folder, "711", folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "dovecot.conf"), Settings(folder, certificate, port, tlsPort));
        return new DovecotServer(folder, await BeginAsync(folder)) { Port = port, TlsPort = tlsPort };
    }

    /// <summary>Ends it, and all its connections, and starts it again on the same ports.</summary>
    public async Task RestartAsync()
    {
        await _process.DisposeAsync();
        _process = await BeginAsync(_folder);
    }

    /// <summary>A client that is logged in.</summary>
    public async Task<ImapClient> LogInAsync(string user)
    {
        var client = new ImapClient();
        await client.ConnectAsync("127.0.0.1", Port, SecureSocketOptions.None, TestContext.Current.CancellationToken);
        await client.AuthenticateAsync(user, Password, TestContext.Current.CancellationToken);
        return client;
    }

    /// <summary>Puts a message into somebody's inbox.</summary>
    public async Task AppendAsync(string user, string subject, int bodyLength = 10)
    {
        using var client = await LogInAsync(user);
        using var message = new MimeMessage { Subject = subject, Body = new TextPart("plain") { Text = new string('x', bodyLength) } };
        message.From.Add(new MailboxAddress("", "tls@reporter.example"));
        await client.Inbox!.AppendAsync(new AppendRequest(message), TestContext.Current.CancellationToken);
    }

    /// <summary>The flags of each message in a folder.</summary>
    public async Task<MessageFlags[]> FlagsAsync(string user, string folder)
    {
        using var client = await LogInAsync(user);
        var opened = await client.GetFolderAsync(folder, TestContext.Current.CancellationToken);
        await opened.OpenAsync(FolderAccess.ReadOnly, TestContext.Current.CancellationToken);
        var messages = await opened.FetchAsync(0, -1, MessageSummaryItems.Flags, TestContext.Current.CancellationToken);
        return [.. messages.Select(message => message.Flags!.Value & ~MessageFlags.Recent)];
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static Task<PeerProcess> BeginAsync(string folder) =>
        PeerProcess.StartAsync("starting up for imap", Program, folder, "-F", "-c", Path.Combine(folder, "dovecot.conf"));

    private static string Settings(string folder, string certificate, int port, int tlsPort) => $$"""
        protocols = imap
        listen = 127.0.0.1
        base_dir = {{folder}}/run
        state_dir = {{folder}}/state
        log_path = /dev/stderr
        disable_plaintext_auth = no
        ssl = yes
        ssl_cert = <{{certificate}}
        ssl_key = <{{certificate}}
        first_valid_uid = 1
        mail_location = maildir:{{folder}}/mail/%u
        shutdown_clients = yes
        passdb {
          driver = static
          args = password={{Password}}
        }
        userdb {
          driver = static
          args = uid=mail gid=mail home={{folder}}/mail/%u
        }
        service imap-login {
          inet_listener imap {
            port = {{port}}
          }
          inet_listener imaps {
            port = {{tlsPort}}
          }
        }
        """;
}
