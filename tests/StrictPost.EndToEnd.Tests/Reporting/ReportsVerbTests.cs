using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using StrictPost.EndToEnd.Tests.Running;
using StrictPost.EndToEnd.Tests.Serving;

namespace StrictPost.EndToEnd.Tests.Reporting;

/// <summary><c>strictpost reports …</c> over a store, as scripts use it.</summary>
public sealed class ReportsVerbTests : IAsyncLifetime
{
    private readonly Installation _installation = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _installation.DoAsync("domain", "add", "example.org", "--mx", "mx1.example.org");

    public ValueTask DisposeAsync()
    {
        _installation.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Import_Again_CountsNothingTwice()
    {
        await WriteAsync("report.json", SampleReport.Of("r1"));

        Assert.Equal("1 report counted.\n", await _installation.DoAsync("reports", "import", "report.json"));
        Assert.Equal("0 reports counted; 2 counted before.\n", await _installation.DoAsync("reports", "import", "report.json", "report.json"));
        Assert.Equal(
            "domain,reports,successful,refused,delivered,unclear,unverifiedSuccessful,unverifiedFailed\r\nexample.org,1,10,2,0,0,0,0\r\n",
            await _installation.DoAsync("reports", "summary", "--format", "csv"));
    }

    [Fact]
    public async Task Import_OfGoodAndBad_TakesTheGoodAndSaysWhatIsWrong()
    {
        await WriteAsync("folder/report.json", SampleReport.Of("r1"));
        await File.WriteAllBytesAsync(_installation.File("folder/picture"), [0xff, 0xd8, 0, 1, 2], Cancellation);
        await File.WriteAllBytesAsync(_installation.File("large.json"), Encoding.ASCII.GetBytes($"{{\"a\":\"{new string('x', 20_000_000)}\"}}"), Cancellation);

        var good = await _installation.RunAsync("reports", "import", "folder", "--format", "json");
        var bad = await _installation.RunAsync("reports", "import", "folder/report.json", "none.json", "large.json");

        using var said = JsonDocument.Parse(good.Output);
        Assert.Equal((1, 1L), (good.ExitCode, said.RootElement.GetProperty("counted").GetInt64()));
        var quarantined = Assert.Single(said.RootElement.GetProperty("quarantined").EnumerateArray());
        Assert.Equal("picture", quarantined.GetProperty("name").GetString());
        Assert.Equal("report-not-a-report", quarantined.GetProperty("findings")[0].GetProperty("code").GetString());
        Assert.Equal((2, "0 reports counted; 1 counted before.\n"), (bad.ExitCode, bad.Output));
        Assert.Contains("none.json was not imported: it is not there.", bad.Error, StringComparison.Ordinal);
        Assert.Contains("large.json was not imported: it is larger than 16 MiB.", bad.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_Csv_IsALineOfNumbers()
    {
        await WriteAsync("report.json", SampleReport.Of("r1"));

        Assert.Equal(
            "deliveries,counted,copies,aside,putOff,quarantined\r\n1,1,0,0,0,0\r\n", await _installation.DoAsync("reports", "import", "report.json", "--format", "csv"));
    }

    [Theory]
    [InlineData("hello", "data", 0)]
    [InlineData("", "data", 0)]
    [InlineData("hello", "nowhere", 75)]
    public async Task Pipe_OfAMailServer_EndsAsItUnderstands(string mail, string data, int exitCode)
    {
        var ended = await Started.RunAsync(
            Started.StrictPost, Path.GetDirectoryName(_installation.File("x"))!, mail, new Dictionary<string, string>(StringComparer.Ordinal),
            "reports", "import", "--pipe", "--data", data, "-");

        Assert.Equal((exitCode, ""), (ended.ExitCode, ended.Output));
        Assert.Equal(exitCode == 0, ended.Error.Length == 0);
    }

    [Fact]
    public async Task List_Filters_ShowWhatTheyName()
    {
        var good = SampleReport.Of("good");
        good["policies"]![0]!["summary"]!["total-failure-session-count"] = 0;
        good["policies"]![0]!.AsObject().Remove("failure-details");
        await WriteAsync("1.json", good);
        await WriteAsync("2.json", SampleReport.Of("bad"));
        await WriteAsync("3.json", SampleReport.Of("else", "other.example"));
        await _installation.DoAsync("reports", "import", "1.json", "2.json", "3.json");

        Assert.Equal("else bad good", await IdsAsync());
        Assert.Equal("bad good", await IdsAsync("example.org"));
        Assert.Equal("else bad", await IdsAsync("--failed"));
        Assert.Equal("else", await IdsAsync("--aside"));
        Assert.Equal("else", await IdsAsync("--limit", "1"));
        Assert.Equal("else bad good", await IdsAsync("--reporter", "reporter.example"));
        Assert.Equal("", await IdsAsync("--reporter", "nobody"));
        Assert.Equal("", await IdsAsync("--days", "1"));
        Assert.StartsWith("No such reports", await _installation.DoAsync("reports", "list", "example.org", "--days", "1"), StringComparison.Ordinal);
    }

    /// <summary>Enrolled, or reported about: nothing to show is no mistake then.</summary>
    [Theory]
    [InlineData("list")]
    [InlineData("summary")]
    public async Task Domain_ThatNobodyKnows_EndsWith1AndSaysThatItIsNotEnrolled(string verb)
    {
        await ImportAsync(SampleReport.Of("aside", "other.example"));

        var unknown = await _installation.RunAsync("reports", verb, "exmaple.org");

        Assert.Equal((1, "", "strictpost: exmaple.org is not enrolled.\n  Fix: Did you mean example.org?\n"), (unknown.ExitCode, unknown.Output, unknown.Error));
        Assert.StartsWith("No ", await _installation.DoAsync("reports", verb, "example.org"), StringComparison.Ordinal);
        Assert.StartsWith("No ", await _installation.DoAsync("reports", verb, "other.example", "--days", "1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_WithoutAStore_SaysHowToComeByOne()
    {
        var ended = await _installation.RunAsync("reports", "import", "x", "--data", "nowhere");

        Assert.Contains("Fix: Enrol a domain first: `strictpost domain add`. Or name the right folder with `--data`.", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_OfNoReport_MarksWhatToDo()
    {
        await File.WriteAllTextAsync(_installation.File("x.txt"), "hello", Cancellation);

        Assert.Matches(@"\A  x\.txt: \S.*\. Fix: [^\n]+\n", (await _installation.RunAsync("reports", "import", "x.txt")).Output);
    }

    [Fact]
    public async Task Incidents_OfManyHosts_NameAFewInTheFix()
    {
        var report = SampleReport.Of("r1");
        report.FailAt(8);
        await ImportAsync(report);

        using var incidents = JsonDocument.Parse((await _installation.RunAsync("reports", "incidents", "--format", "json")).Output);
        string fix = Assert.Single(incidents.RootElement.EnumerateArray()).GetProperty("fix").GetString()!;
        Assert.Contains("mx1.example.org, mx2.example.org and 6 others", fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_OfMtaStsAndDaneSideBySide_ShowsTheLargerAndNotAMixture()
    {
        var report = SampleReport.Of("both");
        var dane = report["policies"]![0]!.DeepClone();
        dane["policy"]!["policy-type"] = "tlsa";
        dane["summary"]!["total-successful-session-count"] = 11;
        dane["summary"]!["total-failure-session-count"] = 0;
        dane.AsObject().Remove("failure-details");
        report["policies"]!.AsArray().Add(dane);
        await ImportAsync(report);

        using var list = JsonDocument.Parse(await _installation.DoAsync("reports", "list", "--format", "json"));
        var listed = Assert.Single(list.RootElement.EnumerateArray());
        Assert.Equal((10, 2), (listed.GetProperty("successful").GetInt32(), listed.GetProperty("failed").GetInt32()));
        Assert.Contains(",1,10,2,0,0,", await _installation.DoAsync("reports", "summary", "--format", "csv"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Summary_Json_SaysWhatWasCountedAndByWhom()
    {
        await ImportAsync(SampleReport.Of("r1"));

        using var summary = JsonDocument.Parse(await _installation.DoAsync("reports", "summary", "example.org", "--format", "json"));
        var reporter = Assert.Single(summary.RootElement.GetProperty("reporters").EnumerateArray());
        Assert.Equal(("reporter.example", "by-hand", 10), (reporter.GetProperty("reporter").GetString(), reporter.GetProperty("trust").GetString(), reporter.GetProperty("successful").GetInt32()));
        Assert.Equal(1, summary.RootElement.GetProperty("openIncidents").GetInt32());
        string text = await _installation.DoAsync("reports", "summary", "example.org");
        Assert.Contains("12 sessions; 2 failed, and mail was refused or delayed.", text, StringComparison.Ordinal);
        Assert.StartsWith("No reports about example.org", await _installation.DoAsync("reports", "summary", "example.org", "--days", "1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Incidents_WhileOneIsOpen_EndWith1()
    {
        Assert.StartsWith("No open incident", await _installation.DoAsync("reports", "incidents"), StringComparison.Ordinal);
        await ImportAsync(SampleReport.Of("r1"));

        var ended = await _installation.RunAsync("reports", "incidents", "--format", "json");
        var text = await _installation.RunAsync("reports", "incidents", "example.org");

        using var incidents = JsonDocument.Parse(ended.Output);
        var incident = Assert.Single(incidents.RootElement.EnumerateArray());
        Assert.Equal((1, "example.org", "reported-certificate-expired", "open"), (ended.ExitCode, Text("domain"), Text("cause"), Text("state")));
        Assert.Contains(Text("headline")!, text.Output, StringComparison.Ordinal);
        Assert.Contains("docs/findings/reported-certificate-expired.md", text.Output, StringComparison.Ordinal);
        Assert.Equal(1, text.ExitCode);

        string? Text(string name) => incident.GetProperty(name).GetString();
    }

    [Fact]
    public async Task Quarantine_Raw_GivesTheBytesBack()
    {
        byte[] bytes = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];
        await File.WriteAllBytesAsync(_installation.File("bytes"), bytes, Cancellation);
        await _installation.RunAsync("reports", "import", "bytes");

        using var list = JsonDocument.Parse(await _installation.DoAsync("reports", "quarantine", "--format", "json"));
        string number = Assert.Single(list.RootElement.EnumerateArray()).GetProperty("number").GetRawText();
        await Started.SucceedAsync("sh", Path.GetDirectoryName(_installation.File("x"))!, "-c", $"'{Started.StrictPost}' reports quarantine --raw {number} > back");

        Assert.Equal(bytes, await File.ReadAllBytesAsync(_installation.File("back"), Cancellation));
        Assert.Equal(1, (await _installation.RunAsync("reports", "quarantine", "--raw", "99")).ExitCode);
        Assert.Equal(1, (await _installation.RunAsync("reports", "reprocess", number)).ExitCode);
        Assert.Contains("Nothing is in quarantine", await _installation.DoAsync("reports", "quarantine", "--data", await EmptyStoreAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reprocess_Aside_CountsWhatIsAboutADomainThatWasEnrolledSince()
    {
        await WriteAsync("report.json", SampleReport.Of("r1", "other.example"));
        Assert.Equal("0 reports counted; 1 about domains that are not enrolled, set aside.\n", await _installation.DoAsync("reports", "import", "report.json"));
        Assert.Contains("Set aside, not enrolled: other.example, 1 report(s)", await _installation.DoAsync("reports", "quarantine"), StringComparison.Ordinal);

        await _installation.DoAsync("domain", "add", "other.example", "--mx", "mx1.other.example");

        Assert.Equal("1 report counted.\n", await _installation.DoAsync("reports", "reprocess", "--aside"));
        Assert.Equal("0 reports counted.\n", await _installation.DoAsync("reports", "reprocess", "--aside"));
        Assert.Equal("1 report counted.\n", await _installation.DoAsync("reports", "reprocess", "--all"));
        Assert.Contains("\nother.example,1,10,2,", await _installation.DoAsync("reports", "summary", "--format", "csv"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_HasALineForEachDayAndFailure()
    {
        await ImportAsync(SampleReport.Of("r1"));

        Assert.Equal(
            $"domain,day,reporter,trust,reports,successful,refused,delivered,unclear\r\nexample.org,{SampleReport.Day},reporter.example,by-hand,1,10,2,0,0\r\n",
            await _installation.DoAsync("reports", "export"));
        using var failures = JsonDocument.Parse(await _installation.DoAsync("reports", "export", "example.org", "--of", "failures", "--format", "json"));
        var failure = Assert.Single(failures.RootElement.EnumerateArray());
        Assert.Equal(("mx1.example.org", "192.0.2.0/24", 2), (failure.GetProperty("mx").GetString(), failure.GetProperty("network").GetString(), failure.GetProperty("sessions").GetInt32()));
        Assert.Equal("[]\n", await _installation.DoAsync("reports", "export", "nowhere.example", "--format", "json"));
    }

    [Theory]
    [InlineData("list", "--days", "0")]
    [InlineData("list", "--limit", "0")]
    [InlineData("list", "not a domain")]
    [InlineData("summary", "--days", "40000")]
    [InlineData("incidents", "--days", "-1")]
    [InlineData("export", "192.0.2.1")]
    public async Task Verb_ValueThatMakesNoSense_EndsWith2AndOneMessage(params string[] arguments)
    {
        var ended = await _installation.RunAsync(["reports", .. arguments]);

        Assert.Equal((2, ""), (ended.ExitCode, ended.Output));
        Assert.Matches(@"\Astrictpost: [^\n]+\n  Fix: [^\n]+\n\z", ended.Error);
    }

    [Theory]
    [InlineData("import", "x")]
    [InlineData("list")]
    [InlineData("show", "1")]
    [InlineData("summary")]
    [InlineData("incidents")]
    [InlineData("quarantine")]
    [InlineData("reprocess")]
    [InlineData("export")]
    public async Task Verb_StoreThatCannotBeUsed_EndsWith2AndSaysWhich(params string[] arguments)
    {
        Directory.CreateDirectory(_installation.File("broken"));
        await File.WriteAllTextAsync(_installation.File("broken/strictpost.db"), new string('x', 5000), Cancellation);

        var none = await _installation.RunAsync(["reports", .. arguments, "--data", "nowhere"]);
        var broken = await _installation.RunAsync(["reports", .. arguments, "--data", "broken"]);

        Assert.Equal((2, ""), (none.ExitCode, none.Output));
        Assert.Contains("nowhere", none.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_installation.File("nowhere")));
        Assert.Equal((2, ""), (broken.ExitCode, broken.Output));
        Assert.Matches(@"\Astrictpost: [^\n]+\n  Fix: [^\n]+\n\z", broken.Error);
    }

    [Theory]
    [InlineData("show")]
    [InlineData("import")]
    [InlineData("list")]
    [InlineData("summary")]
    [InlineData("incidents")]
    [InlineData("quarantine")]
    [InlineData("reprocess")]
    [InlineData("export")]
    [InlineData("send-test")]
    public async Task Help_OfEachVerb_HasExamples(string verb)
    {
        string help = await _installation.DoAsync("reports", verb, "--help");

        Assert.Contains($"\n  strictpost reports {verb}", help[help.IndexOf("Examples:", StringComparison.Ordinal)..], StringComparison.Ordinal);
        Assert.Contains("text|json|csv", help, StringComparison.Ordinal);
    }

    private async Task<string> IdsAsync(params string[] filter)
    {
        using var list = JsonDocument.Parse(await _installation.DoAsync(["reports", "list", .. filter, "--format", "json"]));
        return string.Join(' ', list.RootElement.EnumerateArray().Select(report => report.GetProperty("reportId").GetString()));
    }

    private async Task<string> EmptyStoreAsync()
    {
        await _installation.DoAsync("domain", "add", "empty.example", "--mx", "mx.empty.example", "--data", "empty");
        return "empty";
    }

    private async Task ImportAsync(JsonObject report)
    {
        await WriteAsync("report.json", report);
        await _installation.DoAsync("reports", "import", "report.json");
    }

    private Task WriteAsync(string name, JsonObject report)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_installation.File(name))!);
        return File.WriteAllTextAsync(_installation.File(name), report.ToJsonString(), Cancellation);
    }
}
