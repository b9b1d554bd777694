using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace StrictPost.EndToEnd.Tests.Serving;

/// <summary><c>strictpost serve</c> as a process of its own, on free ports of loopback.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Dictionary<string, int> _ports = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _log = new();
    private readonly Task _logging;

    private RunningServer(Process process)
    {
        _process = process;
        _logging = ReadLogAsync();
    }

    public int Https => _ports["https"];

    public int Http => _ports["http"];

    public int Operations => _ports["operations"];

    public IReadOnlyCollection<string> Log => _log;

    public int PortOf(string listener) => _ports[listener];

    /// <summary>Starts it with all its usual ports.</summary>
    public static Task<RunningServer> StartAsync(Installation installation, params string[] more) =>
        StartBareAsync(installation, ["--https-port", "0", "--http-port", "0", .. more]);

    /// <summary>Starts it with those ports only that the settings name.</summary>
    public static async Task<RunningServer> StartBareAsync(Installation installation, params string[] more)
    {
        var server = new RunningServer(installation.Start(["serve", "--operations-port", "0", "--log-format", "text", .. more]));
        while (await server._process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line == "ready")
                return server;
            if (line.Split(' ') is [var name, var endPoint] && IPEndPoint.TryParse(endPoint, out var parsed))
                server._ports[name] = parsed.Port;
        }

        await server._logging;
        throw new InvalidOperationException($"serve did not start: {string.Join('\n', server._log)}");
    }

    /// <summary>What it holds of the machine's memory, in bytes.</summary>
    public long ResidentMemory()
    {
        _process.Refresh();
        return _process.WorkingSet64;
    }

    public static string PolicyUrl(string domain, int port) =>
        string.Create(CultureInfo.InvariantCulture, $"https://mta-sts.{domain}:{port}/.well-known/mta-sts.txt");

    /// <summary>A client that finds every name on loopback, and trusts this root alone.</summary>
    public static HttpClient Client(string rootPath) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (context, cancellation) =>
        {
            var socket = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
            await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancellation);
            return new System.Net.Sockets.NetworkStream(socket, ownsSocket: true);
        },
        SslOptions = new()
        {
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(rootPath) },
                RevocationMode = X509RevocationMode.NoCheck,
            },
        },
        PooledConnectionLifetime = TimeSpan.FromMilliseconds(50),
    });

    /// <summary>Asks again and again until the answer is as expected; the test's own time-out ends it otherwise.</summary>
    public static async Task<string> UntilAsync(Func<Task<string>> ask, Func<string, bool> expected, TimeSpan? patience = null)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(patience ?? TimeSpan.FromSeconds(30));
        while (true)
        {
            string answer = await ask();
            if (expected(answer))
                return answer;
            limit.Token.ThrowIfCancellationRequested();
            await Task.Delay(20, limit.Token);
        }
    }

    /// <summary>Waits until the log holds a line with these words.</summary>
    public Task<string> UntilLoggedAsync(string words) =>
        UntilAsync(() => Task.FromResult(_log.FirstOrDefault(line => line.Contains(words, StringComparison.Ordinal)) ?? ""), line => line.Length > 0);

    /// <summary>Sends SIGTERM.</summary>
    public void Signal()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>Sends SIGKILL: it gets no chance to tidy up.</summary>
    public void Kill() => _process.Kill();

    public async Task<int> ExitCodeAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _logging;
        _process.Dispose();
    }

    private async Task ReadLogAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is { } line)
            _log.Enqueue(line);
    }
}
