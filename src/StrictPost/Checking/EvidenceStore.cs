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
    private readonly string? _aside;
    private readonly FileStream _stream;
    private readonly bool _several;

    private EvidenceStore(string path, bool several)
    {
        _path = File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path : path;
        _aside = IsDevice(_path) ? null : $"{_path}.{Environment.ProcessId}.new";
        _several = several;
        _stream = Open(_aside ?? _path, path, _aside is null ? FileMode.Open : FileMode.Create);
        if (_aside is not null && !OperatingSystem.IsWindows() && File.Exists(_path))
            File.SetUnixFileMode(_aside, File.GetUnixFileMode(_path));
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
        if (_aside is not null)
            File.Move(_aside, _path, overwrite: true);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        if (_aside is not null)
            File.Delete(_aside);
    }

    /// <summary>What is no file of the user's is written to, and never replaced.</summary>
    private static bool IsDevice(string path) =>
        path.StartsWith("/dev/", StringComparison.Ordinal) || path.StartsWith("/proc/", StringComparison.Ordinal);

    private static FileStream Open(string path, string named, FileMode mode)
    {
        try
        {
            return new FileStream(path, mode, FileAccess.Write);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new Refusal($"`{named}` cannot be written.", "Name a file in a folder that exists and that this user may write to.");
        }
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
