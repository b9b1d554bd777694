using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using StrictPost.EndToEnd.Tests.Serving;

namespace StrictPost.EndToEnd.Tests.Recording;

/// <summary>What the real <c>serve</c> leaves in the ledger, in good times and when it is killed.</summary>
public sealed class ServedLedgerTests : IDisposable
{
    private const string Domain = "example.org";

    private readonly Installation _installation = new();

    public void Dispose() => _installation.Dispose();

    [Fact]
    public async Task Fetch_ByAKnownSender_IsOnRecordWithItsFamily()
    {
        await AddAsync();
        await using var server = await RunningServer.StartAsync(_installation);

        await CurlAsync(server, "--user-agent", "Google-SMTP-STS");
        await CurlAsync(server, "--head", "--user-agent", "other/1");
        server.Signal();
        await server.ExitCodeAsync();

        var ledger = await LedgerAsync();
        var fetch = Assert.Single(ledger["fetches"]!.AsArray());
        Assert.Equal(("Google", 1, 1), ((string?)fetch!["family"], (int)fetch["times"]!, (int)fetch["networks"]!));
        Assert.NotNull(Bodies(ledger).Single()["firstServed"]);
        Assert.Equal("No node serves.\n", await _installation.DoAsync("node", "list"));
    }

    [Fact]
    public async Task Change_WhileServing_SettlesOnceTheNodeHasReported()
    {
        await AddAsync();
        await using var server = await RunningServer.StartAsync(_installation);
        await CurlAsync(server);

        await _installation.DoAsync("domain", "set", Domain, "--mode", "testing");
        string standing = await RunningServer.UntilAsync(StandingAsync, standing => standing == "retired");

        Assert.Equal("retired", standing);
        Assert.NotNull(Bodies(await LedgerAsync())[0]["lastServed"]);
        Assert.Contains("some sender may insist on mx1.example.org", await _installation.DoAsync("domain", "show", Domain), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Kill_WhilePoliciesChangeUnderLoad_EveryBodySeenIsOnRecordUntilItWasLastSeen()
    {
        await AddAsync();
        var seen = new ConcurrentDictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        for (int round = 0; round < 3; round++)
        {
            await using var server = await RunningServer.StartAsync(_installation);
            var clients = Enumerable.Range(0, 3).Select(_ => FetchUntilKilledAsync(server, seen)).ToList();
            for (int i = 0; i < 3; i++)
                await _installation.DoAsync("domain", "set", Domain, "--max-age", string.Create(CultureInfo.InvariantCulture, $"{90_000 + (10 * round) + i}"));
            server.Kill();
            await Task.WhenAll(clients);
        }

        // Nobody can say yet what the killed process served; the next one can.
        var after = TimeProvider.System.GetUtcNow();
        await using (var last = await RunningServer.StartAsync(_installation))
        {
            last.Signal();
            await last.ExitCodeAsync();
        }

        var ledger = Bodies(await LedgerAsync());
        var bodies = ledger.ToDictionary(body => (int)body["maxAge"]!);
        Assert.NotEmpty(seen);
        foreach (var (text, at) in seen)
        {
            var body = bodies[int.Parse(text.Split("max_age: ")[1], CultureInfo.InvariantCulture)];
            Assert.True((DateTimeOffset)body["lastServed"]! >= at.AddMilliseconds(-1), $"{body["lastServed"]} < {at:O}: {text}");
        }

        Assert.True((DateTimeOffset)ledger[^1]["lastServed"]! >= after, "the body that was current at the kill counts as served until the start after it");
    }

    [Fact]
    public async Task Forget_KilledNode_SettlesTheLedger()
    {
        await AddAsync();
        await using (var server = await RunningServer.StartAsync(_installation))
            server.Kill();
        await _installation.DoAsync("domain", "set", Domain, "--mode", "testing");
        Assert.Equal("unsettled", await StandingAsync());
        Assert.Contains("reports within seconds, if it still runs", await _installation.DoAsync("domain", "show", Domain), StringComparison.Ordinal);
        string name = (string)JsonNode.Parse(await _installation.DoAsync("node", "list", "--format", "json"))![0]!["name"]!;

        var tooSoon = await _installation.RunAsync("node", "forget", name);
        Assert.Equal(1, tooSoon.ExitCode);
        Assert.Contains("--force", tooSoon.Error, StringComparison.Ordinal);
        await _installation.DoAsync("node", "forget", name, "--force");

        Assert.Equal("retired", await StandingAsync());
        Assert.Equal(1, (await _installation.RunAsync("node", "forget", name)).ExitCode);
    }

    /// <summary>Notes when each body was last asked for, from before the request: it was served after that.</summary>
    private Task FetchUntilKilledAsync(RunningServer server, ConcurrentDictionary<string, DateTimeOffset> seen) => Task.Run(async () =>
    {
        using var client = RunningServer.Client(_installation.Root);
        while (true)
        {
            var asked = TimeProvider.System.GetUtcNow();
            try
            {
                string body = await client.GetStringAsync(RunningServer.PolicyUrl(Domain, server.Https), TestContext.Current.CancellationToken);
                seen.AddOrUpdate(body, asked, (_, before) => before > asked ? before : asked);
            }
            catch (Exception fault) when (fault is HttpRequestException or IOException)
            {
                return;
            }
        }
    });

    private async Task CurlAsync(RunningServer server, params string[] more)
    {
        var ended = await _installation.RunAsync(
            "curl", ["-sSf", "--cacert", _installation.Root, "--connect-to", $"::127.0.0.1:{server.Https}", .. more, RunningServer.PolicyUrl(Domain, server.Https)]);
        Assert.Equal(0, ended.ExitCode);
    }

    private Task<string> AddAsync() => _installation.DoAsync("domain", "add", Domain, "--mx", "mx1.example.org", "--mode", "enforce");

    private async Task<JsonNode> LedgerAsync() => JsonNode.Parse(await _installation.DoAsync("domain", "ledger", Domain, "--format", "json"))!;

    private static List<JsonNode> Bodies(JsonNode ledger) => [.. ledger["bodies"]!.AsArray().Select(body => body!)];

    private async Task<string> StandingAsync() => (string)Bodies(await LedgerAsync())[0]["standing"]!;
}
