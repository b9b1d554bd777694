using System.CommandLine;
using StrictPost.CommandLine;
using StrictPost.Engine.Intake;
using StrictPost.Engine.Intake.Mailboxes;
using StrictPost.Engine.Intake.Trust;
using StrictPost.Engine.Storage;
using StrictPost.Engine.Storage.Reports;
using StrictPost.Protocol.Text;
using StrictPost.Reporting;

namespace StrictPost.Verbs;

/// <summary><c>strictpost reports import</c>: takes reports out of files, folders, mailboxes and pipes.</summary>
internal static class ReportsImportVerb
{
    /// <summary>EX_TEMPFAIL of sysexits.h: a mail server keeps the message and tries again.</summary>
    private const int TryAgain = 75;

    /// <summary>Deliveries that wait for their commit at once: a commit takes the disk's time, however many are in it.</summary>
    private const int MostInFlight = 64;

    private static readonly Argument<string[]> Paths = new("PATH")
    {
        Description = "Reports, mails, archives, mbox files, Maildirs and other folders; - is standard input.",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<bool> Pipe = new("--pipe")
    {
        Description = "For mail servers: print nothing when all is stored, and exit with 75 (try again) when it is not.",
    };

    public static Command Create(Terminal terminal)
    {
        var common = new ReportVerbs(terminal);
        var network = new NetworkOptions();
        var verb = new Verb(
            "import",
            "Take in reports. Each is durable before it is read; one that came before counts once. What cannot be understood goes to quarantine (exit code 1).",
            "strictpost reports import report.json.gz mail.eml",
            "strictpost reports import /var/mail/tlsrpt",
            "strictpost reports import --pipe -")
        {
            Paths, Pipe,
        };
        network.AddDnsTo(verb);
        return common.Finish(verb, async (parsed, cancellation) =>
        {
            bool pipe = parsed.GetValue(Pipe);
            try
            {
                return await RunAsync(parsed, common, network, pipe, cancellation);
            }
            catch (Exception fault) when (pipe && fault is StoreException or Refusal)
            {
                await terminal.Error.WriteLineAsync($"strictpost: {Printable.Escape(fault.Message)}");
                return TryAgain;
            }
        });
    }

    private static async Task<int> RunAsync(ParseResult parsed, ReportVerbs common, NetworkOptions network, bool pipe, CancellationToken cancellation)
    {
        await using var database = await common.OpenAsync(
            parsed, "Enrol a domain first: `strictpost domain add`. Or name the right folder with `--data`.", cancellation);
        var tally = new IntakeTally(common.Terminal);
        using var reader = new ReportReader(new DkimJudge(network.Dns(parsed), common.Time));
        var unread = new List<ReportFile>();
        await using (var intake = new ReportIntake(database, isAlone: false, reader, tally))
        {
            await intake.DrainAsync(() => AcceptAsync(parsed.GetRequiredValue(Paths), intake.Inbox, unread, common, cancellation), cancellation);
        }

        foreach (var file in unread)
            await common.Terminal.Error.WriteLineAsync(Printable.Escape($"strictpost: {file.Name} was not imported: {file.Obstacle}."));
        if (!pipe)
            IntakeText.Print(common.Terminal, common.Format(parsed), tally);
        return unread.Count > 0 ? pipe ? TryAgain : ExitCode.Usage : tally.Quarantined.IsEmpty || pipe ? ExitCode.Fine : ExitCode.Findings;
    }

    private static async Task AcceptAsync(
        string[] paths, ReportInbox inbox, List<ReportFile> unread, ReportVerbs common, CancellationToken cancellation)
    {
        var progress = new CountProgress("taken in", common.Terminal, common.Time);
        var waiting = new Queue<Task<long>>();
        long count = 0;
        await foreach (var file in new ReportFiles(common.Terminal.In).ReadAsync(paths, cancellation))
        {
            if (file.Delivery is { } delivery)
                waiting.Enqueue(inbox.AcceptAsync(delivery, cancellation));
            else
                unread.Add(file);
            if (waiting.Count >= MostInFlight)
                await waiting.Dequeue();
            progress.Report(++count);
        }

        await Task.WhenAll(waiting);
        progress.End();
    }
}
