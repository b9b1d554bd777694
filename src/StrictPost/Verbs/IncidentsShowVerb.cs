using System.CommandLine;
using Spectre.Console;
using StrictPost.Alerting;
using StrictPost.CommandLine;
using StrictPost.Engine.Storage.Monitoring;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.Monitoring;
using StrictPost.Rendering;
using StrictPost.Reporting;

namespace StrictPost.Verbs;

/// <summary><c>strictpost incidents show</c>: all of one incident.</summary>
internal static class IncidentsShowVerb
{
    private static readonly Argument<long> Id = new("ID") { Description = "Its number, as `incidents list` and messages give it." };

    public static Command Create(Terminal terminal)
    {
        var common = new ReportVerbs(terminal);
        var verb = new Verb(
            "show",
            "Show one incident: what is wrong, since when, and what to do. Exit code 1 while it is open.",
            "strictpost incidents show 17",
            "strictpost incidents show 17 --format json")
        {
            Id,
        };
        return common.Finish(verb, (parsed, cancellation) => RunAsync(parsed, common, cancellation));
    }

    private static async Task<int> RunAsync(ParseResult parsed, ReportVerbs common, CancellationToken cancellation)
    {
        long id = parsed.GetValue(Id);
        await using var database = await common.OpenAsync(parsed, "Name the folder of the store with `--data`.", cancellation);
        if (await new IncidentStore(database).FindAsync(id, cancellation) is not { } stored)
            throw new Refusal($"There is no incident {id}.", "See `strictpost incidents list`.", ExitCode.Findings);
        if (common.Format(parsed) == ListFormat.Text)
            Write(common.Terminal.Pretty(), stored);
        else
            IncidentColumns.All.Print(common.Terminal, common.Format(parsed), [stored], "");
        return stored.Incident.Standing == WatchStanding.Open ? ExitCode.Findings : ExitCode.Fine;
    }

    private static void Write(IAnsiConsole console, StoredIncident stored)
    {
        var (incident, alarm) = (stored.Incident, stored.Incident.Alarm);
        string state = incident.Standing == WatchStanding.Open ? "[red]open[/]" : "[green]resolved[/]";
        console.MarkupLine($"{state} [bold]{Safe(stored.Domain)}[/]: {Safe(alarm.Message)}");
        console.MarkupLine($"      Fix: {Safe(alarm.Fix)}");
        console.MarkupLine($"      First seen {incident.OpenedAt.UtcDateTime:u}, last seen {incident.SeenAt.UtcDateTime:u}");
        if (incident.ResolvedAt is { } over)
            console.MarkupLine($"      Over since {over.UtcDateTime:u}");
        if (incident.Returns > 0)
            console.MarkupLine($"      It came back {incident.Returns} time(s)");
        string page = Catalogue.All.FirstOrDefault(kind => kind.Code == alarm.Code) is { } kind ? $" · {kind.Rfc} · {FindingText.Page(kind)}" : "";
        console.MarkupLine($"      [grey]{Safe(alarm.Code)} ({IncidentColumns.SeverityWord(alarm.Severity)}){page}[/]");
    }

    private static string Safe(string text) => Terminal.Safe(Shown.Of(text));
}
