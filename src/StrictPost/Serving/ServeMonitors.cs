using Microsoft.Extensions.Logging;
using StrictPost.Alerting;
using StrictPost.CommandLine;
using StrictPost.Configuration;
using StrictPost.Engine.Alerts;
using StrictPost.Engine.Dns;
using StrictPost.Engine.Monitoring;
using StrictPost.Engine.Nodes;
using StrictPost.Engine.Probing;

namespace StrictPost.Serving;

/// <summary>What <c>serve</c> does to watch the enrolled domains, and to tell what it finds.</summary>
internal sealed class ServeMonitors : IAsyncDisposable
{
    private readonly AlertChannels _channels;
    private readonly MonitorWorker? _worker;

    private ServeMonitors(AlertChannels channels, MonitorWorker? worker, IReadOnlyList<INodeWork> work) => (_channels, _worker, Work) = (channels, worker, work);

    /// <summary>What the node does.</summary>
    public IReadOnlyList<INodeWork> Work { get; }

    /// <exception cref="Refusal">The configuration makes no sense.</exception>
    public static ServeMonitors Open(Settings settings, NodeData data, ILoggerFactory loggers, TimeProvider time)
    {
        var channels = AlertChannels.Open(settings.Alerts, time);
        var log = new MonitorLog(loggers.CreateLogger("StrictPost.Monitors"));
        var sending = new AlertWorker(data.Database, channels.All, channels.Plan, log);
        if (!settings.Monitor.IsEnabled)
            return new ServeMonitors(channels, null, [sending]);
        var monitor = settings.Monitor;
        var worker = new MonitorWorker(
            data.Database, new DnsLookups(monitor.Dns, time), Observing(monitor), Monitoring(monitor), channels.Plan, Random.Shared.NextDouble, log);
        var reports = new ReportWatch(data.Database, $"{Environment.MachineName} {Guid.NewGuid():N}", channels.Plan, log);
        return new ServeMonitors(channels, worker, [worker, reports, sending]);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_worker is not null)
            await _worker.DisposeAsync();
        _channels.Dispose();
    }

    /// <summary>How the world is looked at while serving.</summary>
    /// <exception cref="Refusal">A file cannot be used.</exception>
    public static ObserveSettings Observing(MonitorConfiguration monitor)
    {
        var usual = new ObserveSettings { Roots = RootsFile.Read(monitor.RootsFile, "monitor.ca_file") };
        return usual with
        {
            HttpsPort = monitor.HttpsPort ?? usual.HttpsPort,
            SmtpPort = monitor.SmtpPort ?? usual.SmtpPort,
            AuthoritativePort = monitor.AuthoritativePort ?? usual.AuthoritativePort,
        };
    }

    private static MonitorSettings Monitoring(MonitorConfiguration monitor)
    {
        var usual = new MonitorSettings { IsPublicInternet = monitor.Dns is null };
        return usual with
        {
            Light = monitor.LightMinutes is { } minutes ? TimeSpan.FromMinutes(minutes) : usual.Light,
            Full = monitor.FullHours is { } hours ? TimeSpan.FromHours(hours) : usual.Full,
            Forgotten = monitor.ForgottenDays is { } days ? TimeSpan.FromDays(days) : usual.Forgotten,
        };
    }
}
