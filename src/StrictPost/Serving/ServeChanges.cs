using Microsoft.Extensions.Logging;
using StrictPost.Changing;
using StrictPost.CommandLine;
using StrictPost.Configuration;
using StrictPost.Engine.Changes;
using StrictPost.Engine.Dns;
using StrictPost.Engine.Nodes;
using StrictPost.Engine.Storage;
using StrictPost.Protocol.Checking;
using StrictPost.Protocol.Records;

namespace StrictPost.Serving;

/// <summary>What <c>serve</c> does to lead changes of policy on.</summary>
internal static class ServeChanges
{
    /// <summary>One worker; it looks at the world as the monitors do.</summary>
    /// <exception cref="Refusal">The configuration makes no sense.</exception>
    public static INodeWork Open(Settings settings, NodeData data, ILoggerFactory loggers, TimeProvider time)
    {
        var dns = new DnsLookups(settings.Monitor.Dns, time);
        var world = ServeMonitors.Observing(settings.Monitor) with { Authoritative = true };
        var observer = new ChangeObserver(data.Database, dns, world);
        var hands = new ChangeHands(data.Database, Zones.Of(settings, dns, time), Publication.UsualTtl);
        var proof = new ChangeProof(dns, world, new CheckContext { IsPublicInternet = settings.Monitor.Dns is null }, time);
        return new ChangeWorker(
            data.Database,
            new ChangeRunner(data.Database, observer, hands, proof),
            observer,
            new Leases(data.Database, $"serve-{Guid.NewGuid():N}"),
            new ChangeLog(loggers.CreateLogger("StrictPost.Changes")).Tell);
    }
}
