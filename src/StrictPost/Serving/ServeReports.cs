using StrictPost.CommandLine;
using StrictPost.Configuration;
using StrictPost.Engine.Nodes;
using StrictPost.Engine.Storage.Reports;
using StrictPost.Server.Receiving;

namespace StrictPost.Serving;

/// <summary>Reports that <c>serve</c> receives. Disposed of after the server: what came in last is still stored.</summary>
internal sealed class ServeReports : IAsyncDisposable
{
    private const long Megabyte = 1024 * 1024;

    private readonly ReportInbox _inbox;

    private ServeReports(ReportInbox inbox, ReceivingPlan plan) => (_inbox, Plan) = (inbox, plan);

    /// <summary>What the server needs to know.</summary>
    public ReceivingPlan Plan { get; }

    /// <exception cref="Refusal">The configuration makes no sense.</exception>
    public static ServeReports Open(Settings settings, NodeData store)
    {
        var reports = settings.Reports;
        if (reports.SmtpPort is not null && reports.Host is null)
        {
            throw new Refusal(
                "`reports.smtp_port` is set, and `reports.host` is not.",
                "Set `reports.host` to the name of this mail host, such as `reports.example.net`: reports then come to DOMAIN@reports.example.net.");
        }

        var inbox = new ReportInbox(store.Database, accepted: null);
        var plan = new ReceivingPlan(inbox) { MailHost = reports.Host?.Ascii, Recipients = reports.SmtpRecipients };
        return new ServeReports(inbox, plan with
        {
            MessagesPerMinute = reports.MessagesPerMinute ?? plan.MessagesPerMinute,
            PostsPerMinute = reports.PostsPerMinute ?? plan.PostsPerMinute,
            LeastFreeBytes = reports.LeastFreeMegabytes * Megabyte ?? plan.LeastFreeBytes,
        });
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _inbox.DisposeAsync();
}
