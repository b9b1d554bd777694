namespace StrictPost.Protocol.TlsRpt.Incidents;

/// <summary>Failures of one cause that belong together.</summary>
/// <param name="Rows">The failures, by day; at least one.</param>
/// <param name="End">Whether they are over.</param>
internal sealed record Episode(IReadOnlyList<FailureDay> Rows, EpisodeEnd End);

/// <summary>Whether an episode is over.</summary>
/// <param name="State">How it stands.</param>
/// <param name="Resolved">The day on which the last reporter was sure; null while it is not resolved.</param>
internal sealed record EpisodeEnd(IncidentState State, DateOnly? Resolved)
{
    /// <summary>Judges from what was reported until a day.</summary>
    /// <param name="last">For each reporter that saw the failure: the last day on which it did; at least one.</param>
    /// <param name="calendar">Who reported when.</param>
    /// <param name="until">The last day that counts.</param>
    public static EpisodeEnd Of(IReadOnlyDictionary<string, DateOnly> last, ReporterCalendar calendar, DateOnly until)
    {
        bool cured = false;
        var sure = DateOnly.MinValue;
        foreach (var (reporter, day) in last)
        {
            var (state, since) = Standing(reporter, day, calendar, until);
            if (state == IncidentState.Open)
                return new EpisodeEnd(IncidentState.Open, null);
            cured |= state == IncidentState.Resolved;
            sure = since > sure ? since : sure;
        }

        return cured ? new EpisodeEnd(IncidentState.Resolved, sure) : new EpisodeEnd(IncidentState.NoNews, null);
    }

    /// <summary>One reporter's view: cured after enough clean days, and out of the count after a long silence.</summary>
    private static (IncidentState State, DateOnly Since) Standing(string reporter, DateOnly last, ReporterCalendar calendar, DateOnly until)
    {
        var clean = calendar.Between(reporter, last, until);
        if (clean.Length >= IncidentFinder.CleanDays)
            return (IncidentState.Resolved, clean[IncidentFinder.CleanDays - 1]);
        var silent = (clean.IsEmpty ? last : clean[^1]).AddDays(IncidentFinder.SilentDays);
        return silent <= until ? (IncidentState.NoNews, silent) : (IncidentState.Open, last);
    }
}
