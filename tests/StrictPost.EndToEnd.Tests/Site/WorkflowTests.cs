using StrictPost.EndToEnd.Tests.Running;
using StrictPost.Lab.World;
using StrictPost.Protocol.MtaSts;

namespace StrictPost.EndToEnd.Tests.Site;

/// <summary>
/// The generated workflow's commands, run with a locally packed tool against the lab: install, lint, wait, tell. Publishing
/// to Pages is played by the lab, which serves the body when the test says so.
/// </summary>
public sealed class WorkflowTests(PackedTool tool) : IClassFixture<PackedTool>
{
    private const string CommitTime = "2026-01-02T03:04:05+00:00";

    private static readonly LabDomain Published = LabDomain.Healthy("good.example");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Workflow_WhenTheBodyIsServedLate_TellsTheIdOnlyThen()
    {
        await using var place = await Workplace.OpenAsync(Published with { Policy = null, Record = null });
        var run = await PrepareAsync(place);
        string body = await File.ReadAllTextAsync(place.PathOf("site/.well-known/mta-sts.txt"), Cancellation);

        var running = run.RunAsync();
        await Task.WhenAny(running, place.Lab.Requests.FirstAsync(_ => true, Cancellation));
        bool toldEarly = File.Exists(run.Summary) || running.IsCompleted;
        place.Lab.Set(Published.WithPolicy(body) with { Record = null });
        var (ran, last) = await running;

        Assert.True(last.ExitCode == 0, last.Error);
        Assert.False(toldEarly);
        Assert.Equal(["Install StrictPost", "Lint", "Wait until the policy is served", "Tell the records"], ran.ToArray());
        string summary = await File.ReadAllTextAsync(run.Summary, Cancellation);
        Assert.Contains($"v=STSv1; id={PolicyId.Create(body, DateTimeOffset.Parse(CommitTime))};", summary, StringComparison.Ordinal);
        Assert.Contains("somebody.github.io", summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Workflow_WhenTheIdInDnsFits_KeepsIt()
    {
        await using var place = await Workplace.OpenAsync(Published);
        var run = await PrepareAsync(place);
        string body = await File.ReadAllTextAsync(place.PathOf("site/.well-known/mta-sts.txt"), Cancellation);
        string id = PolicyId.Create(body, DateTimeOffset.UnixEpoch.AddYears(40));
        place.Lab.Set(Published.WithPolicy(body) with { Record = $"v=STSv1; id={id};" });

        var (_, last) = await run.RunAsync();

        Assert.True(last.ExitCode == 0, last.Error);
        Assert.Contains($"v=STSv1; id={id};", await File.ReadAllTextAsync(run.Summary, Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Workflow_WithABrokenPolicy_StopsAtLint()
    {
        await using var place = await Workplace.OpenAsync(Published);
        var run = await PrepareAsync(place);
        await File.WriteAllTextAsync(place.PathOf("site/.well-known/mta-sts.txt"), "version: STSv1\nmode: enforce\nmax_age: 1w\n", Cancellation);

        var (ran, last) = await run.RunAsync();

        Assert.Equal(1, last.ExitCode);
        Assert.Equal(["Install StrictPost", "Lint"], ran.ToArray());
        Assert.False(File.Exists(run.Summary));
        Assert.Empty(place.Lab.Requests.Entries);
    }

    [Fact]
    public async Task Workflow_NamesSourceAndVersionOnce()
    {
        await using var place = await Workplace.OpenAsync();
        await PrepareAsync(place);

        string workflow = await File.ReadAllTextAsync(place.PathOf("site/.github/workflows/mta-sts.yml"), Cancellation);

        string version = Path.GetFileName(Assert.Single(Directory.GetFiles(tool.Source, "*.nupkg"))).Replace("StrictPost.", "", StringComparison.Ordinal).Replace(".nupkg", "", StringComparison.Ordinal);
        Assert.Single(workflow.Split($"\"{version}\"").Skip(1));
        Assert.Single(workflow.Split(tool.Source).Skip(1));
        Assert.Contains("include-hidden-files: true", workflow, StringComparison.Ordinal);
    }

    /// <summary>A repository with the site in it, its workflow told where the tool is.</summary>
    private async Task<WorkflowRun> PrepareAsync(Workplace place)
    {
        var made = await place.StrictPostAsync("new", "good.example", "--mx", "mx.good.example", "--github-user", "somebody", "--output", "site");
        Assert.True(made.ExitCode == 0, made.Error);
        string site = place.PathOf("site");
        string workflow = Path.Combine(site, ".github/workflows/mta-sts.yml");
        string text = await File.ReadAllTextAsync(workflow, Cancellation);
        await File.WriteAllTextAsync(workflow, text.Replace("STRICTPOST_SOURCE: \"\"", $"STRICTPOST_SOURCE: \"{tool.Source}\"", StringComparison.Ordinal), Cancellation);

        // No other source of packages than the tool's, and no cache of packages but this place's.
        await File.WriteAllTextAsync(place.PathOf("nuget.config"), "<configuration><packageSources><clear /></packageSources></configuration>", Cancellation);
        string temporary = Directory.CreateDirectory(place.PathOf("runner")).FullName;
        var environment = place.Environment;
        environment["NUGET_PACKAGES"] = Path.Combine(temporary, "packages");
        environment["DOTNET_CLI_HOME"] = temporary;
        environment["DOTNET_NOLOGO"] = "1";
        await CommitAsync(site, environment);
        return await WorkflowRun.ReadAsync(site, temporary, environment);
    }

    private static async Task CommitAsync(string site, Dictionary<string, string> environment)
    {
        foreach (string who in (string[])["AUTHOR", "COMMITTER"])
        {
            environment[$"GIT_{who}_NAME"] = "Test";
            environment[$"GIT_{who}_EMAIL"] = "test@good.example";
            environment[$"GIT_{who}_DATE"] = CommitTime;
        }

        foreach (string[] command in (string[][])[["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-q", "-m", "Policy"]])
        {
            var ended = await Started.RunAsync("git", site, input: "", environment, command);
            Assert.True(ended.ExitCode == 0, ended.Error);
        }
    }
}
