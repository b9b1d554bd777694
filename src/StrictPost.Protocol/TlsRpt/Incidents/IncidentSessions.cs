using StrictPost.Protocol.TlsRpt.Reports;

namespace StrictPost.Protocol.TlsRpt.Incidents;

/// <summary>The failed sessions of an incident, each counted once as far as reports allow to tell.</summary>
internal static class IncidentSessions
{
    public static SessionCount Of(IEnumerable<FailureDay> rows, IncidentInput input, ReporterCalendar calendar) => rows
        .GroupBy(row => (row.Day, row.Reporter))
        .Select(day => Capped(Sum(day.GroupBy(row => row.Mx, StringComparer.Ordinal).Select(mx => AtHost(mx, input))), calendar.Failed(day.Key.Reporter, day.Key.Day)))
        .Aggregate(new SessionCount(), (sum, day) => sum + day);

    /// <summary>Types of policies can be the same sessions, so the largest counts; sessions without a policy are others (<see cref="SessionCounting"/>).</summary>
    private static SessionCount AtHost(IEnumerable<FailureDay> rows, IncidentInput input)
    {
        var types = rows.ToLookup(row => row.Type, row => Effect(row, input).Count(row.Sessions));
        var largest = types
            .Where(type => type.Key != PolicyType.NoPolicyFound)
            .Select(Sum)
            .OrderByDescending(type => (type.Failed, type.Refused))
            .FirstOrDefault();
        return largest + Sum(types[PolicyType.NoPolicyFound]);
    }

    /// <summary>
    /// Failure details may overlap (RFC 8460 §4.4), so they amount to no more than the reporter counts for the day; the worst are kept. A
    /// reporter that counts none, and gives details all the same, has left the count out.
    /// </summary>
    private static SessionCount Capped(SessionCount sum, long failed)
    {
        if (failed == 0 || sum.Failed <= failed)
            return sum;
        long refused = Math.Min(sum.Refused, failed);
        long delivered = Math.Min(sum.Delivered, failed - refused);
        return new SessionCount(0, refused, delivered, failed - refused - delivered);
    }

    private static FailureEffect Effect(FailureDay row, IncidentInput input) =>
        FailureEffects.Of(row.Type, row.Type == PolicyType.Sts ? input.Policies.GetValueOrDefault(row.Version)?.Policy : null);

    private static SessionCount Sum(IEnumerable<SessionCount> counts) => counts.Aggregate(new SessionCount(), (sum, count) => sum + count);
}
