using System.Collections.Immutable;
using StrictPost.Engine.Storage;
using StrictPost.Engine.Storage.Ledger;
using StrictPost.Engine.Storage.Reports;
using StrictPost.Protocol.Text;
using StrictPost.Protocol.TlsRpt.Incidents;
using StrictPost.Protocol.TlsRpt.Reports;

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
        var query = new ReportSummaryQuery(database);
        var days = await query.DaysAsync(domain, from, today, cancellation);
        var failures = await query.FailuresAsync(domain, from, today, cancellation);
        var believed = failures.Where(failure => unverified || failure.Trust.IsVerified()).Select(failure => failure.Failure).ToList();
        var believedDays = days.Where(day => unverified || day.Trust.IsVerified()).Select(day => day.Counts).ToList();
        var ledger = await new LedgerStore(database).ReadAsync(domain, cancellation);
        var incidents = IncidentFinder.Of(new IncidentInput
        {
            Failures = believed,
            Days = believedDays,
            Policies = await query.VersionsAsync(believed.Select(failure => failure.Version), cancellation),
            Ledger = [.. ledger.Bodies],
            Today = today,
        });
        return new DomainReports(
            domain, days, await query.PoliciesAsync(domain, from, today, cancellation), incidents, SilentReporters.Of(believedDays, today));
    }
}
