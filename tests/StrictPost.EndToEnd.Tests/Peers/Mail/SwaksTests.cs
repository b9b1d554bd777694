using System.Globalization;
using System.Text;
using StrictPost.Engine.Intake;
using StrictPost.EndToEnd.Tests.Receiving;
using StrictPost.EndToEnd.Tests.Running;

namespace StrictPost.EndToEnd.Tests.Peers.Mail;

/// <summary>swaks brings reports.</summary>
public sealed class SwaksTests
{
    private const string Recipient = $"example.org@{ReceivingHere.MailHost}";
    private const int SmtpRefused = 24;
    private const int DataRefused = 26;

    [Theory]
    [InlineData]
    [InlineData("--tls")]
    [InlineData("--tls", "--tls-protocol", "tlsv1_2")]
    [InlineData("--pipeline")]
    [InlineData("--pipeline", "--tls")]
    [InlineData("--protocol", "SMTP")]
    [InlineData("--from", "<>")]
    [InlineData("--to", $"tls@other.example,{Recipient}")]
    public async Task Mail_Brought_IsAccepted(params string[] options)
    {
        await using var here = await ReceivingHere.StartAsync();

        var ended = await SwaksAsync(here, [.. options, "--body", "the report"]);

        Assert.True(ended.ExitCode == 0, ended.Output + ended.Error);
        var kept = Assert.Single(await here.DeliveriesAsync());
        Assert.Contains("\r\nthe report\r\n", Encoding.ASCII.GetString(kept.Bytes.Span), StringComparison.Ordinal);
        Assert.Equal((WayIn.Smtp, "example.org"), (kept.Way, kept.AddressedTo));
    }

    [Fact]
    public async Task Mail_WithAnAttachment_IsKept()
    {
        await using var here = await ReceivingHere.StartAsync();
        string file = Path.Combine(here.Server.Folder, "report.json.gz");
        byte[] bytes = new byte[200_000];
        new Random(1).NextBytes(bytes);
        await File.WriteAllBytesAsync(file, bytes, TestContext.Current.CancellationToken);

        var ended = await SwaksAsync(here, "--tls", "--attach-type", "application/tlsrpt+gzip", "--attach", $"@{file}");

        Assert.True(ended.ExitCode == 0, ended.Output + ended.Error);
        var mail = MimeKit.MimeMessage.Load(new MemoryStream(Assert.Single(await here.DeliveriesAsync()).Bytes.ToArray()), TestContext.Current.CancellationToken);
        using var content = new MemoryStream();
        var part = mail.BodyParts.OfType<MimeKit.MimePart>().Single(part => part.ContentType.MimeType == "application/tlsrpt+gzip");
        await part.Content!.DecodeToAsync(content, TestContext.Current.CancellationToken);
        Assert.Equal(bytes, content.ToArray());
    }

    [Theory]
    [InlineData("example.com@reports.example.net")]
    [InlineData("postmaster@reports.example.net")]
    [InlineData("somebody@elsewhere.example")]
    public async Task Mail_ForSomebodyElse_IsRefused(string recipient)
    {
        await using var here = await ReceivingHere.StartAsync();

        var ended = await SwaksAsync(here, "--to", recipient);

        Assert.Equal(SmtpRefused, ended.ExitCode);
        Assert.Contains("<** 550 5.1.1 ", ended.Output, StringComparison.Ordinal);
        Assert.Empty(await here.DeliveriesAsync());
    }

    [Fact]
    public async Task Mail_TooLarge_IsRefused()
    {
        await using var here = await ReceivingHere.StartAsync();
        string file = Path.Combine(here.Server.Folder, "large");
        await File.WriteAllTextAsync(file, string.Concat(Enumerable.Repeat(new string('a', 76) + "\n", (Delivery.MostBytes / 78) + 1)), TestContext.Current.CancellationToken);

        var ended = await SwaksAsync(here, "--hide-all", "--body", $"@{file}");

        Assert.Equal(DataRefused, ended.ExitCode);
        Assert.Empty(await here.DeliveriesAsync());
    }

    private static Task<Ended> SwaksAsync(ReceivingHere here, params string[] options) => Started.RunAsync(
        "swaks", here.Server.Folder,
        ["--server", "127.0.0.1", "--port", here.Smtp.ToString(CultureInfo.InvariantCulture), "--helo", "client.example", "--from", "noreply@reporter.example", "--to", Recipient, .. options]);
}
