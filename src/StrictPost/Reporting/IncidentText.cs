using Spectre.Console;
using StrictPost.CommandLine;
using StrictPost.Protocol.Text;
using StrictPost.Protocol.TlsRpt.Incidents;
using StrictPost.Rendering;

namespace StrictPost.Reporting;

/// <summary>An incident for people: what happened, in a sentence, and what to do.</summary>
internal static class IncidentText
{
    private const int MostWidenings = 5;

    public static void Write(IAnsiConsole console, DomainName domain, Incident incident)
    {
        string state = incident.State switch
        {
            IncidentState.Open => "[red]open[/]",
            IncidentState.Resolved => "[green]resolved[/]",
            _ => "[yellow]no news[/]",
        };
        console.MarkupLine($"{state} [bold]{Safe(domain.Unicode)}[/]: {Safe(incident.Headline)}");
        foreach (var widening in incident.Widened.TakeLast(MostWidenings))
            console.MarkupLine($"      {widening.Day:yyyy-MM-dd}: {Safe(widening.What)}");
        console.MarkupLine($"      Fix: {Safe(incident.Fix)}");
        console.MarkupLine($"      [grey]{incident.Cause.Code} · {incident.Cause.Rfc} · {FindingText.Page(incident.Cause)}[/]");
    }

    private static string Safe(string text) => Terminal.Safe(Shown.Of(text));
}
