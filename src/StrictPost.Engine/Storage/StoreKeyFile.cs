namespace StrictPost.Engine.Storage;

/// <summary>The file that holds the keys of <see cref="StoreSecrets"/>: readable by its owner only.</summary>
public static class StoreKeyFile
{
    private const long LargestFile = 64 * 1024;

    /// <summary>Where it lies in a data folder, where no other place is configured.</summary>
    public static string UsualPath(string folder) => Path.Combine(folder, "store.key");

    /// <summary>Reads the keys of a file.</summary>
    /// <exception cref="StoreException">It is not there, others may read it, or it holds something else.</exception>
    public static StoreSecrets Read(string path)
    {
        try
        {
            RefuseIfOpenToOthers(path);
            return new FileInfo(path).Length <= LargestFile
                ? StoreSecrets.Parse(File.ReadAllText(path), path)
                : throw new StoreException($"{path} is larger than a key file can be.", "Name the right file in `store.key_file`.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StoreException(
                $"The key file {path} cannot be read: {fault.Message}", "Name the right file in `store.key_file`, or make one with `strictpost store new-key`.", fault);
        }
    }

    /// <summary>The keys of a data folder, which must exist; makes a first one where there is none. Several processes may do so at once.</summary>
    /// <exception cref="StoreException">The file cannot be made or read.</exception>
    public static StoreSecrets Ensure(string folder)
    {
        string path = UsualPath(folder);
        if (!File.Exists(path))
            Make(path);
        return Read(path);
    }

    private static void Make(string path)
    {
        try
        {
            DataFolder.MakeFile(path, StoreSecrets.NewKey() + "\n");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The key file {path} cannot be made: {fault.Message}", "Check the folder and its permissions.", fault);
        }
    }

    private static void RefuseIfOpenToOthers(string path)
    {
        const UnixFileMode Others = UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != UnixFileMode.None)
            throw new StoreException($"Others may read or change the key file {path}.", $"Take that away: chmod 600 {path}");
    }
}
