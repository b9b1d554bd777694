using System.Collections.Immutable;
using StrictPost.Engine.Storage;
using StrictPost.Engine.Storage.Reports;
using StrictPost.Protocol.Text;
using StrictPost.Protocol.TlsRpt.Incidents;

namespace StrictPost.Reporting;

/// <summary>All that reports say of one domain over some days.</summary>
/// <param name="Domain">The domain.</param>
/// <param name="Days">What each reporter counted on each day.</param>
/// <param name="Policies">The policies that were applied.</param>
/// <param name="Incidents">What went wrong, according to reporters that are believed.</param>
/// <param name="Silent">Reporters that used to report.</param>
internal sealed record DomainReports(
    DomainName Domain, IReadOnlyList<DayOfReporter> Days, IReadOnlyList<PolicyTotal> Policies, ImmutableArray<Incident> Incidents, ImmutableArray<SilentReporter> Silent)
{
    /// <summary>Whether anybody reported at all.</summary>
    public bool IsEmpty => Days.Count == 0;

    /// <summary>Reads it.</summary>
    /// <param name="database">The store.</param>
    /// <param name="domain">The domain.</param>
    /// <param name="from">The first day.</param>
    /// <param name="today">The last day.</param>
    /// <param name="unverified">Whether incidents believe reporters that are not proven, too.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<DomainReports> ReadAsync(
        Database database, DomainName domain, DateOnly from, DateOnly today, bool unverified, CancellationToken cancellation)
    {
        var told = await new ReportIncidents(database).ReadAsync(domain, from, today, unverified, cancellation);
        var policies = await new ReportSummaryQuery(database).PoliciesAsync(domain, from, today, cancellation);
        return new DomainReports(domain, told.Days, policies, told.Incidents, told.Silent);
    }
}
