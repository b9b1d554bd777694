using System.Text.Json.Nodes;
using StrictPost.EndToEnd.Tests.Serving;

namespace StrictPost.EndToEnd.Tests.Domains;

/// <summary><c>strictpost domain remove</c>: a domain that leaves.</summary>
public sealed class DomainLeavingTests : IDisposable
{
    private const string Domain = "example.org";

    private readonly Installation _installation = new();

    public void Dispose() => _installation.Dispose();

    [Fact]
    public async Task Remove_DomainThatWasFetched_TurnsToNoneAndSaysWhenWhatMayGo()
    {
        await using var server = await ServedAsync();

        string first = await _installation.DoAsync("domain", "remove", Domain);
        await RunningServer.UntilAsync(() => FetchAsync(server), body => body == "version: STSv1\r\nmode: none\r\nmx: mx1.example.org\r\nmax_age: 86400\r\n");
        string again = await RunningServer.UntilAsync(
            () => _installation.DoAsync("domain", "remove", Domain), text => !text.Contains("Until about", StringComparison.Ordinal));
        var shown = await ShowAsync();

        Assert.Contains($"publish the id {(string?)shown["id"]} at _mta-sts.example.org", first, StringComparison.Ordinal);
        var stopsAt = (DateTimeOffset)shown["leaving"]!["stopsAt"]!;
        Assert.True((bool)shown["leaving"]!["settled"]!);
        Assert.InRange(stopsAt - (DateTimeOffset)shown["leaving"]!["since"]!, TimeSpan.FromDays(6.9), TimeSpan.FromDays(7.1));
        Assert.Contains($"Until {stopsAt.AddSeconds(59.999):yyyy-MM-dd HH:mm} UTC: leave", again, StringComparison.Ordinal);
        Assert.Contains("none, leaving until", await _installation.DoAsync("domain", "list"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Remove_Now_EndsAtOnceAndNamesTheDamage()
    {
        await using var server = await ServedAsync();

        var ended = await _installation.RunAsync("domain", "remove", Domain, "--now");

        Assert.Equal(0, ended.ExitCode);
        Assert.Contains("is no longer enrolled", ended.Output, StringComparison.Ordinal);
        Assert.Matches(@"Warning: [^\n]* may insist on mx1\.example\.org", ended.Error);
        Assert.Equal("[]\n", await _installation.DoAsync("domain", "list", "--format", "json"));
        Assert.Contains("enforce", await _installation.DoAsync("domain", "ledger", Domain), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Remove_DomainThatWasNeverServed_EndsAtOnce()
    {
        await AddAsync();

        string output = await _installation.DoAsync("domain", "remove", Domain);

        Assert.Contains("no longer enrolled", output, StringComparison.Ordinal);
        Assert.Equal("[]\n", await _installation.DoAsync("domain", "list", "--format", "json"));
    }

    [Theory]
    [InlineData("add", "--mx", "mx1.example.org", "--mode", "enforce")]
    [InlineData("set", "--mode", "enforce")]
    public async Task Stay_DomainThatLeaves_IsServedAsBefore(string verb, params string[] more)
    {
        await using var server = await ServedAsync();
        await _installation.DoAsync("domain", "remove", Domain);

        string output = await _installation.DoAsync(["domain", verb, Domain, .. more]);

        Assert.Contains("was about to leave, and stays", output, StringComparison.Ordinal);
        var shown = await ShowAsync();
        Assert.Null(shown["leaving"]);
        Assert.Equal("enforce", (string?)shown["mode"]);
    }

    [Fact]
    public async Task Import_ListOfOurOwn_LetsLeavingDomainsGoOn()
    {
        await using var server = await ServedAsync();
        string before = await _installation.DoAsync("domain", "export");
        await _installation.DoAsync("domain", "remove", Domain);
        string leaving = await _installation.DoAsync("domain", "export");
        await File.WriteAllTextAsync(_installation.File("before.json"), before, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(_installation.File("leaving.json"), leaving, TestContext.Current.CancellationToken);

        Assert.Equal("0 added, 0 changed, 1 unchanged.\n", await _installation.DoAsync("domain", "import", "leaving.json"));
        Assert.NotNull((await ShowAsync())["leaving"]);
        Assert.Equal("0 added, 1 changed, 0 unchanged.\n", await _installation.DoAsync("domain", "import", "before.json"));
        Assert.Null((await ShowAsync())["leaving"]);
    }

    private async Task<RunningServer> ServedAsync()
    {
        await AddAsync();
        var server = await RunningServer.StartAsync(_installation);
        Assert.Contains("mode: enforce", await FetchAsync(server), StringComparison.Ordinal);
        return server;
    }

    private Task<string> AddAsync() => _installation.DoAsync("domain", "add", Domain, "--mx", "mx1.example.org", "--mode", "enforce");

    private async Task<string> FetchAsync(RunningServer server) => (await _installation.RunAsync(
        "curl", ["-sS", "--cacert", _installation.Root, "--connect-to", $"::127.0.0.1:{server.Https}", RunningServer.PolicyUrl(Domain, server.Https)])).Output;

    private async Task<JsonNode> ShowAsync() => JsonNode.Parse(await _installation.DoAsync("domain", "show", Domain, "--format", "json"))!;
}
