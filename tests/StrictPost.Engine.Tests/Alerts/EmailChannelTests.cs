using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using MimeKit;
using StrictPost.EndToEnd.Tests.Peers;
using StrictPost.EndToEnd.Tests.Running;
using StrictPost.Engine.Alerts;
using StrictPost.Protocol.Monitoring;

namespace StrictPost.Engine.Tests.Alerts;

/// <summary>Mail, against Postfix's own receiver for tests.</summary>
public sealed class EmailChannelTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("strictpost-");
    private readonly int _port = PeerPort.Free();
    private Process? _sink;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        if (_sink is { HasExited: false })
            _sink.Kill();
        _sink?.WaitForExit();
        _sink?.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Send_Message_ArrivesAsItShould()
    {
        await StartAsync();

        var outcome = await Channel().SendAsync(AlertSamples.Message(), Cancellation);

        Assert.True(outcome.IsSent, outcome.Detail);
        using var mail = await ReceivedAsync();
        Assert.Equal("[StrictPost] error: example.org: No mx pattern covers it.", mail.Subject);
        Assert.Equal("alerts@example.net", Assert.Single(mail.From.Mailboxes).Address);
        Assert.Equal("postmaster@example.org", mail.To.ToString());
        Assert.Equal("auto-generated", mail.Headers["Auto-Submitted"]);
        Assert.Equal("strictpost-alert-7-9-1@example.net", mail.MessageId);
        Assert.Contains("What to do: Add it.", mail.TextBody!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_TextFromOutside_AddsNoHeaderAndNoLine()
    {
        await StartAsync();

        var outcome = await Channel().SendAsync(AlertSamples.Message("mx\r\nBcc: victim@example.com\r\n\r\nHello"), Cancellation);

        Assert.True(outcome.IsSent, outcome.Detail);
        using var mail = await ReceivedAsync();
        Assert.Empty(mail.Bcc);
        Assert.Contains(@"mx\u{d}\u{a}Bcc: victim@example.com\u{d}\u{a}\u{d}\u{a}Hello", mail.Subject, StringComparison.Ordinal);
        Assert.DoesNotContain(mail.TextBody!.Split('\n'), line => line.StartsWith("Bcc:", StringComparison.Ordinal) || line.StartsWith("Hello", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Send_EndOfAnIncident_BelongsToItsBeginning()
    {
        await StartAsync();

        await Channel().SendAsync(AlertSamples.Message(notice: NoticeKind.Resolved), Cancellation);

        using var mail = await ReceivedAsync();
        Assert.StartsWith("[StrictPost] over: example.org", mail.Subject, StringComparison.Ordinal);
        Assert.Contains($"strictpost-incident-7-{AlertSamples.Now.ToUnixTimeSeconds()}@example.net", mail.References, StringComparer.Ordinal);
    }

    [Fact]
    public async Task Send_ServerThatRefuses_IsSaidSo()
    {
        await StartAsync("-f", "MAIL");

        var outcome = await Channel().SendAsync(AlertSamples.Message(), Cancellation);

        Assert.Equal((false, true), (outcome.IsSent, outcome.IsAnswered));
    }

    [Fact]
    public async Task Send_ServerWithoutStartTls_GetsNothing()
    {
        await StartAsync();

        var outcome = await Channel(EmailSecurity.StartTls).SendAsync(AlertSamples.Message(), Cancellation);

        Assert.False(outcome.IsSent);
        Assert.Empty(_folder.GetFiles());
    }

    [Fact]
    public async Task Send_NobodyThere_IsUnreached()
    {
        var outcome = await Channel().SendAsync(AlertSamples.Message(), Cancellation);

        Assert.Equal((false, false), (outcome.IsSent, outcome.IsAnswered));
    }

    private EmailChannel Channel(EmailSecurity security = EmailSecurity.None) => new(
        new EmailSettings
        {
            Host = "127.0.0.1",
            Port = _port,
            Security = security,
            From = new MailboxAddress("StrictPost", "alerts@example.net"),
            To = [MailboxAddress.Parse("postmaster@example.org")],
        },
        TimeProvider.System);

    private async Task StartAsync(params string[] more)
    {
        // Root has to say as whom it is to run.
        string[] user = Environment.IsPrivilegedProcess ? ["-u", "root"] : [];
        _sink = Started.Begin("/usr/sbin/smtp-sink", _folder.FullName, [.. user, .. more, "-d", "mail.", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_port}"), "16"]);
        while (!await AnswersAsync())
        {
            Assert.False(_sink.HasExited, "smtp-sink did not start");
            await Task.Delay(20, Cancellation);
        }
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, _port, Cancellation);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>What was taken is in a file by the time that it was answered.</summary>
    private async Task<MimeMessage> ReceivedAsync()
    {
        var file = Assert.Single(_folder.GetFiles("mail.*"), file => file.Length > 0);
        string text = await File.ReadAllTextAsync(file.FullName, Cancellation);
        // The envelope stands in front, as headers of its own.
        return await MimeMessage.LoadAsync(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)), Cancellation);
    }
}
