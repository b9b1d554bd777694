using Microsoft.Extensions.Logging;
using StrictPost.Engine.Intake.Mailboxes;
using StrictPost.Protocol.Text;

namespace StrictPost.Serving;

/// <summary>Logs what happens to mailboxes.</summary>
internal sealed partial class MailboxLog(ILogger logger) : IProgress<MailboxNote>
{
    public void Report(MailboxNote value)
    {
        if (value.IsTrouble)
            Trouble(logger, Printable.Escape(value.Mailbox), Printable.Escape(value.Message));
        else
            Well(logger, Printable.Escape(value.Mailbox), Printable.Escape(value.Message));
    }

    [LoggerMessage(70, LogLevel.Warning, "Reports from {Mailbox}: {Problem}")]
    private static partial void Trouble(ILogger logger, string mailbox, string problem);

    [LoggerMessage(71, LogLevel.Information, "Reports from {Mailbox}: {Message}")]
    private static partial void Well(ILogger logger, string mailbox, string message);
}
