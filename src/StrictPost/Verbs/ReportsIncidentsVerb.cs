using System.CommandLine;
using StrictPost.CommandLine;
using StrictPost.Engine.Storage;
using StrictPost.Engine.Storage.Reports;
using StrictPost.Protocol.Text;
using StrictPost.Protocol.TlsRpt.Incidents;
using StrictPost.Protocol.TlsRpt.Reports;
using StrictPost.Rendering;
using StrictPost.Reporting;

namespace StrictPost.Verbs;

/// <summary><c>strictpost reports incidents</c>: what went wrong, once for each cause, over all reporters and days.</summary>
internal static class ReportsIncidentsVerb
{
    private static readonly Argument<string?> Domain = new("DOMAIN") { Description = "Only of this domain.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<bool> All = new("--all") { Description = "Also those that are over." };
    private static readonly Option<bool> Unverified = new("--unverified") { Description = "Believe reports whose sender is not proven, too." };

    private static readonly Listing<(DomainName Domain, Incident Incident)> Columns = new(
        new("domain", "domain", row => row.Domain.Ascii),
        new("cause", "cause", row => row.Incident.Cause.Code),
        new("state", "state", row => State(row.Incident)),
        new("opened", "opened", row => row.Incident.Opened),
        new("last seen", "lastSeen", row => row.Incident.LastSeen),
        new(null, "resolved", row => row.Incident.Resolved),
        new(null, "stateReason", row => row.Incident.StateReason),
        new("reporters", "reporters", row => row.Incident.Reporters),
        new("mx", "mx", row => row.Incident.MxHosts),
        new(null, "versions", row => row.Incident.Versions),
        new(null, "networks", row => (long)row.Incident.Networks),
        new("refused", "refused", row => row.Incident.Sessions.Refused),
        new("delivered", "delivered", row => row.Incident.Sessions.Delivered),
        new("unclear", "unclear", row => row.Incident.Sessions.Unclear),
        new(null, "widened", row => row.Incident.Widened.Select(widening => $"{widening.Day:yyyy-MM-dd}: {widening.What}")),
        new(null, "headline", row => row.Incident.Headline),
        new(null, "fix", row => row.Incident.Fix));

    public static Command Create(Terminal terminal)
    {
        var common = new ReportVerbs(terminal);
        var verb = new Verb(
            "incidents",
            "Say what went wrong: one incident for each cause and domain, over all reporters and days. Exit code 1 while one is open.",
            "strictpost reports incidents",
            "strictpost reports incidents example.org --all --days 90",
            "strictpost reports incidents --format csv > incidents.csv")
        {
            Domain, All, Unverified,
        };
        return common.Finish(common.WithDays(verb), (parsed, cancellation) => RunAsync(parsed, common, cancellation));
    }

    private static async Task<int> RunAsync(ParseResult parsed, ReportVerbs common, CancellationToken cancellation)
    {
        var (from, today) = common.Days(parsed);
        await using var database = await common.OpenAsync(parsed, cancellation);
        var incidents = new List<(DomainName, Incident)>();
        long unproven = 0;
        foreach (var domain in await DomainsAsync(parsed, database, from, today, cancellation))
        {
            var reports = await DomainReports.ReadAsync(database, domain, from, today, parsed.GetValue(Unverified), cancellation);
            unproven += parsed.GetValue(Unverified) ? 0 : reports.Days.Where(day => !day.Trust.IsVerified()).Sum(day => day.Counts.Counts.Failed);
            incidents.AddRange(reports.Incidents
                .Where(incident => parsed.GetValue(All) || incident.State != IncidentState.Resolved)
                .Select(incident => (domain, incident)));
        }

        if (common.Format(parsed) == ListFormat.Text)
            Print(common.Terminal, incidents, from, unproven);
        else
            Columns.Print(common.Terminal, common.Format(parsed), incidents, "");
        return incidents.Exists(row => row.Item2.State == IncidentState.Open) ? ExitCode.Findings : ExitCode.Fine;
    }

    /// <summary>Only domains with failures can have any.</summary>
    private static async Task<IReadOnlyList<DomainName>> DomainsAsync(
        ParseResult parsed, Database database, DateOnly from, DateOnly today, CancellationToken cancellation)
    {
        if (parsed.GetValue(Domain) is { } name)
            return [ReportVerbs.Domain(name)];
        var totals = await new ReportSummaryQuery(database).OverviewAsync(from, today, cancellation);
        return [.. totals.Where(total => total.Verified.Failed + total.Unverified.Failed > 0).Select(total => ReportVerbs.Domain(total.Domain))];
    }

    private static void Print(Terminal terminal, List<(DomainName Domain, Incident Incident)> incidents, DateOnly from, long unproven)
    {
        var console = terminal.Pretty();
        foreach (var (domain, incident) in incidents)
            IncidentText.Write(console, domain, incident);
        if (incidents.Count == 0)
            terminal.Out.WriteLine($"No open incident since {from:yyyy-MM-dd}. Those that are over: `--all`; further back: `--days`.");
        if (unproven > 0)
            terminal.Out.WriteLine($"Besides, {IntakeText.Count(unproven, "failed session")} in reports whose sender is not proven, such as posted ones: `--unverified`.");
    }

    private static string State(Incident incident) => incident.State switch
    {
        IncidentState.Open => "open",
        IncidentState.Resolved => "resolved",
        _ => "no-news",
    };
}
