using System.Text.Json;
using StrictPost.CommandLine;
using StrictPost.Engine.Storage.Reports;
using StrictPost.Protocol.Text;
using StrictPost.Protocol.TlsRpt.Incidents;
using StrictPost.Protocol.TlsRpt.Reports;
using StrictPost.Rendering;

namespace StrictPost.Reporting;

/// <summary>One domain's reports in short: what was counted and by whom, under which policies, and what went wrong.</summary>
internal static class SummaryText
{
    private static readonly Listing<ReporterTotal> Reporters = new(
        new("reporter", "reporter", total => total.Reporter),
        new("trust", "trust", total => total.Trust.ToText()),
        new("reports", "reports", total => total.Reports),
        new("first day", "first", total => total.First),
        new("last day", "last", total => total.Last),
        new("succeeded", "successful", total => total.Sessions.Successful),
        new("refused", "refused", total => total.Sessions.Refused),
        new("delivered anyway", "delivered", total => total.Sessions.Delivered),
        new("unclear", "unclear", total => total.Sessions.Unclear));

    private static readonly Listing<PolicyTotal> Policies = new(
        new("policy type", "type", policy => policy.Type),
        new("version", "version", policy => policy.Version),
        new("first day", "first", policy => policy.First),
        new("last day", "last", policy => policy.Last),
        new("succeeded", "successful", policy => policy.Successful),
        new("failed", "failed", policy => policy.Failed));

    private sealed record ReporterTotal(string Reporter, ReportTrust Trust, long Reports, DateOnly First, DateOnly Last, SessionCount Sessions);

    public static void Print(Terminal terminal, ListFormat format, DomainReports reports, DateOnly from, DateOnly to)
    {
        var reporters = Totals(reports.Days);
        switch (format)
        {
            case ListFormat.Csv:
                Reporters.Print(terminal, format, reporters, "");
                break;
            case ListFormat.Json:
                JsonPage.Print(terminal, json => WriteJson(json, reports, reporters, from, to));
                break;
            default:
                Write(terminal, reports, reporters, from);
                break;
        }
    }

    private static List<ReporterTotal> Totals(IEnumerable<DayOfReporter> days) =>
    [
        .. days.GroupBy(day => (day.Counts.Reporter, day.Trust))
            .Select(group => new ReporterTotal(
                group.Key.Reporter, group.Key.Trust, group.Sum(day => day.Reports), group.Min(day => day.Counts.Day), group.Max(day => day.Counts.Day),
                Sum(group)))
            .OrderByDescending(total => total.Sessions.All),
    ];

    private static SessionCount Sum(IEnumerable<DayOfReporter> days) => days.Aggregate(default(SessionCount), (sum, day) => sum + day.Counts.Counts);

    private static void Write(Terminal terminal, DomainReports reports, List<ReporterTotal> reporters, DateOnly from)
    {
        string name = Printable.Escape(reports.Domain.Unicode);
        if (reports.IsEmpty)
        {
            terminal.Out.WriteLine($"No reports about {name} since {from:yyyy-MM-dd}. Do senders know where to report? strictpost check {reports.Domain}");
            return;
        }

        var console = terminal.Pretty();
        var verified = Sum(reports.Days.Where(day => day.Trust.IsVerified()));
        var unverified = Sum(reports.Days.Where(day => !day.Trust.IsVerified()));
        terminal.Out.WriteLine($"{name} since {from:yyyy-MM-dd}: {SessionText.Of(verified)}.");
        if (unverified.All > 0)
            terminal.Out.WriteLine($"Besides, by reporters that are not proven: {SessionText.Of(unverified)}.");
        Reporters.Print(terminal, ListFormat.Text, reporters, "");
        Policies.Print(terminal, ListFormat.Text, reports.Policies, "");
        terminal.Out.WriteLine("Types of policies overlap: sessions under MTA-STS and under DANE can be the same ones, so each reporter's larger type counts.");
        foreach (var incident in reports.Incidents.Where(incident => incident.State != IncidentState.Resolved))
            IncidentText.Write(console, reports.Domain, incident);
        foreach (var silent in reports.Silent)
            terminal.Out.WriteLine(Printable.Escape($"{silent.Reporter} reported every {Days(silent.UsualGap)} and has not since {silent.LastReport:yyyy-MM-dd}; it may have no mail for you."));
    }

    private static string Days(int gap) => gap == 1 ? "day" : $"{gap} days";

    private static void WriteJson(Utf8JsonWriter json, DomainReports reports, List<ReporterTotal> reporters, DateOnly from, DateOnly to)
    {
        json.WriteStartObject();
        json.WriteString("domain", reports.Domain.Ascii);
        json.WriteString("from", $"{from:yyyy-MM-dd}");
        json.WriteString("to", $"{to:yyyy-MM-dd}");
        json.WriteStartObject("verified");
        ReportJson.WriteCount(json, Sum(reports.Days.Where(day => day.Trust.IsVerified())));
        json.WriteEndObject();
        json.WriteStartObject("unverified");
        ReportJson.WriteCount(json, Sum(reports.Days.Where(day => !day.Trust.IsVerified())));
        json.WriteEndObject();
        json.WritePropertyName("reporters");
        Reporters.WriteJson(json, reporters);
        json.WritePropertyName("policies");
        Policies.WriteJson(json, reports.Policies);
        json.WriteNumber("openIncidents", reports.Incidents.Count(incident => incident.State == IncidentState.Open));
        json.WriteStartArray("silentReporters");
        foreach (var silent in reports.Silent)
            json.WriteStringValue(silent.Reporter);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
