using StrictPost.Engine.Storage.Monitoring;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.Monitoring;
using StrictPost.Rendering;

namespace StrictPost.Alerting;

/// <summary>How incidents are printed.</summary>
internal static class IncidentColumns
{
    public static Listing<StoredIncident> All { get; } = new(
        new("id", "id", row => row.Id),
        new("domain", "domain", row => row.Domain),
        new("state", "state", row => State(row.Incident)),
        new("severity", "severity", row => SeverityWord(row.Incident.Alarm.Severity)),
        new("source", "source", row => Source(row.Incident.Alarm.Source)),
        new(null, "code", row => row.Incident.Alarm.Code),
        new(null, "about", row => row.Incident.Alarm.Key),
        new("opened", "openedAt", row => row.Incident.OpenedAt),
        new("last seen", "seenAt", row => row.Incident.SeenAt),
        new(null, "resolvedAt", row => row.Incident.ResolvedAt),
        new(null, "returns", row => (long)row.Incident.Returns),
        new("what", "message", row => row.Incident.Alarm.Message),
        new(null, "fix", row => row.Incident.Alarm.Fix));

    public static string State(WatchedIncident incident) => incident.Standing == WatchStanding.Resolved ? "resolved" : "open";

    public static string SeverityWord(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        _ => "info",
    };

    private static string Source(AlarmSource source) => source switch
    {
        AlarmSource.Domain => "domain",
        AlarmSource.MailHosts => "mail-hosts",
        AlarmSource.Reports => "reports",
        _ => "sight",
    };
}
