using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using StrictPost.CommandLine;
using StrictPost.Engine.Dns;
using StrictPost.Engine.Intake;
using StrictPost.Engine.Intake.Trust;
using StrictPost.Engine.Storage.Reports;
using StrictPost.Protocol.Text;
using StrictPost.Rendering;
using StrictPost.Reporting;

namespace StrictPost.Verbs;

/// <summary><c>strictpost reports show</c>: explains one report; of a file it needs no store.</summary>
internal static class ReportsShowVerb
{
    private const string StandardInput = "-";

    /// <summary>People wait for it: a signature that DNS does not answer for in time is said to be unproven.</summary>
    private static readonly DnsSettings Patience = new() { Deadline = TimeSpan.FromSeconds(3) };

    private static readonly Argument<string> Subject = new("FILE|NUMBER")
    {
        Description = "A report as it came: a mail, JSON, gzip or zip; - is standard input. Or the number of one that `reports list` shows.",
    };

    public static Command Create(Terminal terminal)
    {
        var common = new ReportVerbs(terminal);
        var network = new NetworkOptions();
        var verb = new Verb(
            "show",
            "Explain one report: what it counts, what failed and why, and who sent it. A file needs no store: this is a viewer for any TLS report.",
            "strictpost reports show report.json.gz",
            "strictpost reports show mail.eml --format json",
            "strictpost reports show 17")
        {
            Subject,
        };
        network.AddDnsTo(verb);
        return common.Finish(verb, (parsed, cancellation) => RunAsync(parsed, common, network, cancellation));
    }

    private static async Task<int> RunAsync(ParseResult parsed, ReportVerbs common, NetworkOptions network, CancellationToken cancellation)
    {
        string subject = parsed.GetRequiredValue(Subject);
        var (delivery, position) = await FindAsync(subject, parsed, common, cancellation);
        using var reader = new ReportReader(new DkimJudge(network.Dns(parsed, Patience), common.Time));
        var reading = await reader.ReadAsync(delivery, cancellation);
        ImmutableArray<FoundReport> reports = position is { } one ? [.. reading.Reports.Skip(one - 1).Take(1)] : reading.Reports;
        if (reports.IsEmpty && position > 1)
            throw new Refusal($"There is no report {subject}: delivery {subject.Split('.')[0]} holds {IntakeText.Count(reading.Reports.Length, "report")}.", "See `strictpost reports list`.", ExitCode.Findings);
        Print(common.Terminal, common.Format(parsed), subject, reading with { Reports = reports });
        return reading.Obstacles.IsEmpty && !reports.IsEmpty ? ExitCode.Fine : ExitCode.Findings;
    }

    private static void Print(Terminal terminal, ListFormat format, string subject, DeliveryReading reading)
    {
        switch (format)
        {
            case ListFormat.Json:
                PrintJson(terminal, reading);
                break;
            case ListFormat.Csv:
                ReportCsv.Print(terminal, reading);
                break;
            default:
                ReportText.Write(terminal, subject, reading);
                break;
        }
    }

    /// <summary>An object, or for several reports an array.</summary>
    private static void PrintJson(Terminal terminal, DeliveryReading reading) => JsonPage.Print(terminal, json =>
    {
        bool several = reading.Reports.Length + (reading.Obstacles.IsEmpty ? 0 : 1) != 1;
        if (several)
            json.WriteStartArray();
        foreach (var report in reading.Reports)
            ReportJson.Write(json, report);
        if (!reading.Obstacles.IsEmpty)
            ReportJson.WriteObstacles(json, reading.Obstacles);
        if (several)
            json.WriteEndArray();
    });

    private static async Task<(Delivery Delivery, int? Position)> FindAsync(
        string subject, ParseResult parsed, ReportVerbs common, CancellationToken cancellation)
    {
        if (subject == StandardInput)
            return (new Delivery(await ReadAsync(common.Terminal.In, "Standard input", cancellation), WayIn.File), null);
        if (Directory.Exists(subject))
            throw new Refusal($"`{subject}` is a folder.", "Name one file in it, or take all of it in: `strictpost reports import`.");
        if (File.Exists(subject))
        {
            await using var file = new FileStream(subject, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return (new Delivery(await ReadAsync(file, subject, cancellation), WayIn.File) { FileName = Path.GetFileName(subject) }, null);
        }

        return Place(subject) is { } place
            ? (await StoredAsync(place, parsed, common, cancellation), subject.Contains('.', StringComparison.Ordinal) ? (int)place.Position : null)
            : throw new Refusal($"There is no file `{subject}`.", "Name a file, `-` for standard input, or the number of a report as `strictpost reports list` shows it.");
    }

    private static async Task<Delivery> StoredAsync(ReportPlace place, ParseResult parsed, ReportVerbs common, CancellationToken cancellation)
    {
        await using var database = await common.OpenAsync(parsed, cancellation);
        return (await new ReportRawStore(database).FindAsync(place.Id, cancellation))?.Delivery
            ?? throw new Refusal($"There is no report {place.Id}, or it is no longer kept.", "See `strictpost reports list`.", ExitCode.Findings);
    }

    /// <summary>Such as <c>17</c> or <c>17.2</c>.</summary>
    private static ReportPlace? Place(string text)
    {
        string[] parts = text.Split('.');
        return parts.Length <= 2 && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out long id)
            && int.TryParse(parts.Length == 2 ? parts[1] : "1", NumberStyles.None, CultureInfo.InvariantCulture, out int position) && position > 0
            ? new ReportPlace(id, position)
            : null;
    }

    private static async Task<byte[]> ReadAsync(Stream stream, string name, CancellationToken cancellation)
    {
        using var bytes = new MemoryStream();
        byte[] buffer = new byte[81_920];
        while (await stream.ReadAsync(buffer, cancellation) is > 0 and var length)
        {
            bytes.Write(buffer, 0, length);
            if (bytes.Length > Delivery.MostBytes)
                throw new Refusal($"{Printable.Escape(name)} is larger than {Delivery.MostBytes / 1024 / 1024} MiB, which no report is.", "For a whole mailbox use `strictpost reports import`.");
        }

        return bytes.ToArray();
    }
}
