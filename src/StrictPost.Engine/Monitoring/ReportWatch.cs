using StrictPost.Engine.Alerts;
using StrictPost.Engine.Nodes;
using StrictPost.Engine.Storage;
using StrictPost.Engine.Storage.Monitoring;
using StrictPost.Engine.Storage.Reports;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.Monitoring;
using StrictPost.Protocol.Text;
using StrictPost.Protocol.TlsRpt.Incidents;

namespace StrictPost.Engine.Monitoring;

/// <summary>
/// Watches what reports say, and enters their incidents beside those of monitors. Only reports whose sender is proven count: a stranger must not
/// be able to make us write to anybody. One node does so at a time.
/// </summary>
public sealed class ReportWatch(Database database, string holder, AlertPlan plan, IProgress<MonitorNote> notes) : INodeWork
{
    private const string Lease = "watch reports";

    /// <summary>How many days back an incident can have begun.</summary>
    private const int Days = 30;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan StorePatience = TimeSpan.FromSeconds(5);

    private static readonly AlarmSource[] Sources = [AlarmSource.Reports];

    private readonly Leases _leases = new(database, holder);
    private readonly DomainStore _domains = new(database);
    private readonly ReportIncidents _reports = new(database);
    private readonly IncidentStore _incidents = new(database);

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var wait = Interval;
            try
            {
                if (await _leases.TryTakeAsync(Lease, Interval * 2, cancellationToken))
                    await LookAsync(cancellationToken);
            }
            catch (StoreException fault)
            {
                notes.Report(new MonitorStoreAway(null, fault));
                wait = StorePatience;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                break;
            }

            await Task.Delay(wait, database.Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await GiveBackAsync();
    }

    /// <summary>Looks once at all domains that have believed failures, or had them.</summary>
    /// <exception cref="StoreException">The store cannot be used.</exception>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(database.Time.GetUtcNow().UtcDateTime);
        var totals = await new ReportSummaryQuery(database).OverviewAsync(today.AddDays(1 - Days), today, cancellationToken);
        var names = totals.Where(total => total.Verified.Failed > 0).Select(total => total.Domain);
        foreach (string name in names.Union(await _incidents.ReportedAsync(cancellationToken), StringComparer.Ordinal).ToList())
        {
            // Sums outlive a domain's stay here.
            if (DomainName.TryParse(name, out var domain) && await _domains.FindAsync(domain, cancellationToken) is not null)
                await LookAsync(domain, today, cancellationToken);
        }
    }

    private async Task LookAsync(DomainName domain, DateOnly today, CancellationToken cancellationToken)
    {
        var told = await _reports.ReadAsync(domain, today.AddDays(1 - Days), today, isUnverifiedBelieved: false, cancellationToken);
        var alarms = told.Incidents.Where(incident => incident.State == IncidentState.Open).Select(Alarm).DistinctBy(alarm => alarm.Code, StringComparer.Ordinal).ToList();
        var outcome = await database.WriteAsync(write => IncidentStore.EnterAsync(write, domain, alarms, Sources, plan, cancellationToken), cancellationToken);
        foreach (var (incident, notice) in outcome.Told)
            notes.Report(new IncidentNoted(incident, notice));
    }

    private static Alarm Alarm(Incident incident) => new(AlarmSource.Reports, incident.Cause.Code, "")
    {
        Severity = incident.Sessions.Refused > 0 ? Severity.Error : Severity.Warning,
        Message = incident.Headline,
        Fix = incident.Fix,
    };

    private async Task GiveBackAsync()
    {
        try
        {
            await _leases.GiveBackAsync(Lease, CancellationToken.None);
        }
        catch (StoreException)
        {
            // It runs out by itself.
        }
    }
}
