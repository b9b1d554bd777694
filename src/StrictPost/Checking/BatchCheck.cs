using System.CommandLine;
using System.Runtime.CompilerServices;
using System.Text;
using StrictPost.CommandLine;
using StrictPost.Protocol.Checking;
using StrictPost.Rendering;

namespace StrictPost.Checking;

/// <summary><c>check --from</c>: the domains of a list side by side, each printed when it is done, a summary at the end.</summary>
internal sealed class BatchCheck(CheckOptions options, BatchOptions batch, Terminal terminal)
{
    private const string StandardInput = "-";

    /// <summary>Checks the list.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var format = parsed.GetValue(options.Format);
        batch.Demand(parsed, format);
        await using var list = Open(parsed.GetValue(batch.From)!);
        await using var file = OpenOutput(parsed);
        await using var writer = file is null ? null : new StreamWriter(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { AutoFlush = true };
        var output = new BatchOutput(format, writer ?? terminal.Out, terminal);
        var done = await ResumeAsync(parsed, file, output, cancellationToken);
        using var stop = new StopSignal(cancellationToken);
        bool stopped = await CheckAsync(parsed, LeftAsync(list, parsed, done, stop.Token), list, output, stop.Token);

        // What a program reads holds results and nothing else.
        SurveyText.Write(format == CheckFormat.Text && file is null ? terminal.Pretty() : terminal.PrettyError(), output);
        if (!stopped)
            return output.ExitCode;
        string how = parsed.GetValue(batch.Output) is { } kept && format == CheckFormat.Jsonl ? $"Go on with --resume: {kept.Name} holds what is done." : "With --format jsonl, --output FILE and --resume a run can go on where it stopped.";
        throw new Refusal("Stopped before all was seen.", how, ExitCode.Undetermined);
    }

    private async Task<bool> CheckAsync(
        ParseResult parsed, IAsyncEnumerable<ListedDomain> entries, Stream list, BatchOutput output, CancellationToken cancellationToken)
    {
        byte[]? draft = await options.DraftPolicyAsync(parsed, terminal, cancellationToken);
        var context = options.Context(parsed, kept: null, draft);
        await using var store = EvidenceStore.Create(parsed.GetValue(options.Save), several: true);
        await using var observer = options.Observer(parsed);
        var run = new Batch((entry, cancelled) => new DomainLook(observer, Of(entry, context)).RunAsync(entry.Name.Value!, cancelled), parsed.GetValue(batch.InFlight));
        using var progress = BatchProgress.Begin(() => output.Checked, () => list.CanSeek && list.Length > 0 ? (double)list.Position / list.Length : null, terminal, TimeProvider.System);
        try
        {
            await foreach (var item in run.RunAsync(entries, cancellationToken))
            {
                output.Add(item);
                if (store is not null && item.Result is { } result)
                    await store.AddAsync(result, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return true;
        }

        if (store is not null)
            await store.FinishAsync(cancellationToken);
        return false;
    }

    private static CheckContext Of(ListedDomain entry, CheckContext context) =>
        entry.PreviousMx.IsEmpty ? context : context with { PreviousMx = [.. context.PreviousMx, .. entry.PreviousMx] };

    /// <summary>The entries that neither this run nor an earlier one has met.</summary>
    private async IAsyncEnumerable<ListedDomain> LeftAsync(
        Stream list, ParseResult parsed, HashSet<string> done, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var entry in DomainList.ReadAsync(list, parsed.GetValue(batch.Column), cancellationToken))
        {
            if (entry.Name.Value is not { } domain || done.Add(domain.Ascii))
                yield return entry;
        }
    }

    private async Task<HashSet<string>> ResumeAsync(ParseResult parsed, FileStream? file, BatchOutput output, CancellationToken cancellationToken)
    {
        if (file is null || !parsed.GetValue(batch.Resume))
            return [];
        var (done, length) = await output.ResumeAsync(file, cancellationToken);
        file.SetLength(length);
        file.Position = length;
        return done;
    }

    private FileStream? OpenOutput(ParseResult parsed)
    {
        if (parsed.GetValue(batch.Output) is not { } file)
            return null;
        if (file is { Exists: true, Length: > 0 } && !parsed.GetValue(batch.Resume))
            throw new Refusal($"`{file.Name}` exists already.", "Add --resume to go on with it, or name another file.");
        var mode = parsed.GetValue(batch.Resume) ? FileMode.OpenOrCreate : FileMode.Create;
        return new FileStream(file.FullName, mode, FileAccess.ReadWrite, FileShare.Read);
    }

    private Stream Open(string list)
    {
        if (list == StandardInput)
            return terminal.In;
        if (Directory.Exists(list))
            throw new Refusal($"`{list}` is a folder.", "Name a file with one domain on each line.");
        return File.Exists(list)
            ? new FileStream(list, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete)
            : throw new Refusal($"There is no file `{list}`.", "Name a file with one domain on each line, or - for standard input.");
    }
}
