using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using StrictPost.EndToEnd.Tests.Running;

namespace StrictPost.EndToEnd.Tests.Reporting;

/// <summary>A report whose every text means harm to whoever looks at it: by terminal, spreadsheet or browser.</summary>
public sealed class HostileReportTests : IAsyncLifetime
{
    private const string Orders = "\u001b]0;title\a\u001b[31m\u009b2J\r\n\u202e";

    private readonly TemporaryFolder _folder = new();

    public async ValueTask InitializeAsync()
    {
        var report = SampleReport.Of($"=1+1{Orders}");
        report["organization-name"] = $"@SUM(A1){Orders}";
        report["contact-info"] = $"+1{Orders}";
        var failure = report.Failure();
        failure["failure-reason-code"] = $"<script>alert(1)</script>{Orders}";
        failure["additional-information"] = $"-1{Orders}";
        failure["receiving-mx-hostname"] = $"=HYPERLINK(\"http://reporter.example\"){Orders}";
        failure["receiving-mx-helo"] = $"=cmd|'/c calc'!A0{Orders}";
        failure["result-type"] = $"=made-up{Orders}";
        report["policies"]![0]!["policy"]!["policy-string"] = new JsonArray("version: STSv1", $"mode: {Orders}", $"=1{Orders}");
        _folder.Write("report.json", report.ToJsonString());
        await StrictPostAsync("domain", "add", "example.org", "--mx", "mx1.example.org");
        await StrictPostAsync("reports", "import", "report.json");
        _folder.Write($"bad{Orders.Replace("\r\n", "", StringComparison.Ordinal)}", "no report");
        await StrictPostAsync("reports", "import", $"bad{Orders.Replace("\r\n", "", StringComparison.Ordinal)}");
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("show", "report.json")]
    [InlineData("show", "1")]
    [InlineData("list")]
    [InlineData("summary")]
    [InlineData("summary", "example.org")]
    [InlineData("incidents")]
    [InlineData("quarantine")]
    [InlineData("reprocess", "1")]
    [InlineData("export")]
    [InlineData("export", "--of", "failures")]
    public async Task Text_FromOutside_IsPrintedHarmless(params string[] verb)
    {
        foreach (string format in (string[])["text", "json", "csv"])
        {
            var ended = await StrictPostAsync(["reports", .. verb, "--format", format]);

            Assert.InRange(ended.ExitCode, 0, 1);
            Assert.NotEmpty(ended.Output);
            Assert.DoesNotContain(ended.Output + ended.Error, c => IsOrder(c) && !(c == '\r' && (format == "csv" || verb[0] == "export")));
            if (format == "csv")
                Assert.DoesNotMatch("(?m)(^|,)\"?[=+@-]", ended.Output);
            if (format == "json")
                Assert.DoesNotContain("<script>", ended.Output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("NO_COLOR=1 ", false)]
    public async Task Terminal_GetsNothingButOurColours(string variables, bool colours)
    {
        foreach (string verb in (string[])["show report.json", "list", "summary example.org", "incidents", "quarantine"])
        {
            string seen = (await Started.RunAsync("script", _folder.Path, "-qec", $"{variables}TERM=xterm '{Started.StrictPost}' reports {verb}", "/dev/null")).Output;

            // The platform prepares the keyboard of a terminal.
            seen = seen.Replace("\u001b[?1h\u001b=", "", StringComparison.Ordinal);
            string rest = Regex.Replace(seen, "\u001b\\[[0-9;]*m", "", RegexOptions.None, TimeSpan.FromSeconds(1));
            Assert.DoesNotContain(rest, c => IsOrder(c) && c != '\r');
            Assert.True(colours || rest.Length == seen.Length, seen);
            if (verb == "incidents")
                Assert.Equal(colours, rest.Length != seen.Length);
        }
    }

    [Fact]
    public async Task Bytes_AsTheyCame_AreNotForTerminals()
    {
        string seen = (await Started.RunAsync("script", _folder.Path, "-qec", $"TERM=xterm '{Started.StrictPost}' reports quarantine --raw 1", "/dev/null")).Output;

        Assert.Contains("which a terminal would obey", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("organization-name", seen, StringComparison.Ordinal);
    }

    /// <summary>What a terminal would obey.</summary>
    private static bool IsOrder(char c) => c != '\n' && (char.IsControl(c) || c == '\u202e');

    private Task<Ended> StrictPostAsync(params string[] arguments) => Started.StrictPostAsync(_folder.Path, arguments);
}
