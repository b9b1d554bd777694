using System.Text.Json.Nodes;
using StrictPost.EndToEnd.Tests.Running;
using StrictPost.EndToEnd.Tests.Serving;

namespace StrictPost.EndToEnd.Tests.Domains;

/// <summary><c>strictpost domain …</c> as scripts use it.</summary>
public sealed class DomainVerbTests : IDisposable
{
    private readonly Installation _installation = new();

    public void Dispose() => _installation.Dispose();

    [Fact]
    public async Task Add_ThenSetMode_IsServedWithALaterIdAndAgainChangesNothing()
    {
        await _installation.DoAsync("domain", "add", "example.org", "--mx", "mx1.example.org", "--mode", "testing");
        await using var server = await RunningServer.StartAsync(_installation);
        string url = RunningServer.PolicyUrl("example.org", server.Https);
        string[] curl = ["-sS", "--cacert", _installation.Root, "--connect-to", $"::127.0.0.1:{server.Https}", url];
        async Task<string> FetchAsync() => (await _installation.RunAsync("curl", curl)).Output;

        Assert.Equal("version: STSv1\r\nmode: testing\r\nmx: mx1.example.org\r\nmax_age: 604800\r\n", await FetchAsync());
        string first = await IdAsync();
        await _installation.DoAsync("domain", "set", "example.org", "--mode", "enforce");
        await RunningServer.UntilAsync(FetchAsync, body => body.Contains("mode: enforce", StringComparison.Ordinal));
        string second = await IdAsync();
        string again = await _installation.DoAsync("domain", "set", "example.org", "--mode", "enforce");

        Assert.True(string.CompareOrdinal(second, first) > 0);
        Assert.Contains("nothing changed", again, StringComparison.Ordinal);
        Assert.Equal(second, await IdAsync());
    }

