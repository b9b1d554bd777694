using System.Runtime.CompilerServices;
using StrictPost.Engine.Intake.Unpacking;

namespace StrictPost.Engine.Intake.Mailboxes;

/// <summary>
/// Files, folders and mailboxes of files that somebody wants imported, one delivery in memory at a time. Names decide nothing: each file
/// is taken as what its bytes are.
/// </summary>
/// <param name="standardInput">What <c>-</c> stands for: a mail, an mbox, or a report.</param>
public sealed class ReportFiles(Stream standardInput)
{
    /// <summary>The path that stands for standard input.</summary>
    public const string StandardInput = "-";

    /// <summary>Folders in folders.</summary>
    public const int Deepest = 32;

    private const int Taste = 256;

    /// <summary>Everything under some paths, in the order of their names.</summary>
    public async IAsyncEnumerable<ReportFile> ReadAsync(IReadOnlyList<string> paths, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (string path in paths)
        {
            var files = path == StandardInput ? ReadAsync("standard input", null, standardInput, cancellationToken)
                : Directory.Exists(path) ? ReadFolderAsync(path, Deepest, cancellationToken)
                : ReadFileAsync(path, cancellationToken);
            await foreach (var file in files)
                yield return file;
        }
    }

    private static async IAsyncEnumerable<ReportFile> ReadFolderAsync(string folder, int deeper, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (entries, obstacle) = List(folder);
        if (obstacle is not null)
            yield return new ReportFile(folder, null, obstacle);
        foreach (var entry in entries)
        {
            bool isFolder = entry is DirectoryInfo || Directory.Exists(entry.FullName);
            // A link to a folder may lead in a circle; whoever means it can name it.
            if (isFolder && (entry.LinkTarget is not null || deeper == 0))
                yield return new ReportFile(entry.FullName, null, deeper == 0 ? "it is too many folders deep" : "it is a link to a folder, which is not followed");
            else
            {
                await foreach (var file in isFolder ? ReadFolderAsync(entry.FullName, deeper - 1, cancellationToken) : ReadFileAsync(entry.FullName, cancellationToken))
                    yield return file;
            }
        }
    }

    /// <summary>In a Maildir, what lies in tmp is not there yet.</summary>
    private static (IReadOnlyList<FileSystemInfo> Entries, string? Obstacle) List(string folder)
    {
        try
        {
            bool isMaildir = MaildirFolder.IsMaildir(folder);
            return ([.. new DirectoryInfo(folder).EnumerateFileSystemInfos().Where(entry => !isMaildir || entry.Name != "tmp").OrderBy(entry => entry.Name, StringComparer.Ordinal)], null);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return ([], fault.Message.TrimEnd('.'));
        }
    }

    private static async IAsyncEnumerable<ReportFile> ReadFileAsync(string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (opened, obstacle) = BoundedFile.Open(path);
        if (opened is null)
        {
            yield return new ReportFile(path, null, obstacle);
            yield break;
        }

        await using (opened)
        {
            await foreach (var file in ReadAsync(path, Path.GetFileName(path), opened, cancellationToken))
                yield return file;
        }
    }

    private static async IAsyncEnumerable<ReportFile> ReadAsync(string name, string? fileName, Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        byte[] taste = new byte[Taste];
        int tasted = await stream.ReadAtLeastAsync(taste, Taste, throwOnEndOfStream: false, cancellationToken);
        var whole = new PrefixedStream(taste.AsMemory(0, tasted), stream);
        if (MboxReader.IsMbox(taste.AsSpan(0, tasted)))
        {
            await foreach (var message in MboxReader.ReadAsync(whole, cancellationToken))
                yield return File($"{name}, message {message.Number}", null, message.Bytes, WayIn.Folder);
            yield break;
        }

        // What comes through a pipe as mail was sent by anybody.
        var way = fileName is null && ByteKinds.Of(taste.AsSpan(0, tasted)) is ByteKind.Mail ? WayIn.Folder : WayIn.File;
        ReadOnlyMemory<byte>? bytes = await BoundedFile.ReadAsync(whole, cancellationToken) is { } read ? read : default(ReadOnlyMemory<byte>?);
        yield return File(name, fileName, bytes, way);
    }

    private static ReportFile File(string name, string? fileName, ReadOnlyMemory<byte>? bytes, WayIn way) => bytes is { } whole
        ? new ReportFile(name, new Delivery(whole, way) { FileName = fileName, Source = name }, null)
        : new ReportFile(name, null, $"it is larger than {Delivery.MostBytes / 1024 / 1024} MiB");
}
