using System.Globalization;
using System.Net;
using StrictPost.EndToEnd.Tests.Running;

namespace StrictPost.EndToEnd.Tests.Serving;

/// <summary>The policy host as its clients see it.</summary>
public sealed class ServeTests(ServeTests.Host host) : IClassFixture<ServeTests.Host>
{
    private const string Body = "version: STSv1\r\nmode: testing\r\nmx: mx1.example.org\r\nmax_age: 604800\r\n";

    private readonly Installation _installation = host.Installation;
    private readonly RunningServer _server = host.Server;

    [Theory]
    [InlineData("--http1.1", "127.0.0.1")]
    [InlineData("--http2", "127.0.0.1")]
    [InlineData("--http2", "[::1]")]
    [InlineData("--tlsv1.2", "127.0.0.1")]
    public async Task Policy_ByCurl_IsTheExactBody(string option, string address)
    {
        var outcome = await CurlAsync(address, option, "-w", "%{http_code} %{content_type} %{num_redirects}", Url("example.org"));

        Assert.Equal(Body + "200 text/plain 0", outcome.Output);
    }

    /// <summary>The platform decodes the name in the handshake; certificates and policies are kept by A-labels.</summary>
    [Theory]
    [InlineData("--http1.1")]
    [InlineData("--http2")]
    public async Task Policy_OfAnInternationalisedDomain_IsTheExactBody(string option)
    {
        var outcome = await CurlAsync("127.0.0.1", option, Url("xn--mnchen-3ya.example"));

        Assert.Equal((Body, 0), (outcome.Output, outcome.ExitCode));
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Policy_ByHttpClient_IsTheExactBody(string version)
    {
        using var client = RunningServer.Client(_installation.Root);
        using var request = new HttpRequestMessage(HttpMethod.Get, Url("example.org"))
        {
            Version = Version.Parse(version),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/plain", response.Content.Headers.ContentType?.ToString());
        Assert.Empty(response.Headers.Server);
        Assert.Equal(Body, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Policy_ByHead_HasTheSameHeadersAndNoBody()
    {
        var outcome = await CurlAsync("127.0.0.1", "--http1.1", "--head", Url("example.org"));

        Assert.StartsWith("HTTP/1.1 200", outcome.Output, StringComparison.Ordinal);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"Content-Length: {Body.Length}\r\n"), outcome.Output, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/", "200 text/html; charset=utf-8", "example.org")]
    [InlineData("/.well-known/other", "404 text/plain; charset=utf-8", "Nothing is here.")]
    [InlineData("/.WELL-KNOWN/mta-sts.txt", "404 text/plain; charset=utf-8", "Nothing is here.")]
    [InlineData("/.well-known/mta-sts.txt/", "404 text/plain; charset=utf-8", "Nothing is here.")]
    public async Task Host_OtherPath_SaysWhatItIs(string path, string answer, string words)
    {
        var outcome = await CurlAsync("127.0.0.1", "--path-as-is", "-w", "%{http_code} %{content_type}", Url("example.org", path));

        Assert.EndsWith(answer, outcome.Output, StringComparison.Ordinal);
        Assert.Contains(words, outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    public async Task Host_OtherMethod_IsRefusedWithAllow(string method)
    {
        var outcome = await CurlAsync("127.0.0.1", "--http1.1", "-i", "-X", method, "-d", "body", Url("example.org"));

        Assert.StartsWith("HTTP/1.1 405", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("Allow: GET, HEAD", outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--http1.1", "mta-sts.other.example")]
    [InlineData("--http2", "mta-sts.other.example")]
    [InlineData("--http2", "stranger.example")]
    public async Task Host_OtherThanInTheHandshake_IsMisdirected(string option, string host)
    {
        var outcome = await CurlAsync("127.0.0.1", option, "-H", $"Host: {host}", "-w", "%{http_code}", Url("example.org"));

        Assert.EndsWith("421", outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-servername", "mta-sts.stranger.example")]
    [InlineData("-servername", "example.org")]
    [InlineData("-noservername")]
    public async Task Handshake_NameThatIsNotEnrolled_SeesNoCertificate(params string[] name)
    {
        var outcome = await _installation.RunAsync("openssl", ["s_client", "-connect", $"127.0.0.1:{_server.Https}", .. name]);

        Assert.Contains("no peer certificate available", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("unrecognized name", outcome.Error, StringComparison.Ordinal);
        Assert.NotEqual(0, outcome.ExitCode);
    }

    [Fact]
    public async Task Handshake_NameInCapitals_IsServed()
    {
        var outcome = await _installation.RunAsync(
            "openssl", ["s_client", "-connect", $"127.0.0.1:{_server.Https}", "-servername", "MTA-STS.Example.ORG", "-CAfile", _installation.Root]);

        Assert.Contains("Verify return code: 0 (ok)", outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mta-sts.example.org", "308", "https://mta-sts.example.org/a?b=c")]
    [InlineData("stranger.example", "404", "")]
    public async Task PlainHttp_LeadsEnrolledHostsToHttps(string host, string status, string location)
    {
        var outcome = await _installation.RunAsync(
            "curl", ["-sS", "-o", "-", "-H", $"Host: {host}", "-w", "|%{http_code}|%{redirect_url}", $"http://127.0.0.1:{_server.Http}/a?b=c"]);

        Assert.EndsWith($"|{status}|{location}", outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("healthz", "ok\n200")]
    [InlineData("readyz", "ready\n200")]
    public async Task Operations_WhileAllIsWell_SaysSo(string path, string expected)
    {
        var outcome = await _installation.RunAsync("curl", ["-sS", "-w", "%{http_code}", $"http://127.0.0.1:{_server.Operations}/{path}"]);

        Assert.Equal(expected, outcome.Output);
    }

    [Fact]
    public async Task Request_HeadersTooLarge_IsRefused()
    {
        var outcome = await CurlAsync("127.0.0.1", "--http1.1", "-H", $"X: {new string('x', 20_000)}", "-w", "%{http_code}", Url("example.org"));

        Assert.EndsWith("431", outcome.Output, StringComparison.Ordinal);
    }

    private Task<Ended> CurlAsync(string address, params string[] arguments) => _installation.RunAsync(
        "curl", ["-sS", "--cacert", _installation.Root, "--connect-to", $"::{address}:{_server.Https}", .. arguments]);

    private string Url(string domain, string? path = null)
    {
        string url = RunningServer.PolicyUrl(domain, _server.Https);
        return path is null ? url : url[..url.IndexOf("/.well-known", StringComparison.Ordinal)] + path;
    }

    /// <summary>One server for all these tests: none of them changes it.</summary>
    public sealed class Host : IAsyncLifetime
    {
        internal Installation Installation { get; } = new();

        internal RunningServer Server { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            await Installation.DoAsync("domain", "add", "example.org", "--mx", "mx1.example.org", "--mode", "testing");
            await Installation.DoAsync("domain", "add", "other.example", "--mx", "mx1.example.org");
            await Installation.DoAsync("domain", "add", "münchen.example", "--mx", "mx1.example.org", "--mode", "testing");
            Server = await RunningServer.StartAsync(Installation);
        }

        public async ValueTask DisposeAsync()
        {
            await Server.DisposeAsync();
            Installation.Dispose();
        }
    }
}
