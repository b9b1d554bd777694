using System.Text.Json.Nodes;
using StrictPost.EndToEnd.Tests.Running;
using StrictPost.EndToEnd.Tests.Serving;

namespace StrictPost.EndToEnd.Tests.Peers.Acme;

/// <summary>The real <c>strictpost serve</c> and a real authority: from <c>domain add</c> to a fetch that verifies.</summary>
public sealed class ServeIssuanceTests : IAsyncLifetime
{
    private readonly Installation _installation = new();
    private readonly TemporaryFolder _folder = new();
    private readonly PebblePlan _plan = new() { RejectsNonces = 50 };
    private PebbleDns _dns = null!;
    private PebbleServer _pebble = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _dns = await PebbleDns.StartAsync(_folder.Path);
        _pebble = await PebbleServer.StartAsync(_folder.Path, _dns, _plan);
        await File.WriteAllTextAsync(_folder.At("issuing-root.pem"), (await _pebble.IssuingRootsAsync())[0].ExportCertificatePem(), Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _pebble.DisposeAsync();
        await _dns.DisposeAsync();
        _folder.Dispose();
        _installation.Dispose();
    }

    [Theory]
    [InlineData("http-01")]
    [InlineData("tls-alpn-01")]
    public async Task Serve_WithAnAuthority_ServesWhatWasEnrolledBeforeAndSince(string challenge)
    {
        await ConfigureAsync(challenge);
        await AddAsync("before.test");
        await using var server = await ServeAsync();
        await AddAsync("since.test");

        using var client = RunningServer.Client(_folder.At("issuing-root.pem"));
        foreach (string domain in (string[])["before.test", "since.test"])
        {
            string policy = await RunningServer.UntilAsync(() => FetchAsync(client, domain, server.Https), body => body.Length > 0);
            Assert.StartsWith("version: STSv1", policy, StringComparison.Ordinal);
            var certificate = (await ShowAsync(domain))["certificate"]!;
            Assert.Equal(_pebble.Directory.AbsoluteUri, certificate["authority"]!.GetValue<string>());
            Assert.Empty(certificate["findings"]!.AsArray());
        }

        Assert.Equal(2, _pebble.OrderCount);
    }

    [Fact]
    public async Task Serve_ForANameThatLeadsElsewhere_AsksNobodyAndSaysWhy()
    {
        await ConfigureAsync("http-01");
        await _dns.MoveAsync("mta-sts.elsewhere.test", "192.0.2.77");
        await AddAsync("elsewhere.test");
        await using var server = await ServeAsync();

        await server.UntilLoggedAsync("No certificate for mta-sts.elsewhere.test yet");

        var finding = (await ShowAsync("elsewhere.test"))["certificate"]!["findings"]![0]!;
        Assert.Equal("issuance-not-pointing-here", finding["code"]!.GetValue<string>());
        Assert.Contains("192.0.2.77", finding["message"]!.GetValue<string>(), StringComparison.Ordinal);
        string shown = await _installation.DoAsync("domain", "show", "elsewhere.test");
        Assert.Contains("issuance-not-pointing-here", shown, StringComparison.Ordinal);
        Assert.Equal(0, _pebble.OrderCount);
    }

    [Fact]
    public async Task Serve_KilledWhileIssuing_FinishesAfterwardsWithEveryKeyInItsPlace()
    {
        const int domains = 12;
        // An authority that asks while nobody is there counts that as a failed proof, after which we wait, each time twice as long.
        var patience = TimeSpan.FromMinutes(5);
        await ConfigureAsync("http-01");
        for (int number = 0; number < domains; number++)
            await AddAsync($"d{number}.test");
        var random = new Random(8555);
        for (int kill = 0; kill < 2; kill++)
        {
            await using var victim = await ServeAsync();
            int seen = _pebble.Log.Length;
            int further = random.Next(5, 200);
            await RunningServer.UntilAsync(() => Task.FromResult(_pebble.Log.Length > seen + further ? "now" : ""), text => text.Length > 0);
            victim.Kill();
        }

        await using var server = await ServeAsync();
        using var client = RunningServer.Client(_folder.At("issuing-root.pem"));
        for (int number = 0; number < domains; number++)
            await RunningServer.UntilAsync(() => FetchAsync(client, $"d{number}.test", server.Https), body => body.Length > 0, patience);
        await _installation.DoAsync("store", "check");
    }

    private Task ConfigureAsync(string challenge) => File.WriteAllTextAsync(_installation.File("strictpost.toml"), $"""
        policy_addresses = ["127.0.0.1"]
        [acme]
        directory = ["{_pebble.Directory}"]
        agree_terms = true
        contact = ["postmaster@example.test"]
        challenge = "{challenge}"
        ca_file = "{_pebble.RootFile}"
        dns = "127.0.0.1:{_dns.Port}"
        lease_seconds = 3
        retry_seconds = 5
        failures_per_host_in_1_hour = 100
        """, Cancellation);

    private Task<string> AddAsync(string domain) => _installation.DoAsync("domain", "add", domain, "--mx", "mx1.example.test");

    private Task<RunningServer> ServeAsync() =>
        RunningServer.StartBareAsync(_installation, "--https-port", $"{_plan.TlsPort}", "--http-port", $"{_plan.HttpPort}", "--listen", "127.0.0.1");

    private async Task<JsonNode> ShowAsync(string domain) => JsonNode.Parse(await _installation.DoAsync("domain", "show", domain, "--format", "json"))!;

    /// <summary>The policy, or nothing as long as no certificate stands behind it.</summary>
    private static async Task<string> FetchAsync(HttpClient client, string domain, int port)
    {
        try
        {
            return await client.GetStringAsync(RunningServer.PolicyUrl(domain, port), Cancellation);
        }
        catch (HttpRequestException)
        {
            return "";
        }
    }
}
