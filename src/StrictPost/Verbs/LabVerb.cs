using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using StrictPost.CommandLine;
using StrictPost.Lab;
using StrictPost.Lab.Paper;
using StrictPost.Lab.Scenarios;
using StrictPost.Lab.World;

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
            options._list, options._scenario, options._paper, options._scale, options._domains, options._for, options._format,
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
        return ServeAsync(plan, parsed.GetValue(_for), asJson, cancellation);
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

    private async Task<int> ServeAsync(LabPlan plan, TimeSpan? duration, bool asJson, CancellationToken cancellation)
    {
        using var stop = new StopSignal(cancellation);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        string folder = Directory.CreateTempSubdirectory("strictpost-lab-").FullName;
        try
        {
            await using var lab = await RunningLab.StartAsync(plan.World, TimeProvider.System, end.Token);
            string roots = Path.Combine(folder, "root.pem");
            await File.WriteAllTextAsync(roots, lab.RootPem + "\n", end.Token);
            Announce(plan, lab, roots, asJson);
            if (duration is { } limit)
                end.CancelAfter(limit);
            await Task.Delay(Timeout.InfiniteTimeSpan, end.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            return ExitCode.Fine;
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            return ExitCode.Fine;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private void Announce(LabPlan plan, RunningLab lab, string roots, bool asJson)
    {
        string[] check =
        [
            "check", .. plan.CheckArguments, .. AuthoritativePort(plan, lab), "--dns", $"{lab.DnsEndPoint}", "--ca", roots, "--https-port", $"{lab.HttpsPort}", "--smtp-port", $"{lab.SmtpPort}",
        ];
        if (asJson)
        {
            var running = new LabEndpoints(plan.About, $"{lab.DnsEndPoint}", roots, lab.HttpsPort, lab.SmtpPort, check, plan.Expect?.Verdict, plan.Expect?.Codes);
            _terminal.Out.WriteLine(JsonSerializer.Serialize(running, LabJson.Default.LabEndpoints));
        }
        else
        {
            _terminal.Out.WriteLine(Protocol.Text.Printable.Escape(plan.About));
            _terminal.Out.WriteLine("It runs on this machine. Try in another terminal:");
            _terminal.Out.WriteLine();
            _terminal.Out.WriteLine($"  {Program()} {string.Join(' ', check.Select(Site.ShellWord.Of))}");
            _terminal.Out.WriteLine();
            if (plan.Expect is { } expect)
                _terminal.Out.WriteLine($"It must say: {string.Join(", ", expect.Codes.Prepend(expect.Verdict).Select(Protocol.Text.Printable.Escape))}");
            _terminal.Out.WriteLine("ready (Ctrl+C ends it)");
        }

        _terminal.Out.Flush();
    }

    /// <summary>The lab's authoritative servers stand where its resolver does, and not on port 53.</summary>
    private static string[] AuthoritativePort(LabPlan plan, RunningLab lab) =>
        plan.CheckArguments.Contains("--authoritative", StringComparer.Ordinal) ? ["--authoritative-port", $"{lab.DnsEndPoint.Port}"] : [];

    /// <summary>How this program is called from another terminal, whatever folder that is in.</summary>
    private static string Program() =>
        Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "strictpost" ? Site.ShellWord.Of(path) : "strictpost";

    private sealed record LabPlan(LabWorld World, string About, IReadOnlyList<string> CheckArguments, ScenarioExpectation? Expect);
}

/// <summary>A scenario as <c>lab --list --format json</c> names it.</summary>
internal sealed record LabSummary(string Name, string About, string? Verdict, IReadOnlyList<string>? Codes);

/// <summary>Where a lab answers. <paramref name="Check"/> is the arguments of the <c>check</c> that fits it.</summary>
internal sealed record LabEndpoints(
    string About, string Dns, string Ca, int HttpsPort, int SmtpPort, IReadOnlyList<string> Check, string? Verdict, IReadOnlyList<string>? Codes);

/// <summary>The JSON of <c>lab</c>.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LabSummary[]))]
[JsonSerializable(typeof(LabEndpoints))]
internal sealed partial class LabJson : JsonSerializerContext;
