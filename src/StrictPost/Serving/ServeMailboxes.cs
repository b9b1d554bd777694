using Microsoft.Extensions.Logging;
using StrictPost.CommandLine;
using StrictPost.Configuration;
using StrictPost.Engine.Intake.Mailboxes;
using StrictPost.Engine.Nodes;
using StrictPost.Engine.Storage.Reports;

namespace StrictPost.Serving;

/// <summary>The mailboxes that <c>serve</c> watches for reports.</summary>
internal static class ServeMailboxes
{
    private const int TlsPort = 993;
    private const int PlainPort = 143;

    /// <summary>What the node does to watch those that are configured.</summary>
    /// <exception cref="Refusal">The configuration makes no sense.</exception>
    public static IReadOnlyList<INodeWork> Of(ReportsConfiguration reports, ReportInbox inbox, ILoggerFactory loggers, TimeProvider time)
    {
        var notes = new MailboxLog(loggers.CreateLogger("StrictPost.Mailboxes"));
        var work = new List<INodeWork>();
        if (reports.Maildir is { } folder)
            work.Add(new MaildirWatch(Maildir(folder), folder, MaildirWatch.UsualInterval, inbox.AcceptAsync, notes, time));
        if (reports.Imap.Host is { } host)
            work.Add(new ImapMailbox(Imap(reports.Imap, host), inbox.AcceptAsync, notes, time));
        return work;
    }

    private static MaildirFolder Maildir(string folder) => MaildirFolder.IsMaildir(folder)
        ? new MaildirFolder(folder, moveTo: null)
        : throw new Refusal($"{folder} is no Maildir: it holds no folders `new` and `cur`.", "Name the right folder in `reports.maildir`, and let this user read it.");

    private static ImapSettings Imap(ImapConfiguration imap, string host)
    {
        if (imap.User is not { } user || imap.PasswordFile is not { } file)
        {
            throw new Refusal(
                "`reports.imap.host` is set, but `user` or `password_file` is not.",
                "Set `reports.imap.user`, and `reports.imap.password_file` to a file that holds the password and nothing else.");
        }

        return File.Exists(file)
            ? new ImapSettings
            {
                Host = host,
                Port = imap.Port ?? (imap.Security == ImapSecurity.Tls ? TlsPort : PlainPort),
                Security = imap.Security,
                User = user,
                PasswordFile = file,
                Folder = imap.Folder,
                MoveTo = imap.MoveTo,
            }
            : throw new Refusal($"There is no file {file}.", "Put the mailbox's password into it, or name another one in `reports.imap.password_file`.");
    }
}
