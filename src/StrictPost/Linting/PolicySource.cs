using StrictPost.CommandLine;
using StrictPost.Protocol.MtaSts;

namespace StrictPost.Linting;

/// <summary>Reading bodies from where the command line points, never more than a sender would.</summary>
internal static class PolicySource
{
    /// <summary>At most one byte more than the cap, so that a body that is too large is known to be.</summary>
    public static async Task<byte[]> ReadAsync(Stream stream, CancellationToken cancellation)
    {
        byte[] buffer = new byte[StsPolicy.MaxBodyBytes + 1];
        int length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
        return buffer[..length];
    }

    /// <summary>The file's bytes, capped.</summary>
    public static async Task<byte[]> ReadFileAsync(string path, CancellationToken cancellation)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return await ReadAsync(file, cancellation);
    }

    /// <summary>Replaces a file in one step, keeping its permissions and following links.</summary>
    public static async Task ReplaceAsync(string path, byte[] body, CancellationToken cancellation)
    {
        string target = new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path);
        string temporary = $"{target}.{Environment.ProcessId}.new";
        try
        {
            await File.WriteAllBytesAsync(temporary, body, cancellation);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(temporary, File.GetUnixFileMode(target));
            File.Move(temporary, target, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Paths of a site's files relative to its root, with <c>/</c>; version control and packages left out.</summary>
    /// <exception cref="Refusal">The folder is too large to be a policy site.</exception>
    public static IReadOnlyList<string> FilesOf(string folder)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 4, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true };
        var paths = Directory.EnumerateFiles(folder, "*", options)
            .Select(path => Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/'))
            .Where(path => !path.StartsWith(".git/", StringComparison.Ordinal) && !path.Contains("node_modules/", StringComparison.Ordinal))
            .Take(MostFiles + 1)
            .Order(StringComparer.Ordinal)
            .ToList();
        return paths.Count <= MostFiles
            ? paths
            : throw new Refusal($"`{folder}` holds more than {MostFiles} files.", "Name the policy file itself, or the folder of the site.");
    }

    private const int MostFiles = 20_000;
}
