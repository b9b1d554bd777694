using System.Collections.Immutable;
using StrictPost.Engine.Storage.Ledger;
using StrictPost.Protocol.Text;
using StrictPost.Protocol.TlsRpt.Incidents;
using StrictPost.Protocol.TlsRpt.Reports;

namespace StrictPost.Engine.Storage.Reports;

/// <summary>What reports say went wrong with a domain.</summary>
/// <param name="Days">What each reporter counted on each day, believed or not.</param>
/// <param name="Incidents">What went wrong, according to reporters that are believed.</param>
/// <param name="Silent">Believed reporters that used to report.</param>
public sealed record ToldByReports(IReadOnlyList<DayOfReporter> Days, ImmutableArray<Incident> Incidents, ImmutableArray<SilentReporter> Silent);

/// <summary>Works incidents out of the sums in the store. Safe for use from several threads.</summary>
public sealed class ReportIncidents(Database database)
{
    /// <summary>Reads and works out.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="from">The first day.</param>
    /// <param name="today">The last day.</param>
    /// <param name="isUnverifiedBelieved">Whether reporters that are not proven are believed, too.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    public async Task<ToldByReports> ReadAsync(DomainName domain, DateOnly from, DateOnly today, bool isUnverifiedBelieved, CancellationToken cancellationToken)
    {
        var query = new ReportSummaryQuery(database);
        var days = await query.DaysAsync(domain, from, today, cancellationToken);
        var failures = await query.FailuresAsync(domain, from, today, cancellationToken);
        var believed = failures.Where(failure => isUnverifiedBelieved || failure.Trust.IsVerified()).Select(failure => failure.Failure).ToList();
        var believedDays = days.Where(day => isUnverifiedBelieved || day.Trust.IsVerified()).Select(day => day.Counts).ToList();
        var ledger = await new LedgerStore(database).ReadAsync(domain, cancellationToken);
        var incidents = IncidentFinder.Of(new IncidentInput
        {
            Failures = believed,
            Days = believedDays,
            Policies = await query.VersionsAsync(believed.Select(failure => failure.Version), cancellationToken),
            Ledger = [.. ledger.Bodies],
            Today = today,
        });
        return new ToldByReports(days, incidents, SilentReporters.Of(believedDays, today));
    }
}
