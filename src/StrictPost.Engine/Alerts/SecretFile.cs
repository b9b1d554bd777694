namespace StrictPost.Engine.Alerts;

/// <summary>A file that holds a secret in its first line. It is read each time, so that a change needs no restart.</summary>
internal static class SecretFile
{
    private const int LargestFile = 64 * 1024;

    /// <exception cref="SecretException">It cannot be read, or is empty.</exception>
    public static async Task<string> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            if (new FileInfo(path).Length > LargestFile)
                throw new SecretException($"{path} is too large for a file with one secret.");
            string line = (await File.ReadAllTextAsync(path, cancellationToken)).Split('\n')[0].Trim();
            return line.Length > 0 ? line : throw new SecretException($"{path} is empty.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new SecretException($"{path} cannot be read: {fault.Message}");
        }
    }
}

/// <summary>A secret cannot be read: its message is for the administrator, and does not hold it.</summary>
internal sealed class SecretException(string message) : Exception(message);
