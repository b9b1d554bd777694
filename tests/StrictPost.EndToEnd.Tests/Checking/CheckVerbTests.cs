using System.Text.Json;
using StrictPost.EndToEnd.Tests.Running;
using StrictPost.Lab;
using StrictPost.Lab.World;
using StrictPost.Protocol.MtaSts;

namespace StrictPost.EndToEnd.Tests.Checking;

/// <summary><c>strictpost check</c> against the lab, over real sockets.</summary>
public sealed class CheckVerbTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private RunningLab _lab = null!;

    public async ValueTask InitializeAsync()
    {
        var world = LabWorld.Empty
            .With(LabDomain.Healthy("good.example", PolicyMode.Enforce), LabDomain.Healthy("trial.example"), LabDomain.Healthy("late.example", PolicyMode.Enforce) with { Record = null })
            .With(new LabMailHost("mx.good.example"), new LabMailHost("mx.trial.example"), new LabMailHost("mx.late.example"));
        _lab = await RunningLab.StartAsync(world, TimeProvider.System, TestContext.Current.CancellationToken);
        _folder.Write("root.pem", _lab.RootPem);
    }

    public async ValueTask DisposeAsync()
    {
        await _lab.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Check_OfAHealthyDomain_IsProtected()
    {
        var ended = await CheckAsync("good.example", "--format", "json");

        var root = JsonElement.Parse(ended.Output);
        Assert.Equal((0, "protected", "", ""), (ended.ExitCode, root.GetProperty("verdict").GetString(), Codes(root), ended.Error));
    }

    [Fact]
    public async Task Check_OfAnExpiredMailHost_PutsMailAtRisk()
    {
        _lab.Set(new LabMailHost("mx.good.example").With(TlsFault.Expired));

        var ended = await CheckAsync("good.example", "--format", "json");

        var root = JsonElement.Parse(ended.Output);
        Assert.Equal((1, "mail-at-risk", "smtp-certificate-expired"), (ended.ExitCode, root.GetProperty("verdict").GetString(), Codes(root)));
    }

    [Fact]
    public async Task Check_WithoutSmtp_SaysSoAndDoesNotFail()
    {
        var ended = await CheckAsync("good.example", "--no-smtp", "--format", "json");

        var root = JsonElement.Parse(ended.Output);
        Assert.Equal((0, "protected", "smtp-not-probed"), (ended.ExitCode, root.GetProperty("verdict").GetString(), Codes(root)));
        Assert.Empty(_lab.Sessions.Entries);
    }

    [Fact]
    public async Task Save_ThenReplay_SaysTheSameToTheLetter()
    {
        _lab.Set(LabDomain.Healthy("trial.example").With(new HttpFault.Status(404)));

        var seen = await CheckAsync("trial.example", "--save", "seen.json", "--explain");
        var again = await Started.StrictPostAsync(_folder.Path, "check", "--replay", "seen.json", "--explain");

        Assert.Equal((1, seen.Output), (seen.ExitCode, again.Output));
        Assert.Equal(seen.ExitCode, again.ExitCode);
    }

    [Fact]
    public async Task Save_OfSeveral_IsALineEach()
    {
        var seen = await CheckAsync("trial.example", "good.example", "--save", "seen.jsonl", "--format", "json");
        var again = await Started.StrictPostAsync(_folder.Path, "check", "--replay", "seen.jsonl", "--format", "json");

        Assert.Equal(2, File.ReadAllLines(_folder.At("seen.jsonl")).Length);
        Assert.Equal(seen.Output, again.Output);
    }

    [Fact]
    public async Task BadNames_GetALineEach_AndTheRestGoesOn()
    {
        var ended = await CheckAsync("https://good.example/x", "good example", "192.0.2.1", new string('a', 300), "good.example", "--format", "jsonl");

        Assert.Equal(4, ended.Error.TrimEnd('\n').Split('\n').Length);
        Assert.Contains("`192.0.2.1` is an IP address, not a domain name.", ended.Error, StringComparison.Ordinal);
        Assert.Equal((2, "good.example"), (ended.ExitCode, JsonElement.Parse(ended.Output).GetProperty("subject").GetString()));
    }

    [Theory]
    [InlineData("There is no domain to check.")]
    [InlineData("is an address of a web page", "https://good.example/")]
    [InlineData("--replay takes the domains from its file.", "good.example", "--replay", "root.pem")]
    [InlineData("70000 is no port.", "good.example", "--smtp-port", "70000")]
    [InlineData("no duration", "good.example", "--wait", "soon")]
    [InlineData("cannot be judged", "--replay", "root.pem")]
    [InlineData("nowhere.json", "--replay", "nowhere.json")]
    [InlineData("nowhere.txt", "good.example", "--policy", "nowhere.txt")]
    public async Task WrongUsage_ExitsWithTwoAndSaysWhy(string expected, params string[] arguments)
    {
        var ended = await Started.StrictPostAsync(_folder.Path, ["check", .. arguments]);

        Assert.Equal((2, ""), (ended.ExitCode, ended.Output));
        Assert.Contains(expected, ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Environment_LeadsToTheSameWorld()
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["STRICTPOST_DNS"] = $"{_lab.DnsEndPoint}",
            ["STRICTPOST_CA"] = "root.pem",
            ["STRICTPOST_REMOTE_HTTPS_PORT"] = $"{_lab.HttpsPort}",
            ["STRICTPOST_REMOTE_SMTP_PORT"] = $"{_lab.SmtpPort}",
        };

        var ended = await Started.RunAsync(Started.StrictPost, _folder.Path, "", variables, "check", "good.example");

        Assert.Equal(0, ended.ExitCode);
        Assert.StartsWith("good.example: protected\n", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Policy_FromStandardInput_IsJudgedAgainstTheWorld()
    {
        var ended = await Started.RunAsync(
            Started.StrictPost, _folder.Path, "version: STSv1\nmode: enforce\nmx: other.example\nmax_age: 1209600\n", new Dictionary<string, string>(StringComparer.Ordinal),
            ["check", "trial.example", "--policy", "-", "--format", "json", .. World()]);

        Assert.Equal((1, "mail-at-risk"), (ended.ExitCode, JsonElement.Parse(ended.Output).GetProperty("verdict").GetString()));
    }

    [Fact]
    public async Task Wait_LooksAgainUntilNothingIsWrong()
    {
        using var waiting = Started.Begin(Started.StrictPost, _folder.Path, ["check", "late.example", "--wait", "5m", "--format", "json", .. World()]);
        await using var ending = TestContext.Current.CancellationToken.Register(() => waiting.Kill(entireProcessTree: true));
        string? told = await waiting.StandardError.ReadLineAsync(TestContext.Current.CancellationToken);
        Assert.Equal("late.example: not-protected; waiting for record-missing", told);

        _lab.Set(LabDomain.Healthy("late.example", PolicyMode.Enforce));

        string output = await waiting.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await waiting.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal((0, "protected"), (waiting.ExitCode, JsonElement.Parse(output).GetProperty("verdict").GetString()));
    }

    [Fact]
    public async Task Wait_WhenTheTimeIsOver_SaysWhatIsStillWrong()
    {
        var ended = await CheckAsync("late.example", "--wait", "1s", "--format", "json");

        Assert.Equal((1, "not-protected"), (ended.ExitCode, JsonElement.Parse(ended.Output).GetProperty("verdict").GetString()));
    }

    private Task<Ended> CheckAsync(params string[] arguments) => Started.StrictPostAsync(_folder.Path, ["check", .. arguments, .. World()]);

    private string[] World() =>
        ["--dns", $"{_lab.DnsEndPoint}", "--ca", "root.pem", "--https-port", $"{_lab.HttpsPort}", "--smtp-port", $"{_lab.SmtpPort}"];

    private static string Codes(JsonElement root) =>
        string.Join(' ', root.GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty("code").GetString()));
}
