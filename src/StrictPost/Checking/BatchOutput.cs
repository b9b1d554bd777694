using System.Text.Json;
using Spectre.Console;
using StrictPost.CommandLine;
using StrictPost.Protocol.Checking;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.Text;
using StrictPost.Rendering;

namespace StrictPost.Checking;

/// <summary>Writes the results of a list as they come, a line each, and counts them. Holds no result.</summary>
internal sealed class BatchOutput(CheckFormat format, TextWriter output, Terminal terminal)
{
    private const int LongestLine = 4 * 1024 * 1024;

    /// <summary>In the survey's rows, with those of the run that is resumed.</summary>
    public Survey Survey { get; private set; } = Survey.Empty;

    /// <summary>How many domains were checked in this run.</summary>
    public int Checked { get; private set; }

    /// <summary>How many entries were no domains.</summary>
    public int Refused { get; private set; }

    private bool HasErrors { get; set; }

    private bool IsIncomplete { get; set; }

    /// <summary>What the run means to a script.</summary>
    public int ExitCode => this switch
    {
        { HasErrors: true } => CommandLine.ExitCode.Findings,
        { IsIncomplete: true } => CommandLine.ExitCode.Undetermined,
        { Refused: > 0 } => CommandLine.ExitCode.Usage,
        _ => CommandLine.ExitCode.Fine,
    };

    /// <summary>Takes what became of one entry.</summary>
    public void Add(BatchItem item)
    {
        if (item.Result is not { } result)
        {
            Refuse(item.Entry);
            return;
        }

        Checked++;
        HasErrors |= result.HasErrors;
        IsIncomplete |= result.IsIncomplete || result.Verdict == Verdict.Undetermined;
        var rows = Survey.RowsOf(result);
        Survey = Survey.With(rows);
        output.WriteLine(format == CheckFormat.Jsonl ? CheckJsonText.Line(result, explain: false, rows) : Line(result));
    }

    /// <summary>Counts what an earlier run has written, and gives its domains.</summary>
    /// <param name="earlier">Its output; half a line at the end is what a broken run leaves.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The domains, and how many bytes of the file are whole lines.</returns>
    /// <exception cref="Refusal">It is no such output.</exception>
    public async Task<(HashSet<string> Done, long Length)> ResumeAsync(Stream earlier, CancellationToken cancellationToken)
    {
        var done = new HashSet<string>(StringComparer.Ordinal);
        var lines = new CappedLines(earlier, LongestLine);
        long length = 0;
        while (await lines.NextAsync(cancellationToken) is { } line)
        {
            if (length + line.Length >= earlier.Length && IsBegun(line.Span))
                break;
            length += line.Length + 1;
            var kept = Read(line.Span) ?? throw new Refusal("--output holds something else than results with --format jsonl.", "Name the file of the run to resume, or a new one without --resume.");
            if (!done.Add(kept.Subject))
                continue;
            Survey = Survey.With(kept.SurveyRows ?? []);
            Weigh(kept);
        }

        return (done, length);
    }

    /// <summary>What a run that was broken off leaves of its last line; anything else is not ours to cut.</summary>
    private static bool IsBegun(ReadOnlySpan<byte> line)
    {
        var start = "{\"subject\":"u8;
        int length = Math.Min(line.Length, start.Length);
        return line[..length].SequenceEqual(start[..length]);
    }

    private void Weigh(CheckJson kept)
    {
        var kinds = kept.Findings.Select(finding => Catalogue.All.FirstOrDefault(kind => kind.Code == finding.Code)).OfType<FindingKind>().ToList();
        HasErrors |= kinds.Exists(kind => kind is { Severity: Severity.Error, IsUndetermined: false });
        IsIncomplete |= kinds.Exists(kind => kind.IsUndetermined) || kept.Verdict == Verdict.Undetermined.ToText();
    }

    private static CheckJson? Read(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, ReadableJson.Lines.CheckJson);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private void Refuse(ListedDomain entry)
    {
        Refused++;
        var fault = entry.Name.Findings[0];
        terminal.Error.WriteLine(Printable.Escape($"strictpost: line {entry.Line}: {fault.Message} {fault.Fix}"));
    }

    private static string Line(CheckResult result)
    {
        var codes = result.Findings.Where(finding => finding.Severity != Severity.Info).Select(finding => finding.Code).Distinct(StringComparer.Ordinal);
        return $"{result.Verdict.ToText(),-14} {result.Reading.Evidence.Domain.Ascii,-32} {string.Join(", ", codes)}".TrimEnd();
    }
}
