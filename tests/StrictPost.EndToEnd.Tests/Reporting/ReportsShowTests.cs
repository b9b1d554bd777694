using System.Text.Json;
using StrictPost.EndToEnd.Tests.Running;

namespace StrictPost.EndToEnd.Tests.Reporting;

/// <summary><c>strictpost reports show</c>: a viewer that needs no store.</summary>
public sealed class ReportsShowTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("json")]
    [InlineData("gzip")]
    [InlineData("mail")]
    public async Task File_OfEachForm_SaysWhatTheReportSays(string form)
    {
        var report = SampleReport.Of("r1");
        byte[] bytes = form switch
        {
            "json" => System.Text.Encoding.UTF8.GetBytes(report.ToJsonString()),
            "gzip" => report.ToGzip(),
            _ => report.ToMail().ToBytes(),
        };
        await File.WriteAllBytesAsync(_folder.At("report"), bytes, TestContext.Current.CancellationToken);

        var ended = await ShowAsync("report", "--format", "json");

        var root = JsonElement.Parse(ended.Output);
        Assert.Equal((0, "Reporter Inc.", "r1"), (ended.ExitCode, root.GetProperty("organization").GetString(), root.GetProperty("reportId").GetString()));
        Assert.Equal(($"{SampleReport.Day}T00:00:00Z", $"{SampleReport.Day}T23:59:59Z"), (root.GetProperty("start").GetString(), root.GetProperty("end").GetString()));
        var policy = Assert.Single(root.GetProperty("policies").EnumerateArray());
        Assert.Equal(
            ("sts", "example.org", 10, 2, 1),
            (policy.GetProperty("type").GetString(), policy.GetProperty("domain").GetString(), policy.GetProperty("successful").GetInt32(),
                policy.GetProperty("failed").GetInt32(), policy.GetProperty("failures").GetArrayLength()));
        Assert.Equal(0, root.GetProperty("findings").GetArrayLength());
    }

    [Fact]
    public async Task Text_ExplainsTheFailure()
    {
        _folder.Write("report.json", SampleReport.Of("r1").ToJsonString());

        var ended = await ShowAsync("report.json");

        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
        Assert.Contains("example.org: 12 sessions; 2 failed, and mail was refused or delayed", ended.Output, StringComparison.Ordinal);
        Assert.Contains("expired certificate at mx1.example.org", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_OfManyHosts_SumsTheRestUpByCause()
    {
        var report = SampleReport.Of("r1");
        report.FailAt(14);
        _folder.Write("report.json", report.ToJsonString());

        string output = (await ShowAsync("report.json")).Output;

        Assert.Contains("14 × Senders found an expired certificate at mx1.example.org.", output, StringComparison.Ordinal);
        Assert.Contains("5 × Senders found an expired certificate at mx10.example.org.", output, StringComparison.Ordinal);
        Assert.Contains("and 4 more, by cause", output, StringComparison.Ordinal);
        Assert.Contains("10 × Senders found an expired certificate at mx11.example.org, mx12.example.org and 2 others.", output, StringComparison.Ordinal);
        Assert.Equal(10, output.Split("Fix: ").Length - 1);
    }

    /// <summary>A count below zero is read as none.</summary>
    [Theory]
    [InlineData(0, false)]
    [InlineData(3, true)]
    public async Task Text_FailureOfNoSessions_IsOnlyShownWhereTheSummaryCountsSome(int failed, bool isShown)
    {
        var report = SampleReport.Of("r1");
        report.Failure()["failed-session-count"] = -5;
        report["policies"]![0]!["summary"]!["total-failure-session-count"] = failed;
        _folder.Write("report.json", report.ToJsonString());

        Assert.Equal(isShown, (await ShowAsync("report.json")).Output.Contains("expired certificate", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Csv_HasALineForThePolicyAndOneForTheFailure()
    {
        _folder.Write("report.json", SampleReport.Of("r1").ToJsonString());

        string[] lines = (await ShowAsync("report.json", "--format", "csv")).Output.Split("\r\n");

        Assert.Equal(4, lines.Length);
        Assert.Contains(",example.org,sts,", lines[1], StringComparison.Ordinal);
        Assert.Contains(",10,2,,,,", lines[1], StringComparison.Ordinal);
        Assert.Contains(",,,certificate-expired,reported-certificate-expired,2,192.0.2.1,mx1.example.org,", lines[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hello", "report-not-a-report")]
    [InlineData("", "delivery-empty")]
    [InlineData("{\"organization-name\":", null)]
    public async Task Input_ThatIsNoReport_EndsWith1AndTheSameShape(string input, string? code)
    {
        var ended = await Started.RunAsync(
            Started.StrictPost, _folder.Path, input, new Dictionary<string, string>(StringComparer.Ordinal), "reports", "show", "-", "--format", "json");

        var root = JsonElement.Parse(ended.Output);
        Assert.Equal((1, JsonValueKind.Null, 0), (ended.ExitCode, root.GetProperty("organization").ValueKind, root.GetProperty("policies").GetArrayLength()));
        Assert.NotEqual(0, root.GetProperty("findings").GetArrayLength());
        Assert.Equal(code ?? root.GetProperty("findings")[0].GetProperty("code").GetString(), root.GetProperty("findings")[0].GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("none.json", "There is no file `none.json`.")]
    [InlineData(".", "`.` is a folder.")]
    [InlineData("large", "large is larger than 16 MiB, which no report is.")]
    [InlineData("17", "There is no store in the folder `data`.")]
    [InlineData("1\u001b[2J", "There is no file `1\\u{1b}[2J`.")]
    public async Task Subject_ThatIsNoFile_EndsWith2AndSaysWhy(string subject, string words)
    {
        if (subject == "large")
            _folder.Write(subject, new string('x', 20_000_000));

        var ended = await ShowAsync(subject);

        Assert.Equal((2, ""), (ended.ExitCode, ended.Output));
        Assert.StartsWith($"strictpost: {words}\n  Fix: ", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Number_OfAStore_ShowsThatReportAndNoOther()
    {
        _folder.Write("report.json", SampleReport.Of("r1").ToJsonString());
        await Started.SucceedAsync(Started.StrictPost, _folder.Path, "domain", "add", "example.org", "--mx", "mx1.example.org");
        await Started.SucceedAsync(Started.StrictPost, _folder.Path, "reports", "import", "report.json");

        var first = await ShowAsync("1");
        var second = await ShowAsync("1.2");
        var other = await ShowAsync("99");

        Assert.Equal((0, 1, 1), (first.ExitCode, second.ExitCode, other.ExitCode));
        Assert.Contains("Report of Reporter Inc.", first.Output, StringComparison.Ordinal);
        Assert.Contains("There is no report 1.2: delivery 1 holds 1 report.", second.Error, StringComparison.Ordinal);
        Assert.Contains("There is no report 99", other.Error, StringComparison.Ordinal);
    }

    private Task<Ended> ShowAsync(params string[] arguments) => Started.StrictPostAsync(_folder.Path, ["reports", "show", .. arguments]);
}
