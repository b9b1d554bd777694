using System.Globalization;
using System.Text.Json;
using StrictPost.EndToEnd.Tests.Serving;

namespace StrictPost.EndToEnd.Tests.Receiving;

/// <summary>Where reports go, from the configuration to the record and to the ports that take them.</summary>
public sealed class ReportAddressTests : IDisposable
{
    private const string Host = "[reports]\nhost = \"reports.example.net\"\n";

    private readonly Installation _installation = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _installation.Dispose();

    [Fact]
    public async Task Record_WithoutAnAddressSet_NamesTheOnesThatServeAnswersAt()
    {
        await ConfigureAsync("");
        await EnrolAsync("example.org");

        string address = Assert.Single(await AddressesAsync("example.org"));

        Assert.Matches("^https://mta-sts\\.example\\.org/v1/tlsrpt/[A-Za-z0-9_-]{22}$", address);
        Assert.Equal($"v=TLSRPTv1; rua={address};", await RecordAsync("example.org"));
        // The same each time.
        Assert.Equal([address], await AddressesAsync("example.org"));
    }

    [Fact]
    public async Task Record_WithAMailHost_NamesAnAddressThereFirst()
    {
        await ConfigureAsync(Host);
        await EnrolAsync("münchen.example", "--mx", "mx.xn--mnchen-3ya.example");

        string[] addresses = await AddressesAsync("münchen.example");

        Assert.Equal(2, addresses.Length);
        Assert.Equal("mailto:xn--mnchen-3ya.example@reports.example.net", addresses[0]);
        Assert.Equal($"v=TLSRPTv1; rua={string.Join(',', addresses)};", await RecordAsync("xn--mnchen-3ya.example"));
        Assert.Contains(addresses[1], await _installation.DoAsync("domain", "show", "münchen.example"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Domain_TooLongForALocalPart_HasNoMailAddress()
    {
        string domain = $"{new string('a', 40)}.{new string('b', 24)}.example";
        await ConfigureAsync(Host);
        await EnrolAsync(domain);

        Assert.StartsWith("https:", Assert.Single(await AddressesAsync(domain)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Record_WithAddressesSet_NamesThoseAlone()
    {
        await ConfigureAsync("[reports]\nrua = [\"mailto:all@example.net\"]\n");
        await EnrolAsync("example.org");
        await EnrolAsync("example.com", "--mx", "mx1.example.com", "--rua", "mailto:own@example.com");

        Assert.Equal("v=TLSRPTv1; rua=mailto:all@example.net;", await RecordAsync("example.org"));
        Assert.Equal("v=TLSRPTv1; rua=mailto:own@example.com;", await RecordAsync("example.com"));
    }

    [Fact]
    public async Task Receiver_Configured_TakesMailAndPostsOfARunningServer()
    {
        await ConfigureAsync(Host + "smtp_port = 0\nsmtp_listen = [\"127.0.0.1\"]\n");
        await EnrolAsync("example.org");
        string path = new Uri((await AddressesAsync("example.org"))[1]).AbsolutePath;
        await using var server = await RunningServer.StartAsync(_installation);

        await using var talk = await SmtpTalk.BeginAsync(server.PortOf("smtp"));
        await talk.ExpectAsync("220 reports.example.net ");
        await talk.BeginMessageAsync();
        await talk.SendAsync("Subject: x\r\n\r\n.\r\n");
        await talk.ExpectAsync("250 2.0.0");
        using var client = RunningServer.Client(_installation.Root);
        using var body = new StringContent("{}");
        using var answer = await client.PostAsync(new Uri(string.Create(CultureInfo.InvariantCulture, $"https://mta-sts.example.org:{server.Https}{path}")), body, Cancellation);
        Assert.Equal(System.Net.HttpStatusCode.Created, answer.StatusCode);

        await using var idle = await SmtpTalk.BeginAsync(server.PortOf("smtp"));
        await idle.ExpectAsync("220");
        server.Signal();
        await idle.ExpectAsync("421 4.3.2", "");
        await talk.ExpectAsync("421 4.3.2", "");
        Assert.Equal(0, await server.ExitCodeAsync());
    }

    [Theory]
    [InlineData("[reports]\nsmtp_port = 0\n", "`reports.host` is not")]
    [InlineData("[reports]\nsmtp_port = 70000\n", "is no port")]
    [InlineData("[reports]\nsmtp_recipients = [\"nobody\"]\n", "is no mail address")]
    [InlineData("[reports]\nkeep_days = 0\n", "is 0")]
    [InlineData("[reports]\nhost = \"not a host\"\n", "reports.host")]
    [InlineData("[reports.imap]\nsecurity = \"ssl\"\n", "reports.imap.security")]
    [InlineData("[reports]\nmaildir = \"nowhere\"\n", "nowhere is no Maildir")]
    [InlineData("[reports.imap]\nhost = \"imap.example\"\n", "`password_file` is not")]
    [InlineData("[reports.imap]\nhost = \"imap.example\"\nuser = \"u\"\npassword_file = \"none\"\n", "There is no file none")]
    [InlineData("[reports]\nmaildirs = \"x\"\n", "reports.maildir")]
    public async Task Settings_ThatMakeNoSense_AreRefusedWithAReason(string settings, string words)
    {
        await ConfigureAsync(settings);

        var ended = await _installation.RunAsync("serve", "--https-port", "0", "--http-port", "0", "--operations-port", "0");

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains(words, ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Maildir_Watched_IsEmptiedIntoTheStore()
    {
        foreach (string name in (string[])["new", "cur", "tmp"])
            Directory.CreateDirectory(_installation.File($"mail/{name}"));
        await File.WriteAllTextAsync(_installation.File("mail/new/1.host"), "Subject: x\r\n\r\n", Cancellation);
        await ConfigureAsync("[reports]\nmaildir = \"mail\"\n");
        await EnrolAsync("example.org");
        await using var server = await RunningServer.StartAsync(_installation);

        await RunningServer.UntilAsync(
            () => Task.FromResult(string.Join(' ', Directory.GetFiles(_installation.File("mail/cur")).Select(Path.GetFileName))), names => names == "1.host:2,S");
        Assert.Empty(Directory.GetFiles(_installation.File("mail/new")));
    }

    [Fact]
    public async Task Port_InUse_IsRefusedByItsSetting()
    {
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        await ConfigureAsync(Host + $"smtp_listen = [\"127.0.0.1\"]\nsmtp_port = {((System.Net.IPEndPoint)taken.LocalEndpoint).Port}\n");

        var ended = await _installation.RunAsync("serve", "--https-port", "0", "--http-port", "0", "--operations-port", "0");

        Assert.Contains("reports.smtp_port", ended.Error, StringComparison.Ordinal);
    }

    private Task ConfigureAsync(string settings) => File.WriteAllTextAsync(_installation.File("strictpost.toml"), settings, Cancellation);

    private Task<string> EnrolAsync(string domain, params string[] more) =>
        _installation.DoAsync(["domain", "add", domain, .. more.Length > 0 ? more : ["--mx", "mx1.example.org"]]);

    private async Task<string[]> AddressesAsync(string domain)
    {
        using var shown = JsonDocument.Parse(await _installation.DoAsync("domain", "show", domain, "--format", "json"));
        return [.. shown.RootElement.GetProperty("reportAddresses").EnumerateArray().Select(address => address.GetString()!)];
    }

    private async Task<string> RecordAsync(string domain)
    {
        using var records = JsonDocument.Parse(await _installation.DoAsync("records", domain, "--format", "json"));
        return records.RootElement.EnumerateArray().Single(record => record.GetProperty("name").GetString() == $"_smtp._tls.{domain}").GetProperty("value").GetString()!;
    }
}
