using StrictPost.Protocol.Text;
using StrictPost.Protocol.TlsRpt.Reports;

namespace StrictPost.Protocol.TlsRpt.Incidents;

/// <summary>An incident in plain sentences: since when, who, where, why; what it did to mail; which policy it was under; how it ended.</summary>
internal static class IncidentHeadline
{
    private const int MostNames = 3;

    public static string Of(Incident incident, IReadOnlyList<FailureDay> rows, IncidentInput input)
    {
        string?[] sentences = [Event(incident, input.Today), Effect(incident.Sessions), AppliedVersions.Sentence(incident, rows, input), End(incident, input.Today)];
        return string.Join(' ', sentences.OfType<string>());
    }

    private static string Event(Incident incident, DateOnly today)
    {
        string who = Enumeration.Of([.. incident.Reporters.Select(ReporterName.Of).Distinct(StringComparer.Ordinal)], MostNames);
        return CauseWords.IsOfPolicy(incident.Cause)
            ? $"{When(incident, today)} {who} {CauseWords.OfPolicy(incident.Cause)}."
            : $"{When(incident, today)} {who} {Trouble(incident)}: {CauseWords.Why(incident.Cause, incident.MxHosts.Length > 1)}.";
    }

    private static string When(Incident incident, DateOnly today)
    {
        string opened = DayText.Of(incident.Opened, today);
        if (incident.State == IncidentState.Open)
            return $"Since {opened}";
        return incident.Opened == incident.LastSeen ? $"On {opened}" : $"From {opened} to {DayText.Of(incident.LastSeen, today)}";
    }

    private static string Trouble(Incident incident)
    {
        string where = incident.MxHosts.IsEmpty ? "a mail host that the reports do not name" : Enumeration.Of(incident.MxHosts, MostNames);
        return incident.Sessions switch
        {
            { Refused: > 0 } => $"could not deliver to {where}",
            { Delivered: > 0, Unclear: 0 } => $"delivered to {where} although something was wrong",
            _ => $"had trouble with {where}",
        };
    }

    private static string? Effect(SessionCount sessions)
    {
        List<string> parts = [];
        if (sessions.Refused > 0)
            parts.Add($"{Count(sessions.Refused)} refused or delayed");
        if (sessions.Delivered > 0)
            parts.Add($"{Count(sessions.Delivered)} delivered all the same");
        if (sessions.Unclear > 0)
            parts.Add($"{Count(sessions.Unclear)} refused or delivered: the reports do not show the policy");
        return parts.Count == 0 ? null : $"{string.Join("; ", parts)}.";
    }

    private static string Count(long sessions) => sessions == 1 ? "1 session was" : $"{sessions} sessions were";

    private static string? End(Incident incident, DateOnly today) => incident.State switch
    {
        IncidentState.Resolved => $"It has been over since {DayText.Of(incident.Resolved!.Value, today)}.",
        IncidentState.NoNews => "Nobody who saw it has reported since, so nobody knows whether it is over.",
        _ => null,
    };
}
