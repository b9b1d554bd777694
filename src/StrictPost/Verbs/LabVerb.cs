using System.CommandLine;
using System.Text.Json;
using StrictPost.CommandLine;
using StrictPost.Lab.Paper;
using StrictPost.Lab.Scenarios;
using StrictPost.Lab.World;
using StrictPost.Rehearsing;

namespace StrictPost.Verbs;

/// <summary><c>strictpost lab</c>: a miniature internet with faults to order, to rehearse with.</summary>
internal sealed class LabVerb
{
    private readonly Terminal _terminal;
    private readonly Option<bool> _list = new("--list") { Description = "Name the scenarios, each with a sentence." };
    private readonly Option<string?> _scenario = new("--scenario") { Description = "Run this scenario, or one of your own from a file.", HelpName = "NAME|FILE" };
    private readonly Option<bool> _paper = new("--paper") { Description = "Run the 68,030 domains with MTA-STS as they were measured in September 2024." };
    private readonly Option<FileInfo?> _domains = new("--domains-to") { Description = "With --paper: write the domains to this CSV file.", HelpName = "FILE" };
    private readonly Option<ResultFormat> _format = CommonOptions.Format();

    private readonly Option<int> _scale = new("--scale")
    {
        Description = "With --paper: run one domain of so many (1 to 1000).",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<TimeSpan?> _for = new("--for")
    {
        Description = "Stop by itself after this time, such as 90s or 15m.",
        HelpName = "DURATION",
        CustomParser = TimeOptions.ParseDuration,
    };

    private readonly Option<int> _roundTrip = new("--round-trip")
    {
        Description = "Let every answer of the lab's servers take so many milliseconds (0 to 10000), as over a distance.",
        HelpName = "MS",
    };

    private LabVerb(Terminal terminal) => _terminal = terminal;

    /// <summary>The verb.</summary>
    public static Command Create(Terminal terminal)
    {
        var options = new LabVerb(terminal);
        var verb = new Verb(
            "lab",
            "Run a miniature internet with faults to order on this machine, and say how to check it. Ctrl+C ends it and leaves nothing behind.",
            "strictpost lab --list",
            "strictpost lab --scenario expired-mx",
            "strictpost lab --scenario my-world.json --for 10m",
            "strictpost lab --paper --scale 100 --domains-to domains.csv")
        {
            options._list, options._scenario, options._paper, options._scale, options._domains, options._roundTrip, options._for, options._format,
        };
        verb.SetAction(options.RunAsync);
        return verb;
    }

    private Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        bool asJson = parsed.GetValue(_format) is ResultFormat.Json;
        string? scenario = parsed.GetValue(_scenario);
        bool paper = parsed.GetValue(_paper);
        if ((parsed.GetValue(_list) ? 1 : 0) + (scenario is null ? 0 : 1) + (paper ? 1 : 0) != 1)
            throw new Refusal("Say one of --list, --scenario and --paper.", "strictpost lab --list");
        if (!paper && (parsed.GetResult(_scale) is { Implicit: false } || parsed.GetValue(_domains) is not null))
            throw new Refusal("--scale and --domains-to go with --paper only.");
        if (parsed.GetValue(_list))
            return Task.FromResult(List(asJson));
        var plan = scenario is null ? PaperPlan(parsed) : ScenarioPlan(scenario);
        return new LabRun(_terminal).RunAsync(plan.With(RoundTrip(parsed)), parsed.GetValue(_for), asJson, cancellation);
    }

    private int List(bool asJson)
    {
        if (asJson)
        {
            LabSummary[] all = [.. BuiltInScenarios.All.Select(each => new LabSummary(each.Key, each.Value.About, each.Value.Expect?.Verdict, each.Value.Expect?.Codes))];
            _terminal.Out.WriteLine(JsonSerializer.Serialize(all, LabJson.Default.LabSummaryArray));
            return ExitCode.Fine;
        }

        int width = BuiltInScenarios.All.Keys.Max(name => name.Length);
        foreach (var (name, scenario) in BuiltInScenarios.All)
            _terminal.Out.WriteLine($"{name.PadRight(width)}  {scenario.About}");
        return ExitCode.Fine;
    }

    private static LabPlan ScenarioPlan(string nameOrFile)
    {
        var scenario = BuiltInScenarios.All.GetValueOrDefault(nameOrFile) ?? ReadFile(nameOrFile);
        return new LabPlan(scenario.World(TimeProvider.System.GetUtcNow()), scenario.About, [scenario.Domain, .. scenario.Options], scenario.Expect);
    }

    private static Scenario ReadFile(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
            throw new Refusal($"There is no scenario and no file `{path}`.", "strictpost lab --list");
        if (file.Length > ScenarioFile.LargestFile)
            throw new Refusal($"{path} is larger than {ScenarioFile.LargestFile} bytes.");
        var (scenario, problem) = ScenarioFile.Read(File.ReadAllBytes(path));
        return scenario ?? throw new Refusal($"{path} is no scenario: {problem}");
    }

    private LabPlan PaperPlan(ParseResult parsed)
    {
        int scale = parsed.GetValue(_scale);
        if (scale is < 1 or > 1000)
            throw new Refusal($"--scale is {scale}; it must be from 1 to 1000.");
        if (parsed.GetValue(_domains) is not { } file)
            throw new Refusal("--paper needs to know where to write the domains.", "Add --domains-to domains.csv");
        var paper = PaperWorld.Build(scale);
        File.WriteAllLines(file.FullName, paper.Csv());
        return new LabPlan(paper.World, $"{paper.Domains.Length} domains with MTA-STS as measured in September 2024.", ["--from", file.FullName], Expect: null);
    }

    private LabLatency RoundTrip(ParseResult parsed)
    {
        int milliseconds = parsed.GetValue(_roundTrip);
        return milliseconds is >= 0 and <= 10_000
            ? LabLatency.Of(TimeSpan.FromMilliseconds(milliseconds))
            : throw new Refusal($"--round-trip is {milliseconds}; it must be from 0 to 10000.");
    }
}
