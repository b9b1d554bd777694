using System.CommandLine;
using StrictPost.Alerting;
using StrictPost.CommandLine;
using StrictPost.Engine.Storage.Monitoring;
using StrictPost.Protocol.Monitoring;
using StrictPost.Reporting;

namespace StrictPost.Verbs;

/// <summary><c>strictpost incidents list</c>: what went wrong, those first that were seen last.</summary>
internal static class IncidentsListVerb
{
    private static readonly Argument<string?> Domain = new("DOMAIN") { Description = "Only of this domain.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<bool> Open = new("--open") { Description = "Only those that are not over." };

    private static readonly Option<int> Limit = new("--limit")
    {
        Description = "How many at most.",
        HelpName = "N",
        DefaultValueFactory = _ => 200,
    };

    public static Command Create(Terminal terminal)
    {
        var common = new ReportVerbs(terminal);
        var verb = new Verb(
            "list",
            "List incidents, those first that were seen last. Exit code 1 while one of severity error is open.",
            "strictpost incidents list --open",
            "strictpost incidents list example.org --format json")
        {
            Domain, Open, Limit,
        };
        return common.Finish(verb, (parsed, cancellation) => RunAsync(parsed, common, cancellation));
    }

    private static async Task<int> RunAsync(ParseResult parsed, ReportVerbs common, CancellationToken cancellation)
    {
        int most = parsed.GetValue(Limit) is > 0 and var limit ? limit : throw new Refusal($"{parsed.GetValue(Limit)} is no number of incidents.", "Give `--limit` a number from 1 on.");
        var domain = parsed.GetValue(Domain) is { } name ? ReportVerbs.Domain(name) : null;
        await using var database = await common.OpenAsync(parsed, "Name the folder of the store with `--data`.", cancellation);
        var incidents = await new IncidentStore(database).ListAsync(domain, parsed.GetValue(Open), most, cancellation);
        IncidentColumns.All.Print(common.Terminal, common.Format(parsed), incidents, parsed.GetValue(Open) ? "No incident is open." : "There were no incidents.");
        return incidents.Any(row => row.Incident is { Standing: WatchStanding.Open, Alarm.Severity: Protocol.Findings.Severity.Error }) ? ExitCode.Findings : ExitCode.Fine;
    }
}
