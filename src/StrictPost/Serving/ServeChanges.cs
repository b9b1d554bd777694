using Microsoft.Extensions.Logging;
using StrictPost.Changing;
using StrictPost.CommandLine;
using StrictPost.Configuration;
using StrictPost.Engine.Changes;
using StrictPost.Engine.Dns;
using StrictPost.Engine.Nodes;
using StrictPost.Engine.Storage;
using StrictPost.Protocol.Checking;
using StrictPost.Engine.Publishing;
using StrictPost.Protocol.Text;
using StrictPost.Protocol.TlsRpt;
using StrictPost.Publishing;

namespace StrictPost.Serving;

/// <summary>What <c>serve</c> does to lead changes of policy on, and for domains that delegated their names.</summary>
internal static class ServeChanges
{
    /// <summary>The workers; they look at the world as the monitors do.</summary>
    /// <exception cref="Refusal">The configuration makes no sense.</exception>
    public static IReadOnlyList<INodeWork> Open(Settings settings, NodeData data, ILoggerFactory loggers, TimeProvider time)
    {
        var dns = new DnsLookups(settings.Monitor.Dns, time);
        var world = ServeMonitors.Observing(settings.Monitor) with { Authoritative = true };
        var context = new CheckContext { IsPublicInternet = settings.Monitor.Dns is null };
        var zones = Zones.Of(settings, dns, time);
        var log = new ChangeLog(loggers.CreateLogger("StrictPost.Changes"));
        var observer = new ChangeObserver(data.Database, dns, world, context, time);
        var runner = new ChangeRunner(
            data.Database,
            observer,
            new ChangeHands(data.Database, zones.Publisher, zones.Delegation, zones.Ttl),
            new ChangeProof(dns, world, context, time));
        var changes = new ChangeWorker(data.Database, runner, observer, new Leases(data.Database, $"serve-{Guid.NewGuid():N}"), log.Tell);
        return zones.Delegation is { } delegation
            ? [changes, new DelegationWorker(data.Database, delegation, (domain, cancellation) => ReportsAsync(settings, data.Database, domain, cancellation), log.NamesFail)]
            : [changes];
    }

    /// <summary>Where a domain's reports go.</summary>
    private static async Task<TlsRptRecord?> ReportsAsync(Settings settings, Database database, DomainName domain, CancellationToken cancellation) =>
        await new DomainStore(database).FindAsync(domain, cancellation) is { } enrolled
            ? new TlsRptRecord(await PublishedPolicy.ReportsOfAsync(settings, database, enrolled.Settings, cancellation))
            : null;
}
