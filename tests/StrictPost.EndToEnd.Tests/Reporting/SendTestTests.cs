using System.Text.Json;
using StrictPost.EndToEnd.Tests.Peers;
using StrictPost.EndToEnd.Tests.Receiving;
using StrictPost.EndToEnd.Tests.Running;
using StrictPost.EndToEnd.Tests.Serving;

namespace StrictPost.EndToEnd.Tests.Reporting;

/// <summary><c>strictpost reports send-test</c> against a running <c>serve</c>, over a name server of its own.</summary>
public sealed class SendTestTests : IAsyncLifetime
{
    private readonly Installation _installation = new();
    private readonly TemporaryFolder _folder = new();
    private RunningServer _server = null!;
    private RootZone _dns = null!;

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(
            _installation.File("strictpost.toml"), $"[reports]\nhost = \"{ReceivingHere.MailHost}\"\nsmtp_port = 0\nsmtp_listen = [\"127.0.0.1\"]\n", TestContext.Current.CancellationToken);
        await _installation.DoAsync("domain", "add", "example.org", "--mx", "mx1.example.org");
        using var shown = JsonDocument.Parse(await _installation.DoAsync("domain", "show", "example.org", "--format", "json"));
        string[] addresses = [.. shown.RootElement.GetProperty("reportAddresses").EnumerateArray().Select(address => address.GetString()!)];
        _server = await RunningServer.StartAsync(_installation);
        _dns = await RootZone.StartAsync(
            _folder.Path,
            "mta-sts.example.org. A 127.0.0.1",
            $"{ReceivingHere.MailHost}. MX 10 {ReceivingHere.MailHost}.",
            $"{ReceivingHere.MailHost}. A 127.0.0.1",
            "null.example. MX 0 .",
            Rua("example.org", addresses),
            Rua("stranger.example", $"mailto:stranger.example@{ReceivingHere.MailHost}"),
            Rua("wrong.example", "https://mta-sts.example.org/v1/tlsrpt/wrong"),
            Rua("half.example", addresses[0], "https://mta-sts.example.org/v1/tlsrpt/wrong"),
            Rua("null.example", "mailto:tls@null.example"),
            Rua("nobody.example", "mailto:tls@nobody.example"),
            Rua("gone.example", "https://gone.example/reports"),
            RootZone.Text("_smtp._tls.broken.example", "v=TLSRPTv1; rua=tls@broken.example"));
    }

    public async ValueTask DisposeAsync()
    {
        if (_dns is not null)
            await _dns.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
        _installation.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Report_ByEachAddressOfTheRecord_ArrivesAndIsForgotten()
    {
        var ended = await SendAsync("example.org");

        Assert.True(ended.ExitCode == 0, ended.Output + ended.Error);
        using var proven = JsonDocument.Parse(ended.Output);
        Assert.Equal("https smtp", Arrived(proven));
        Assert.All(proven.RootElement.EnumerateArray(), address => Assert.True(address.GetProperty("delivered").GetBoolean()));
        foreach (string table in (string[])["report", "report_raw", "report_policy", "report_pending", "report_quarantine", "report_day", "report_domain_day", "report_domain_month"])
            Assert.Equal(["0"], await StoreRows.AskAsync(_installation, $"SELECT count(*) FROM {table}"));
    }

    [Theory]
    [InlineData("stranger.example", "550")]
    [InlineData("wrong.example", "404")]
    [InlineData("half.example", "404")]
    [InlineData("null.example", "RFC 7505")]
    public async Task Address_ThatRefuses_EndsWith1AndSaysHow(string domain, string words)
    {
        var ended = await SendAsync(domain);

        Assert.Equal(1, ended.ExitCode);
        Assert.Contains(words, ended.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nobody.example")]
    [InlineData("gone.example")]
    public async Task Address_WithNobodyThere_EndsWith3(string domain)
    {
        var ended = await SendAsync(domain);

        Assert.Equal(3, ended.ExitCode);
        Assert.Contains("no address in DNS", ended.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--smtp-port", "https")]
    [InlineData("--https-port", "smtp")]
    public async Task Port_ThatIsClosed_EndsWith3WhileTheOtherAddressIsProven(string option, string other)
    {
        var ended = await SendAsync("example.org", option, $"{PeerPort.Lasting()}");

        using var proven = JsonDocument.Parse(ended.Output);
        Assert.Equal((3, other), (ended.ExitCode, Arrived(proven)));
    }

    [Fact]
    public async Task Store_OfSomebodyElse_EndsWith3SinceNothingArrivesThere()
    {
        await _installation.DoAsync("domain", "add", "example.org", "--mx", "mx1.example.org", "--data", "other");

        var ended = await SendAsync("example.org", "--data", "other", "--wait", "1s");

        Assert.Equal(3, ended.ExitCode);
        Assert.Contains("did not come to this store", ended.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("norecord.example")]
    [InlineData("broken.example")]
    public async Task Record_ThatSaysNoAddress_EndsWith1AndAFix(string domain)
    {
        var ended = await SendAsync(domain);

        Assert.Equal((1, ""), (ended.ExitCode, ended.Output));
        Assert.Matches(@"\Astrictpost: [^\n]+\n  Fix: [^\n]+\n\z", ended.Error);
    }

    [Fact]
    public async Task Dns_ThatDoesNotAnswer_EndsWith3()
    {
        var ended = await SendAsync("example.org", "--dns", "127.0.0.1:1");

        Assert.Equal((3, ""), (ended.ExitCode, ended.Output));
    }

    /// <summary>The ways by which something arrived.</summary>
    private static string Arrived(JsonDocument proven) => string.Join(
        ' ', proven.RootElement.EnumerateArray().Select(address => address.GetProperty("arrived").GetString()).OfType<string>().Order(StringComparer.Ordinal));

    private static string Rua(string domain, params string[] addresses) => RootZone.Text($"_smtp._tls.{domain}", $"v=TLSRPTv1; rua={string.Join(',', addresses)};");

    /// <summary>Sends one along the way to the running server, but for what is said otherwise.</summary>
    private Task<Ended> SendAsync(string domain, params string[] more)
    {
        string[] usual = ["--dns", _dns.Address, "--ca", _installation.Root, "--https-port", $"{_server.Https}", "--smtp-port", $"{_server.PortOf("smtp")}"];
        var kept = usual.Chunk(2).Where(option => !more.Contains(option[0])).SelectMany(option => option);
        return _installation.RunAsync(["reports", "send-test", domain, "--format", "json", .. kept, .. more]);
    }
}
