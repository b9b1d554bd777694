using System.Security.Cryptography;

namespace StrictPost.Engine.Storage.Ledger;

/// <summary>
/// The name under which this process reports what it serves: from the configuration, or made up once and kept in the data folder. While it runs
/// it holds a lock there, so that a second process on the same folder goes by another name, and one that was killed gets its name back.
/// </summary>
public sealed class NodeName : IDisposable
{
    private const string IdFile = "node-id";
    private const int MostProcesses = 64;
    private const int LongestName = 64;

    private readonly FileStream _lock;

    private NodeName(NodeIdentity identity, FileStream held) => (Identity, _lock) = (identity, held);

    /// <summary>The name, and a mark of this process.</summary>
    public NodeIdentity Identity { get; }

    /// <summary>Takes the first name that no other process on this folder has.</summary>
    /// <param name="folder">The data folder; made where it is missing.</param>
    /// <param name="configured">The name that the administrator gave; null for one of our own.</param>
    /// <exception cref="StoreException">The folder cannot be used.</exception>
    public static NodeName Take(string folder, string? configured)
    {
        try
        {
            DataFolder.Prepare(folder);
            string name = configured ?? Read(Path.Combine(folder, IdFile));
            for (int number = 1; number <= MostProcesses; number++)
            {
                if (TryLock(Path.Combine(folder, $"node-{number}.lock")) is { } held)
                    return new NodeName(new NodeIdentity(number == 1 ? name : $"{name}-{number}", NewId()), held);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The data folder {folder} cannot be used: {fault.Message}", "Check the folder and its permissions.", fault);
        }

        throw new StoreException($"{MostProcesses} processes use the data folder {folder} already.", "Stop some of them.");
    }

    /// <summary>A name for when another process, elsewhere, goes by ours: a data folder was copied, or a name given twice.</summary>
    public static NodeIdentity Another(NodeIdentity taken) => taken with { Name = $"{taken.Name}-{NewId()}" };

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    private static string NewId() => RandomNumberGenerator.GetHexString(8, lowercase: true);

    private static string Read(string path)
    {
        DataFolder.MakeFile(path, NewId() + "\n");
        string name = File.ReadAllText(path).Trim();
        return name.Length is > 0 and <= LongestName && name.All(char.IsAsciiLetterOrDigit)
            ? name
            : throw new StoreException($"The file {path} holds no name of a node.", "Remove it; a new one is made.");
    }

    private static FileStream? TryLock(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }
}
