using System.Data.Common;
using StrictPost.Engine.Storage.Reports;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.Monitoring;

namespace StrictPost.Engine.Storage.Monitoring;

/// <summary>An incident in the store.</summary>
/// <param name="Id">Its number, which never changes.</param>
/// <param name="Domain">In A-labels.</param>
/// <param name="Incident">What is known of it.</param>
public sealed record StoredIncident(long Id, string Domain, WatchedIncident Incident);

/// <summary>Between rows and incidents.</summary>
internal static class IncidentRows
{
    public const string Columns =
        "i.id, i.domain, i.source, i.code, i.about, i.severity, i.stage, i.message, i.fix, i.standing, i.opened_at, i.seen_at, i.absent_since, i.absences, "
        + "i.resolved_at, i.returns, i.told_stage";

    /// <summary>How many columns there are, for those who read more behind them.</summary>
    public const int Count = 17;

    public static string[] Parameters { get; } =
    [
        "@id", "@domain", "@source", "@code", "@about", "@severity", "@stage", "@message", "@fix", "@standing", "@opened", "@seen", "@absent", "@absences",
        "@resolved", "@returns", "@told",
    ];

    public static object[] Values(StoredIncident stored)
    {
        var (incident, alarm) = (stored.Incident, stored.Incident.Alarm);
        return
        [
            stored.Id, stored.Domain, Text(alarm.Source), alarm.Code, StorableText.Of(alarm.Key), Text(alarm.Severity), (long)alarm.Stage,
            StorableText.Of(alarm.Message), StorableText.Of(alarm.Fix), Text(incident.Standing), Number(incident.OpenedAt), Number(incident.SeenAt),
            OrNull(incident.AbsentSince), (long)incident.Absences, OrNull(incident.ResolvedAt), (long)incident.Returns, (long)incident.ToldStage,
        ];
    }

    public static StoredIncident Read(DbDataReader row) => new(row.GetInt64(0), row.GetString(1), new WatchedIncident
    {
        Alarm = new Alarm(Source(row.GetString(2)), row.GetString(3), row.GetString(4))
        {
            Severity = SeverityOf(row.GetString(5)),
            Stage = (int)row.GetInt64(6),
            Message = row.GetString(7),
            Fix = row.GetString(8),
        },
        Standing = Standing(row.GetString(9)),
        OpenedAt = Time(row.GetInt64(10)),
        SeenAt = Time(row.GetInt64(11)),
        AbsentSince = row.IsDBNull(12) ? null : Time(row.GetInt64(12)),
        Absences = (int)row.GetInt64(13),
        ResolvedAt = row.IsDBNull(14) ? null : Time(row.GetInt64(14)),
        Returns = (int)row.GetInt64(15),
        ToldStage = (int)row.GetInt64(16),
    });

    public static long Number(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    public static DateTimeOffset Time(long number) => DateTimeOffset.FromUnixTimeMilliseconds(number);

    private static object OrNull(DateTimeOffset? time) => time is { } at ? Number(at) : DBNull.Value;

    private static string Text(AlarmSource source) => source switch
    {
        AlarmSource.Domain => "domain",
        AlarmSource.MailHosts => "mail-hosts",
        AlarmSource.Reports => "reports",
        _ => "sight",
    };

    private static AlarmSource Source(string text) => text switch
    {
        "domain" => AlarmSource.Domain,
        "mail-hosts" => AlarmSource.MailHosts,
        "reports" => AlarmSource.Reports,
        _ => AlarmSource.Sight,
    };

    private static string Text(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        _ => "info",
    };

    private static Severity SeverityOf(string text) => text switch
    {
        "error" => Severity.Error,
        "warning" => Severity.Warning,
        _ => Severity.Info,
    };

    private static string Text(WatchStanding standing) => standing switch
    {
        WatchStanding.Suspected => "suspected",
        WatchStanding.Open => "open",
        _ => "resolved",
    };

    private static WatchStanding Standing(string text) => text switch
    {
        "suspected" => WatchStanding.Suspected,
        "open" => WatchStanding.Open,
        _ => WatchStanding.Resolved,
    };
}
