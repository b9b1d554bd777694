using Microsoft.Extensions.Logging;
using StrictPost.CommandLine;
using StrictPost.Configuration;
using StrictPost.Engine.Dns;
using StrictPost.Engine.Intake;
using StrictPost.Engine.Intake.Trust;
using StrictPost.Engine.Nodes;
using StrictPost.Engine.Storage.Reports;
using StrictPost.Server.Receiving;

namespace StrictPost.Serving;

/// <summary>Reports that <c>serve</c> receives. Disposed of after the server: what came in last is still stored.</summary>
internal sealed class ServeReports : IAsyncDisposable
{
    private const long Megabyte = 1024 * 1024;

    private readonly ReportIntake _intake;
    private readonly ReportReader _reader;

    private ServeReports(Settings settings, NodeData data, ILoggerFactory loggers, TimeProvider time)
    {
        var reports = settings.Reports;
        _reader = new ReportReader(new DkimJudge(new DnsLookups(reports.Dns, time), time));
        _intake = new ReportIntake(
            data.Database, isAlone: settings.StorePostgres is null, _reader, new IntakeLog(loggers.CreateLogger("StrictPost.Reports"), time));
        var plan = new ReceivingPlan(_intake.Inbox) { MailHost = reports.Host?.Ascii, Recipients = reports.SmtpRecipients };
        Plan = plan with
        {
            MessagesPerMinute = reports.MessagesPerMinute ?? plan.MessagesPerMinute,
            PostsPerMinute = reports.PostsPerMinute ?? plan.PostsPerMinute,
            LeastFreeBytes = reports.LeastFreeMegabytes * Megabyte ?? plan.LeastFreeBytes,
        };
        Work = [_intake, new ReportRetention(data.Database, reports.KeepDays), .. ServeMailboxes.Of(reports, _intake.Inbox, loggers, time)];
    }

    /// <summary>What the server needs to know.</summary>
    public ReceivingPlan Plan { get; }

    /// <summary>What the node does with them.</summary>
    public IReadOnlyList<INodeWork> Work { get; }

    /// <exception cref="Refusal">The configuration makes no sense.</exception>
    public static ServeReports Open(Settings settings, NodeData data, ILoggerFactory loggers, TimeProvider time)
    {
        var reports = settings.Reports;
        if (reports.SmtpPort is not null && reports.Host is null)
        {
            throw new Refusal(
                "`reports.smtp_port` is set, and `reports.host` is not.",
                "Set `reports.host` to the name of this mail host, such as `reports.example.net`: reports then come to DOMAIN@reports.example.net.");
        }

        return new ServeReports(settings, data, loggers, time);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _intake.DisposeAsync();
        _reader.Dispose();
    }
}
