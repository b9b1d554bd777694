using Microsoft.Extensions.Logging;
using StrictPost.Engine.Alerts;
using StrictPost.Engine.Monitoring;
using StrictPost.Protocol.Monitoring;
using StrictPost.Protocol.Text;

namespace StrictPost.Serving;

/// <summary>Logs what monitors find, and what becomes of messages.</summary>
internal sealed partial class MonitorLog(ILogger logger) : IProgress<MonitorNote>, IProgress<AlertNote>
{
    public void Report(MonitorNote value)
    {
        switch (value)
        {
            case IncidentNoted { Notice: NoticeKind.Resolved, Incident: var incident }:
                Over(logger, incident.Id, incident.Domain, Printable.Escape(incident.Incident.Alarm.Message));
                break;
            case IncidentNoted { Incident: var incident }:
                Wrong(logger, incident.Id, incident.Domain, Printable.Escape(incident.Incident.Alarm.Message));
                break;
            case MonitorStoreAway { Domain: var domain, Fault: var fault }:
                StoreAway(logger, domain ?? "all domains", fault.Message, fault.Fix);
                break;
        }
    }

    public void Report(AlertNote value)
    {
        string what = Printable.Escape(value.Outcome.Detail);
        if (value.Channel is not { } channel)
            QueueAway(logger, what);
        else if (value.Outcome.IsSent)
            Sent(logger, channel, value.Subject);
        else if (value.IsLast)
            GivenUp(logger, channel, value.Subject, what);
        else
            NotSent(logger, channel, value.Subject, what);
    }

    [LoggerMessage(80, LogLevel.Warning, "Incident {Id}: {Domain}: {Problem}")]
    private static partial void Wrong(ILogger logger, long id, string domain, string problem);

    [LoggerMessage(81, LogLevel.Information, "Incident {Id} is over: {Domain}: {Problem}")]
    private static partial void Over(ILogger logger, long id, string domain, string problem);

    [LoggerMessage(82, LogLevel.Error, "No look at {Domain}: {Problem} {Fix}")]
    private static partial void StoreAway(ILogger logger, string domain, string problem, string fix);

    [LoggerMessage(83, LogLevel.Information, "Told by {Channel}: {Subject}")]
    private static partial void Sent(ILogger logger, string channel, string subject);

    [LoggerMessage(84, LogLevel.Warning, "Not told by {Channel} yet: {Subject}: {Problem} It is tried again")]
    private static partial void NotSent(ILogger logger, string channel, string subject, string problem);

    [LoggerMessage(85, LogLevel.Error, "Not told by {Channel}, and given up after a day: {Subject}: {Problem}")]
    private static partial void GivenUp(ILogger logger, string channel, string subject, string problem);

    [LoggerMessage(86, LogLevel.Error, "Messages wait to be sent: {Problem}")]
    private static partial void QueueAway(ILogger logger, string problem);
}
