using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MailKit;
using MimeKit;
using StrictPost.EndToEnd.Tests.Peers;
using StrictPost.EndToEnd.Tests.Reporting;
using StrictPost.EndToEnd.Tests.Running;
using StrictPost.EndToEnd.Tests.Serving;

namespace StrictPost.EndToEnd.Tests.Receiving;

/// <summary>A running <c>serve</c> with every way open by which reports can come, and those who use the ways.</summary>
internal sealed class WaysIn : IAsyncDisposable
{
    private const string User = "reports";

    private readonly DirectoryInfo _peers = Directory.CreateTempSubdirectory("strictpost-peers-");
    private PeerCertificates _certificates = null!;
    private DovecotServer _dovecot = null!;
    private RunningServer _server = null!;

    private WaysIn()
    {
    }

    public Installation Installation { get; } = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Starts it for example.org.</summary>
    /// <param name="dns">Where keys of signatures are asked for.</param>
    public static async Task<WaysIn> StartAsync(string dns = "127.0.0.1:1")
    {
        var ways = new WaysIn();
        try
        {
            await ways.BeginAsync(dns);
            return ways;
        }
        catch
        {
            await ways.DisposeAsync();
            throw;
        }
    }

    /// <summary>Brings a report, and waits until it is in the store.</summary>
    public async Task BringAsync(string way, JsonObject report)
    {
        int before = await CountAsync();
        Task bringing = way switch
        {
            "https" => PostAsync(report),
            "smtp" => MailAsync(report.ToMail()),
            "imap" => AppendAsync(report.ToMail()),
            "maildir" => File.WriteAllBytesAsync(Installation.File($"mail/new/{before}.host"), report.ToMail().ToBytes(), Cancellation),
            "mbox" => ImportMboxAsync(report.ToMail()),
            "pipe" => PipeAsync(report.ToMail()),
            _ => ImportAsync(report),
        };
        await bringing;
        await UntilStoredAsync(before + 1);
    }

    /// <summary>swaks brings a mail, and waits until it is in the store.</summary>
    public async Task BringMailAsync(MimeMessage mail)
    {
        int before = await CountAsync();
        await MailAsync(mail);
        await UntilStoredAsync(before + 1);
    }

    /// <summary>What <c>reports list</c> says, in the order in which reports came: way, trust and standing.</summary>
    public async Task<string[]> ListAsync()
    {
        using var list = JsonDocument.Parse(await Installation.DoAsync("reports", "list", "--format", "json"));
        return [.. list.RootElement.EnumerateArray().Reverse().Select(report => $"{report.GetProperty("way")} {report.GetProperty("trust")} {report.GetProperty("standing")}")];
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        if (_dovecot is not null)
            await _dovecot.DisposeAsync();
        _certificates?.Dispose();
        Installation.Dispose();
        _peers.Delete(recursive: true);
    }

    private async Task BeginAsync(string dns)
    {
        // Dovecot's mailboxes belong to a user of their own, who has to get there.
        _peers.UnixFileMode |= UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        _certificates = await PeerCertificates.CreateAsync(Path.Combine(_peers.FullName, "ca"), TimeProvider.System.GetUtcNow());
        var certificate = await _certificates.ForAsync("localhost", CertificateKind.Good, sendIssuer: false);
        _dovecot = await DovecotServer.StartAsync(_peers.CreateSubdirectory("dovecot").FullName, certificate.File);
        foreach (string name in (string[])["new", "cur", "tmp"])
            Directory.CreateDirectory(Installation.File($"mail/{name}"));
        await File.WriteAllTextAsync(Installation.File("password"), DovecotServer.Password, Cancellation);
        await File.WriteAllTextAsync(Installation.File("strictpost.toml"), $"""
            [reports]
            host = "{ReceivingHere.MailHost}"
            smtp_port = 0
            smtp_listen = ["127.0.0.1"]
            dns = "{dns}"
            maildir = "mail"

            [reports.imap]
            host = "127.0.0.1"
            port = {_dovecot.Port}
            security = "none"
            user = "{User}"
            password_file = "password"
            """, Cancellation);
        await Installation.DoAsync("domain", "add", "example.org", "--mx", "mx1.example.org");
        _server = await RunningServer.StartAsync(Installation);
    }

    private async Task<int> CountAsync() => int.Parse((await StoreRows.AskAsync(Installation, "SELECT count(*) FROM report"))[0], CultureInfo.InvariantCulture);

    private Task<string> UntilStoredAsync(int count) => RunningServer.UntilAsync(async () => $"{await CountAsync()}", now => now == $"{count}");

    private async Task PostAsync(JsonObject report)
    {
        await File.WriteAllBytesAsync(Installation.File("post.json.gz"), report.ToGzip(), Cancellation);
        using var shown = JsonDocument.Parse(await Installation.DoAsync("domain", "show", "example.org", "--format", "json"));
        string address = shown.RootElement.GetProperty("reportAddresses").EnumerateArray().Select(each => each.GetString()!).Single(each => each.StartsWith("https:", StringComparison.Ordinal));
        await SucceedAsync(
            "curl", "-sS", "--fail", "--cacert", Installation.Root, "--connect-to", $"::127.0.0.1:{_server.Https}",
            "-H", "Content-Type: application/tlsrpt+gzip", "--data-binary", "@post.json.gz", address);
    }

    private async Task MailAsync(MimeMessage mail)
    {
        await File.WriteAllBytesAsync(Installation.File("sent.eml"), mail.ToBytes(), Cancellation);
        await SucceedAsync(
            "swaks", "--server", "127.0.0.1", "--port", $"{_server.PortOf("smtp")}", "--helo", "mail.reporter.example", "--tls",
            "--from", "noreply@reporter.example", "--to", $"example.org@{ReceivingHere.MailHost}", "--data", "@sent.eml");
    }

    private async Task AppendAsync(MimeMessage mail)
    {
        using var client = await _dovecot.LogInAsync(User);
        await client.Inbox!.AppendAsync(new AppendRequest(mail), Cancellation);
    }

    private async Task ImportMboxAsync(MimeMessage mail)
    {
        await File.WriteAllBytesAsync(Installation.File("mbox"), [.. "From noreply@reporter.example Sun Nov 22 00:00:00 2026\n"u8, .. mail.ToBytes(), .. "\n"u8], Cancellation);
        await Installation.DoAsync("reports", "import", "mbox");
    }

    private async Task PipeAsync(MimeMessage mail)
    {
        await File.WriteAllBytesAsync(Installation.File("piped.eml"), mail.ToBytes(), Cancellation);
        Assert.Empty(await SucceedAsync("sh", "-c", $"'{Started.StrictPost}' reports import --pipe - < piped.eml"));
    }

    private async Task ImportAsync(JsonObject report)
    {
        await File.WriteAllTextAsync(Installation.File("report.json"), report.ToJsonString(), Cancellation);
        await Installation.DoAsync("reports", "import", "report.json");
    }

    private Task<string> SucceedAsync(string program, params string[] arguments) =>
        Started.SucceedAsync(program, Path.GetDirectoryName(Installation.File("x"))!, arguments);
}
