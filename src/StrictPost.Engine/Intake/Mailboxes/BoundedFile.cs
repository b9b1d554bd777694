namespace StrictPost.Engine.Intake.Mailboxes;

/// <summary>Reads files whose names somebody else chose.</summary>
internal static class BoundedFile
{
    private const string NotRegular = "it is empty, or no regular file";

    /// <summary>Opens a regular file.</summary>
    /// <returns>The file, or why it cannot be read, in words that follow its name.</returns>
    public static (FileStream? File, string? Obstacle) Open(string path)
    {
        try
        {
            // Devices, pipes and sockets have no length. Opening a pipe would wait for whoever writes into it.
            if (new FileInfo(path) is not { Exists: true } found)
                return (null, "it is not there");
            var target = found.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? found;
            return target is { Exists: true, Length: > 0 }
                ? (new FileStream(target.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1, useAsync: false), null)
                : (null, NotRegular);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return (null, fault.Message.TrimEnd('.'));
        }
    }

    /// <summary>Reads a stream as one delivery, to its end or the most that is taken.</summary>
    /// <returns>The bytes; null where there are too many.</returns>
    public static async Task<byte[]?> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        byte[] buffer = new byte[64 * 1024];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (bytes.Length + read > Delivery.MostBytes)
                return null;
            bytes.Write(buffer, 0, read);
        }

        return bytes.ToArray();
    }
}
