using System.Globalization;
using System.Text;
using System.Text.Json;
using StrictPost.EndToEnd.Tests.Running;
using StrictPost.Lab;
using StrictPost.Lab.World;
using StrictPost.Protocol.MtaSts;

namespace StrictPost.EndToEnd.Tests.Checking;

/// <summary><c>strictpost check --from</c>: lists as people keep them, good and bad.</summary>
public sealed class BatchTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private RunningLab _lab = null!;

    public async ValueTask InitializeAsync()
    {
        var world = Enumerable.Range(0, 8).Select(number => $"d{number}.example").Append("xn--mnchen-3ya.example").Aggregate(
            LabWorld.Empty,
            (sofar, name) => sofar
                .With(LabDomain.Healthy(name, PolicyMode.Enforce) with { Mx = [new LabMx(10, "mx.shared.example")] })
                .ChangeDomain(name, domain => domain.WithPolicy("version: STSv1\r\nmode: enforce\r\nmx: mx.shared.example\r\nmax_age: 1209600\r\n")));
        _lab = await RunningLab.StartAsync(world.With(new LabMailHost("mx.shared.example")), TimeProvider.System, TestContext.Current.CancellationToken);
        _folder.Write("root.pem", _lab.RootPem);
    }

    public async ValueTask DisposeAsync()
    {
        await _lab.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task PlainLines_WithRemarksAndEveryLineEnd_AreChecked()
    {
        _folder.Write("list.txt", "\uFEFF# ours\r\nd0.example\r\n\r\n  D1.example.  # the second\nmünchen.example");

        var ended = await CheckAsync("--from", "list.txt", "--format", "jsonl");

        Assert.Equal("d0.example d1.example xn--mnchen-3ya.example", Subjects(ended.Output));
        Assert.True(!ended.Output.Contains("\"severity\":\"error\"", StringComparison.Ordinal), ended.Output);
        Assert.Equal(0, ended.ExitCode);
    }

    [Fact]
    public async Task SharedMailHost_IsVisitedOnce()
    {
        _folder.Write("list.txt", string.Join('\n', Enumerable.Range(0, 8).Select(number => $"d{number}.example")));

        var ended = await CheckAsync("--from", "list.txt", "--format", "jsonl");

        Assert.Equal(0, ended.ExitCode);
        Assert.Single(_lab.Sessions.Entries);
    }

    [Fact]
    public async Task Csv_ColumnAndFormerHosts_AreRead()
    {
        _lab.Set(LabDomain.Healthy("d0.example", PolicyMode.Enforce).WithPolicy("version: STSv1\r\nmode: enforce\r\nmx: old.host.example\r\nmax_age: 1209600\r\n"));
        _folder.Write("list.csv", "id,Zone,previous_mx\r\n1,d0.example,\"old.host.example other.example\"\r\n2,d1.example,\r\n");

        var ended = await CheckAsync("--from", "list.csv", "--column", "zone");

        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("mx-pattern-former", ended.Output.Split('\n').Single(line => line.Contains("d0.example", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("        2  domains", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BadEntries_GetALineEach_AndTheRestGoesOn()
    {
        string[] bad = ["good example.org", "https://d0.example/", "192.0.2.1", "2001:db8::1", new('a', 300), "user@d0.example", "-.example", "\u001b[31mred.example", "localhost"];
        _folder.Write("list.txt", string.Join('\n', bad) + "\n" + new string('x', 1_000_000) + "\nd0.example\n");

        var ended = await CheckAsync("--from", "list.txt", "--format", "jsonl");

        var complaints = ended.Error.Split('\n').Where(line => line.StartsWith("strictpost: line ", StringComparison.Ordinal))
            .OrderBy(line => int.Parse(line["strictpost: line ".Length..line.IndexOf(':', 12)], CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(Enumerable.Range(1, bad.Length + 1).Select(number => $"strictpost: line {number}"), complaints.Select(line => line[..line.IndexOf(':', 12)]), StringComparer.Ordinal);
        Assert.Equal((2, "d0.example"), (ended.ExitCode, Subjects(ended.Output)));
        Assert.DoesNotContain('\u001b', ended.Error);
        Assert.All(complaints, line => Assert.InRange(line.Length, 30, 1000));
    }

    [Theory]
    [InlineData("The list holds no domain.", "")]
    [InlineData("The list holds no domain.", "# nothing\n\n")]
    [InlineData("The list is no text: line 2 holds a zero byte.", "a.example\n\0\u0001\u0002")]
    [InlineData("The list has no column `zone`.", "domain,mx\na.example,b\n", "--column", "zone")]
    [InlineData("cannot be.", "d0.example", "--format", "html")]
    [InlineData("--resume reads what is done from an earlier output.", "d0.example", "--resume")]
    [InlineData("0 checks at once are not possible.", "d0.example", "--in-flight", "0")]
    public async Task WrongList_ExitsWithTwoAndSaysWhy(string expected, string list, params string[] arguments)
    {
        _folder.Write("list.txt", list);

        var ended = await CheckAsync(["--from", "list.txt", .. arguments]);

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains(expected, ended.Error, StringComparison.Ordinal);
        Assert.Contains("Fix: ", ended.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("There is no file", "--from", "nowhere.txt")]
    [InlineData("is a folder", "--from", ".")]
    [InlineData("--from takes the domains from its list", "--from", "root.pem", "d0.example")]
    public async Task WrongUsage_ExitsWithTwo(string expected, params string[] arguments)
    {
        var ended = await CheckAsync(arguments);

        Assert.Equal((2, ""), (ended.ExitCode, ended.Output));
        Assert.Contains(expected, ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resume_AfterHalfALine_ChecksWhatIsLeftAndCountsAll()
    {
        _folder.Write("list.txt", string.Join('\n', Enumerable.Range(0, 8).Select(number => $"d{number}.example")));
        var whole = await CheckAsync("--from", "list.txt", "--format", "jsonl", "--output", "results.jsonl", "--in-flight", "1");
        string[] lines = await File.ReadAllLinesAsync(_folder.At("results.jsonl"), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(_folder.At("results.jsonl"), $"{lines[0]}\n{lines[1]}\n{lines[2][..40]}", new UTF8Encoding(false), TestContext.Current.CancellationToken);
        int before = _lab.Requests.Entries.Length;

        var resumed = await CheckAsync("--from", "list.txt", "--format", "jsonl", "--output", "results.jsonl", "--resume");

        Assert.Equal(6, _lab.Requests.Entries.Length - before);
        Assert.Equal(
            string.Join(' ', Enumerable.Range(0, 8).Select(number => $"d{number}.example")),
            Subjects(await File.ReadAllTextAsync(_folder.At("results.jsonl"), TestContext.Current.CancellationToken)));
        Assert.Equal((whole.ExitCode, whole.Error), (resumed.ExitCode, resumed.Error));
        Assert.Contains("        8  domains", resumed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resume_OfSomethingElse_LeavesItAlone()
    {
        _folder.Write("list.txt", "d0.example");
        _folder.Write("notes.txt", "not ours\nat all\n");

        var ended = await CheckAsync("--from", "list.txt", "--format", "jsonl", "--output", "notes.txt", "--resume");

        Assert.Equal((2, "not ours\nat all\n"), (ended.ExitCode, await File.ReadAllTextAsync(_folder.At("notes.txt"), TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task StandardInput_IsAListToo()
    {
        var ended = await Started.RunAsync(
            Started.StrictPost, _folder.Path, "d0.example\nd1.example\n", new Dictionary<string, string>(StringComparer.Ordinal), ["check", "--from", "-", "--format", "jsonl", .. World]);

        Assert.Equal((0, "d0.example d1.example"), (ended.ExitCode, Subjects(ended.Output)));
    }

    [Fact]
    public async Task Save_ThenReplay_GivesTheSameVerdicts()
    {
        _folder.Write("list.txt", "d0.example\nd1.example\n");
        await CheckAsync("--from", "list.txt", "--save", "seen.jsonl", "--format", "jsonl");

        var again = await Started.StrictPostAsync(_folder.Path, "check", "--replay", "seen.jsonl", "--format", "jsonl");

        Assert.Equal((0, "d0.example d1.example"), (again.ExitCode, Subjects(again.Output)));
    }

    private static string Subjects(string lines) => string.Join(' ', lines.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => JsonElement.Parse(line).GetProperty("subject").GetString()).Order(StringComparer.Ordinal));

    private string[] World => ["--dns", $"{_lab.DnsEndPoint}", "--ca", "root.pem", "--https-port", $"{_lab.HttpsPort}", "--smtp-port", $"{_lab.SmtpPort}"];

    private Task<Ended> CheckAsync(params string[] arguments) => Started.StrictPostAsync(_folder.Path, ["check", .. arguments, .. World]);
}
