using System.Collections.Immutable;
using StrictPost.Protocol.TlsRpt.Causes;

namespace StrictPost.Protocol.TlsRpt.Incidents;

/// <summary>What an episode amounts to.</summary>
internal static class IncidentTeller
{
    public static Incident Tell(Episode episode, IncidentInput input, ReporterCalendar calendar)
    {
        var rows = episode.Rows;
        var incident = new Incident
        {
            Cause = FailureCause.OfCode(rows[0].Cause),
            State = episode.End.State,
            Opened = rows[0].Day,
            LastSeen = rows[^1].Day,
            Resolved = episode.End.Resolved,
            StateReason = Reason(episode),
            Widened = IncidentGrowth.Of(rows),
            Reporters = Distinct(rows.Select(row => row.Reporter)),
            MxHosts = Distinct(rows.Select(row => row.Mx)),
            Versions = Distinct(rows.Select(row => row.Version)),
            Networks = Distinct(rows.Select(row => row.Network)).Length,
            Sessions = IncidentSessions.Of(rows, input, calendar),
            Headline = "",
        };
        return incident with { Headline = IncidentHeadline.Of(incident, rows, input) };
    }

    /// <summary>In the order of their first day; empty texts stand for what is not known.</summary>
    private static ImmutableArray<string> Distinct(IEnumerable<string> texts) =>
        [.. texts.Where(text => text.Length > 0).Distinct(StringComparer.Ordinal)];

    private static string Reason(Episode episode) => episode.End.State switch
    {
        IncidentState.Resolved => $"Those that saw it have since reported {IncidentFinder.CleanDays} days with sessions and without it, or have long stopped reporting.",
        IncidentState.NoNews => $"Those that saw it have not reported for {IncidentFinder.SilentDays} days, so nobody knows whether it is over.",
        _ => "Not everyone that saw it has since reported enough days without it.",
    };
}
