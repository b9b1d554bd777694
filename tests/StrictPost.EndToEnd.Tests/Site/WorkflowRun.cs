using System.Text.Json;
using StrictPost.EndToEnd.Tests.Running;

namespace StrictPost.EndToEnd.Tests.Site;

/// <summary>
/// Runs a generated workflow's own commands one after the other, the way a GitHub runner does: each in
/// <c>bash -e</c>, in the repository, with what earlier steps put on the path. Steps that use somebody's action are left out.
/// </summary>
internal sealed class WorkflowRun
{
    private readonly string _repository;
    private readonly string _temporary;
    private readonly Dictionary<string, string> _environment;

    private WorkflowRun(string repository, string temporary, IReadOnlyList<(string Name, string Command)> steps, Dictionary<string, string> environment) =>
        (_repository, _temporary, Steps, _environment) = (repository, temporary, steps, environment);

    /// <summary>The steps with commands.</summary>
    public IReadOnlyList<(string Name, string Command)> Steps { get; }

    /// <summary>What the run tells its reader.</summary>
    public string Summary => Path.Combine(_temporary, "summary.md");

    private string PathFile => Path.Combine(_temporary, "path");

    /// <summary>Reads the workflow of a site.</summary>
    public static async Task<WorkflowRun> ReadAsync(string repository, string temporary, Dictionary<string, string> environment)
    {
        string workflow = Path.Combine(repository, ".github/workflows/mta-sts.yml");
        using var yaml = JsonDocument.Parse(await Started.SucceedAsync(
            "/usr/bin/python3", repository, "-c", "import json, sys, yaml; print(json.dumps(yaml.safe_load(open(sys.argv[1]))))", workflow));
        var steps = yaml.RootElement.GetProperty("jobs").GetProperty("publish").GetProperty("steps").EnumerateArray()
            .Where(step => step.TryGetProperty("run", out _))
            .Select(step => (step.GetProperty("name").GetString()!, step.GetProperty("run").GetString()!));
        foreach (var variable in yaml.RootElement.GetProperty("env").EnumerateObject())
            environment[variable.Name] = variable.Value.GetString()!;
        var run = new WorkflowRun(repository, temporary, [.. steps], environment);
        environment["RUNNER_TEMP"] = temporary;
        environment["GITHUB_STEP_SUMMARY"] = run.Summary;
        environment["GITHUB_PATH"] = run.PathFile;
        return run;
    }

    /// <summary>Runs the steps until one fails.</summary>
    /// <returns>The names of those that ran, and how the last of them ended.</returns>
    public async Task<(IReadOnlyList<string> Ran, Ended Last)> RunAsync()
    {
        var ran = new List<string>();
        var last = new Ended(0, "", "");
        foreach (var (name, command) in Steps)
        {
            ran.Add(name);
            last = await Started.RunAsync("bash", _repository, input: "", WithPath(), "-e", "-c", command);
            if (last.ExitCode != 0)
                break;
        }

        return (ran, last);
    }

    private Dictionary<string, string> WithPath()
    {
        IEnumerable<string> added = File.Exists(PathFile) ? File.ReadLines(PathFile).Reverse() : [];
        return new Dictionary<string, string>(_environment, StringComparer.Ordinal)
        {
            ["PATH"] = string.Join(':', [.. added, Environment.GetEnvironmentVariable("PATH")]),
        };
    }
}
