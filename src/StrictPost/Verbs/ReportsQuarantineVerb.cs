using System.CommandLine;
using StrictPost.CommandLine;
using StrictPost.Engine.Storage.Reports;
using StrictPost.Protocol.Findings;
using StrictPost.Rendering;
using StrictPost.Reporting;

namespace StrictPost.Verbs;

/// <summary><c>strictpost reports quarantine</c>: what could not be understood.</summary>
internal static class ReportsQuarantineVerb
{
    private const int Most = 1000;

    private static readonly Option<long?> Raw = new("--raw") { Description = "Print the bytes of this delivery, as they came.", HelpName = "NUMBER" };

    private static readonly Listing<QuarantinedDelivery> Columns = new(
        new("number", "number", delivery => delivery.Id),
        new("received", "receivedAt", delivery => delivery.ReceivedAt),
        new("by", "way", delivery => delivery.Way),
        new("for", "addressedTo", delivery => delivery.AddressedTo),
        new("from", "source", delivery => delivery.Source),
        new("file", "fileName", delivery => delivery.FileName),
        new("bytes", "size", delivery => delivery.Size),
        new(null, "code", delivery => delivery.Code),
        new("why", "message", delivery => Reason(delivery).Message),
        new(null, "fix", delivery => Reason(delivery).Fix));

    public static Command Create(Terminal terminal)
    {
        var common = new ReportVerbs(terminal);
        var verb = new Verb(
            "quarantine",
            "List what came in and could not be understood, and why. Its bytes are kept: `reports reprocess` reads them again.",
            "strictpost reports quarantine",
            "strictpost reports quarantine --raw 17 > delivery.eml")
        {
            Raw,
        };
        return common.Finish(verb, (parsed, cancellation) => RunAsync(parsed, common, cancellation));
    }

    private static async Task<int> RunAsync(ParseResult parsed, ReportVerbs common, CancellationToken cancellation)
    {
        await using var database = await common.OpenAsync(parsed, cancellation);
        if (parsed.GetValue(Raw) is { } id)
            return await PrintRawAsync(new ReportRawStore(database), id, common.Terminal, cancellation);
        var quarantine = new QuarantineStore(database);
        var deliveries = await quarantine.ListAsync(Most, cancellation);
        Columns.Print(common.Terminal, common.Format(parsed), deliveries, "Nothing is in quarantine: everything that came in was understood.");
        if (common.Format(parsed) == ListFormat.Text)
            await PrintAsideAsync(quarantine, common.Terminal, cancellation);
        return ExitCode.Fine;
    }

    private static async Task PrintAsideAsync(QuarantineStore quarantine, Terminal terminal, CancellationToken cancellation)
    {
        foreach (var (domain, reports, last) in await quarantine.AsideAsync(10, cancellation))
        {
            terminal.Out.WriteLine(
                $"Set aside, not enrolled: {Protocol.Text.Printable.Escape(domain)}, {reports} report(s), the last for {last:yyyy-MM-dd}. After `domain add`: strictpost reports reprocess --aside");
        }
    }

    private static async Task<int> PrintRawAsync(ReportRawStore store, long id, Terminal terminal, CancellationToken cancellation)
    {
        if (await store.FindAsync(id, cancellation) is not { } raw)
            throw new Refusal($"There is no delivery {id}.", "See `strictpost reports quarantine` and `strictpost reports list`.", ExitCode.Findings);
        if (terminal.IsTerminal)
            throw new Refusal("These are bytes as they came, which a terminal would obey.", $"Send them to a file (`> delivery-{id}`), or have them explained: strictpost reports show {id}");
        await terminal.WriteBytesAsync(raw.Delivery.Bytes, cancellation);
        return ExitCode.Fine;
    }

    /// <summary>A code of another version is shown as it is.</summary>
    private static (string Message, string Fix) Reason(QuarantinedDelivery delivery) =>
        Catalogue.All.FirstOrDefault(kind => kind.Code == delivery.Code)?.Found(delivery.Value, delivery.Expected, delivery.Detail) is { } finding
            ? (finding.Message, finding.Fix)
            : (delivery.Code, "Read it again with `strictpost reports reprocess`.");
}
