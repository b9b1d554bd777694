using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace StrictPost.EndToEnd.Tests.Serving;

/// <summary>The server while the command line, signals and accidents happen to it.</summary>
public sealed class ServeWhileChangingTests : IDisposable
{
    private readonly Installation _installation = new();

    public void Dispose() => _installation.Dispose();

    [Fact]
    public async Task Change_WhileClientsFetch_IsServedAndNoRequestFails()
    {
        await AddAsync("example.org");
        await using var server = await RunningServer.StartAsync(_installation);
        using var client = RunningServer.Client(_installation.Root);
        using var stop = new CancellationTokenSource();
        string url = RunningServer.PolicyUrl("example.org", server.Https);
        Task<string> FetchAsync() => client.GetStringAsync(url, TestContext.Current.CancellationToken);
        var clients = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            int fetched = 0;
            for (; !stop.IsCancellationRequested; fetched++)
                Assert.StartsWith("version: STSv1\r\n", await FetchAsync(), StringComparison.Ordinal);
            return fetched;
        })).ToList();

        foreach (string mode in (string[])["enforce", "testing", "none", "enforce"])
        {
            await _installation.DoAsync("domain", "set", "example.org", "--mode", mode);
            await RunningServer.UntilAsync(FetchAsync, body => body.Contains($"mode: {mode}\r\n", StringComparison.Ordinal));
        }

        await stop.CancelAsync();
        Assert.All(await Task.WhenAll(clients), fetched => Assert.True(fetched > 0));
    }

    [Fact]
    public async Task Domain_AddedAndRemovedWhileServing_ComesAndGoes()
    {
        await using var server = await RunningServer.StartAsync(_installation);
        using var client = RunningServer.Client(_installation.Root);
        async Task<string> FetchAsync()
        {
            try
            {
                return await client.GetStringAsync(RunningServer.PolicyUrl("example.org", server.Https), TestContext.Current.CancellationToken);
            }
            catch (HttpRequestException fault)
            {
                return fault.HttpRequestError.ToString();
            }
        }

        Assert.Equal(nameof(HttpRequestError.SecureConnectionError), await FetchAsync());
        await AddAsync("example.org");
        await RunningServer.UntilAsync(FetchAsync, answer => answer.StartsWith("version: STSv1", StringComparison.Ordinal));
        await _installation.DoAsync("domain", "remove", "example.org", "--now");
        await RunningServer.UntilAsync(FetchAsync, answer => answer == nameof(HttpRequestError.SecureConnectionError));
    }

    [Fact]
    public async Task Terminate_RequestInFlight_IsAnsweredBeforeTheEnd()
    {
        await AddAsync("example.org");
        await using var server = await RunningServer.StartAsync(_installation);
        using var socket = new TcpClient("127.0.0.1", server.Http);
        var stream = socket.GetStream();
        await stream.WriteAsync("GET /a HTTP/1.1\r\nHost: mta-sts.exa"u8.ToArray(), TestContext.Current.CancellationToken);
        // The half request has reached the server once a whole one that was sent after it is answered.
        await _installation.RunAsync("curl", ["-sS", $"http://127.0.0.1:{server.Http}/"]);

        server.Signal();
        await server.UntilLoggedAsync("Draining");
        await stream.WriteAsync("mple.org\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream, Encoding.ASCII);
        string answer = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);

        Assert.StartsWith("HTTP/1.1 308", answer, StringComparison.Ordinal);
        Assert.Equal(0, await server.ExitCodeAsync());
    }

    [Fact]
    public async Task Terminate_ClientThatDawdles_EndsAllTheSame()
    {
        await AddAsync("example.org");
        await using var server = await RunningServer.StartAsync(_installation);
        using var socket = new TcpClient("127.0.0.1", server.Http);
        await socket.GetStream().WriteAsync("GET /a HTTP/1.1\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        await _installation.RunAsync("curl", ["-sS", $"http://127.0.0.1:{server.Http}/"]);

        server.Signal();

        Assert.Equal(0, await server.ExitCodeAsync());
    }

    [Fact]
    public async Task Store_GoneWhileServing_IsNotReadyButServes()
    {
        await AddAsync("example.org");
        await using var server = await RunningServer.StartAsync(_installation);
        using var client = RunningServer.Client(_installation.Root);
        using var operations = new HttpClient();
        async Task<string> ReadyAsync()
        {
            using var response = await operations.GetAsync(
                string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{server.Operations}/readyz"), TestContext.Current.CancellationToken);
            return string.Create(CultureInfo.InvariantCulture, $"{(int)response.StatusCode}");
        }

        string store = _installation.File("data/strictpost.db");
        File.Move(store, store + ".away");
        await RunningServer.UntilAsync(ReadyAsync, status => status == "503");
        string body = await client.GetStringAsync(RunningServer.PolicyUrl("example.org", server.Https), TestContext.Current.CancellationToken);
        File.Move(store + ".away", store);
        await RunningServer.UntilAsync(ReadyAsync, status => status == "200");

        Assert.Contains("mx: mx1.example.org", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_PortInUse_NamesPortAndOption()
    {
        await using var server = await RunningServer.StartAsync(_installation);

        var outcome = await _installation.RunAsync("serve", "--http-port", "0", "--operations-port", "0", "--listen", "127.0.0.1", "--https-port", $"{server.Https}");

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains($"Port {server.Https} on 127.0.0.1 is in use.", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("--https-port", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(2, outcome.Error.Trim().Split('\n').Length);
    }

    [Fact]
    public async Task Start_Again_KeepsTheDevelopmentCa()
    {
        await using (await RunningServer.StartAsync(_installation))
        {
            // The first start makes it.
        }

        string root = await File.ReadAllTextAsync(_installation.Root, TestContext.Current.CancellationToken);
        await using var server = await RunningServer.StartAsync(_installation);

        Assert.Equal(root, await File.ReadAllTextAsync(_installation.Root, TestContext.Current.CancellationToken));
    }

    private Task<string> AddAsync(string domain) => _installation.DoAsync("domain", "add", domain, "--mx", "mx1.example.org");
}
