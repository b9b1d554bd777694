using System.Runtime.CompilerServices;
using StrictPost.CommandLine;
using StrictPost.Protocol.Checking;
using StrictPost.Protocol.Evidence;

namespace StrictPost.Checking;

/// <summary>
/// Files of saved checks: one as an indented value, several a line each. Written aside, and put in place when complete, so
/// that a run that breaks off leaves an older file as it was.
/// </summary>
internal sealed class EvidenceStore : IAsyncDisposable
{
    private const byte LineEnd = (byte)'\n';

    private readonly string _path;
    private readonly string _aside;
    private readonly FileStream _stream;
    private readonly bool _several;

    private EvidenceStore(string path, bool several)
    {
        _path = path;
        _aside = $"{path}.{Environment.ProcessId}.new";
        _several = several;
        _stream = new FileStream(_aside, FileMode.Create, FileAccess.Write);
    }

    /// <summary>Begins a file; null where none is wanted.</summary>
    public static EvidenceStore? Create(FileInfo? file, bool several) => file is null ? null : new EvidenceStore(file.FullName, several);

    /// <summary>Keeps what a result rests on.</summary>
    public async Task AddAsync(CheckResult result, CancellationToken cancellationToken)
    {
        byte[] json = EvidenceFile.Write(new SavedCheck(result.Reading.Evidence, result.Reading.Context), indented: !_several);
        await _stream.WriteAsync(json, cancellationToken);
        await _stream.WriteAsync(new[] { LineEnd }, cancellationToken);
    }

    /// <summary>Puts the file in place.</summary>
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        await _stream.FlushAsync(cancellationToken);
        await _stream.DisposeAsync();
        File.Move(_aside, _path, overwrite: true);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        File.Delete(_aside);
    }

    /// <summary>What a file holds, one after the other; memory holds one at a time.</summary>
    /// <exception cref="Refusal">Something in it is no saved check.</exception>
    public static async IAsyncEnumerable<SavedCheck> ReadAsync(string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var lines = new CappedLines(file, EvidenceFile.MostBytes);
        long number = 1;
        while (await lines.NextAsync(cancellationToken) is { } line)
        {
            if (number == 1 && EvidenceFile.Read(line.Span).Check is null && await lines.RestAsync(cancellationToken) is { Length: > 0 } rest)
                line = (byte[])[.. line.Span, LineEnd, .. rest.Span];
            if (line.Span.Trim(" \t\r"u8).IsEmpty && number > 1)
            {
                number++;
                continue;
            }

            yield return Check(EvidenceFile.Read(line.Span), path, number);
            number++;
        }

        if (number == 1)
            throw Refused(path, EvidenceFile.Read([]).Fault!);
    }

    private static SavedCheck Check(EvidenceReading reading, string path, long number)
    {
        if (reading.Check is { } check)
            return check;
        var fault = reading.Fault!;
        if (fault.Line > 0)
            fault = fault with { Line = fault.Line + number - 1 };
        throw Refused(path, fault);
    }

    private static Refusal Refused(string path, EvidenceFault fault) =>
        new($"`{path}` cannot be judged: {fault}", "Give a file that `strictpost check DOMAIN --save FILE` wrote.");
}