    [Fact]
    public async Task Add_Again_IsFineAndOtherSettingsAreRefused()
    {
        await _installation.DoAsync("domain", "add", "example.org", "--mx", "mx1.example.org");

        string again = await _installation.DoAsync("domain", "add", "EXAMPLE.org.", "--mx", "MX1.example.org");
        var other = await _installation.RunAsync("domain", "add", "example.org", "--mx", "mx2.example.org");

        Assert.Contains("already enrolled", again, StringComparison.Ordinal);
        Assert.Equal(1, other.ExitCode);
        Assert.Contains("strictpost domain set example.org", other.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Set_Patterns_AreReplacedAddedAndRemoved()
    {
        await _installation.DoAsync("domain", "add", "example.org", "--mx", "a.example.org", "b.example.org");
        await _installation.DoAsync("domain", "set", "example.org", "--add-mx", "c.example.org", "--remove-mx", "a.example.org");
        Assert.Equal("b.example.org c.example.org", await MxAsync());
        await _installation.DoAsync("domain", "set", "example.org", "--mx", "*.example.net");
        Assert.Equal("*.example.net", await MxAsync());

        var last = await _installation.RunAsync("domain", "set", "example.org", "--remove-mx", "*.example.net");
        var missing = await _installation.RunAsync("domain", "set", "example.org", "--remove-mx", "z.example.org");

        Assert.Equal((2, 1), (last.ExitCode, missing.ExitCode));
        Assert.Equal("*.example.net", await MxAsync());
    }

    [Fact]
    public async Task Set_ReportAddresses_ComeAndGoWithoutANewId()
    {
        await _installation.DoAsync("domain", "add", "example.org", "--mx", "a.example.org");
        string id = await IdAsync();

        await _installation.DoAsync("domain", "set", "example.org", "--rua", "mailto:a@example.org");
        Assert.Equal("mailto:a@example.org", (string?)(await ShowAsync())["rua"]![0]);
        await _installation.DoAsync("domain", "set", "example.org", "--no-rua");

        Assert.Empty((await ShowAsync())["rua"]!.AsArray());
        Assert.Equal(id, await IdAsync());
    }

    [Theory]
    [InlineData("show")]
    [InlineData("remove")]
    [InlineData("set", "--mode", "none")]
    public async Task Verb_UnknownDomain_EndsWith1AndNamesTheNearest(string verb, params string[] more)
    {
        await _installation.DoAsync("domain", "add", "example.org", "--mx", "a.example.org");

        var outcome = await _installation.RunAsync(["domain", verb, "exmaple.org", .. more]);

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("Did you mean example.org?", outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("add", "https://example.org/", "--mx", "a.example.org")]
    [InlineData("add", "example.org", "--mx", "a.example.org.")]
    [InlineData("add", "example.org", "--mx", "192.0.2.1")]
    [InlineData("add", "example.org", "--mx", "a.example.org", "--mode", "on")]
    [InlineData("add", "example.org", "--mx", "a.example.org", "--max-age", "2y")]
    [InlineData("add", "example.org", "--mx", "a.example.org", "--rua", "a@example.org")]
    [InlineData("add", "example.org")]
    [InlineData("set", "example.org")]
    public async Task Verb_ValueThatMakesNoSense_EndsWith2AndOneMessage(params string[] arguments)
    {
        var outcome = await _installation.RunAsync(["domain", .. arguments]);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Matches(@"\Astrictpost: [^\n]+\n  Fix: [^\n]+\n\z", outcome.Error);
        Assert.False(Directory.Exists(_installation.File("data")));
    }

    [Fact]
    public async Task Export_ThenImport_IsTheSame()
    {
        await _installation.DoAsync("domain", "add", "münchen.de", "--mx", "*.mäil.example", "--rua", "mailto:a@example.org", "--max-age", "30d");
        await _installation.DoAsync("domain", "add", "example.org", "--mode", "none");
        foreach (string format in (string[])["json", "text"])
        {
            string list = await _installation.DoAsync("domain", "export", "--format", format);
            await File.WriteAllTextAsync(_installation.File("list"), list, TestContext.Current.CancellationToken);

            Assert.Equal("2 added, 0 changed, 0 unchanged.\n", await _installation.DoAsync("domain", "import", "list", "--data", format));
            Assert.Equal("0 added, 0 changed, 2 unchanged.\n", await _installation.DoAsync("domain", "import", "list", "--data", format));
            Assert.Equal(list, await _installation.DoAsync("domain", "export", "--format", format, "--data", format));
        }
    }

    [Fact]
    public async Task Import_OneBadEntry_ChangesNothingAndNamesIt()
    {
        await File.WriteAllTextAsync(
            _installation.File("list.csv"), "domain,mx\na.example,mx.a.example\nb.example,mx.b.example.\n", TestContext.Current.CancellationToken);

        var outcome = await _installation.RunAsync("domain", "import", "list.csv");

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("list.csv: line 3 (b.example), mx:", outcome.Error, StringComparison.Ordinal);
        Assert.Equal("[]\n", await _installation.DoAsync("domain", "list", "--format", "json"));
    }

    [Fact]
    public async Task Import_KilledHalfway_LeavesAllOrNothing()
    {
        var list = new JsonArray([.. Enumerable.Range(0, 5_000).Select(i => new JsonObject { ["domain"] = $"d{i}.example", ["mx"] = new JsonArray("mx.example.org") })]);
        await File.WriteAllTextAsync(_installation.File("list.json"), list.ToJsonString(), TestContext.Current.CancellationToken);
        await _installation.DoAsync("domain", "add", "example.org", "--mx", "mx.example.org");

        using (var import = _installation.Start(Started.StrictPost, "domain", "import", "list.json"))
        {
            // Once the import has begun to write, the log of the store grows.
            var log = new FileInfo(_installation.File("data/strictpost.db-wal"));
            for (log.Refresh(); !import.HasExited && (!log.Exists || log.Length == 0); log.Refresh())
                await Task.Delay(1, TestContext.Current.CancellationToken);
            import.Kill();
            await import.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var names = JsonNode.Parse(await _installation.DoAsync("domain", "list", "--format", "json"))!.AsArray();
        Assert.Contains(names.Count, (int[])[1, 5_001]);
        Assert.Contains("5000", await _installation.DoAsync("domain", "import", "list.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Writers_TwoProcessesAtOnce_BothSucceed()
    {
        await _installation.DoAsync("domain", "add", "example.org", "--mx", "mx0.example.org");

        await Task.WhenAll(Enumerable.Range(1, 6).Select(i => _installation.DoAsync("domain", "set", "example.org", "--add-mx", $"mx{i}.example.org")));

        Assert.Equal(7, (await ShowAsync())["mx"]!.AsArray().Count);
    }

    [Fact]
    public async Task Configuration_UnknownKey_NamesLineAndNearestKey()
    {
        await File.WriteAllTextAsync(_installation.File("strictpost.toml"), "data = \"elsewhere\"\nhttps_prot = 1\n", TestContext.Current.CancellationToken);

        var outcome = await _installation.RunAsync("domain", "list");

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("strictpost.toml line 2: there is no setting `https_prot`.", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("`https_port`", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Configuration_DataFolder_IsUsedUnlessTheCommandLineNamesOne()
    {
        await File.WriteAllTextAsync(_installation.File("strictpost.toml"), "data = \"elsewhere\"\n", TestContext.Current.CancellationToken);

        await _installation.DoAsync("domain", "add", "example.org", "--mx", "mx.example.org");
        await _installation.DoAsync("domain", "add", "example.org", "--mx", "mx.example.org", "--data", "here");

        Assert.True(File.Exists(_installation.File("elsewhere/strictpost.db")));
        Assert.True(File.Exists(_installation.File("here/strictpost.db")));
        Assert.False(Directory.Exists(_installation.File("data")));
    }

    private async Task<JsonNode> ShowAsync() => JsonNode.Parse(await _installation.DoAsync("domain", "show", "example.org", "--format", "json"))!;

    private async Task<string> IdAsync() => (string)(await ShowAsync())["id"]!;

    private async Task<string> MxAsync() => string.Join(' ', (await ShowAsync())["mx"]!.AsArray().Select(mx => (string?)mx));
}
