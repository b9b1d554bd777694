using System.Runtime.InteropServices;
using System.Text;

namespace StrictPost.Engine.Storage;

/// <summary>The folder that holds everything an installation keeps.</summary>
public static partial class DataFolder
{
    /// <summary>Makes the folder, for its owner only, unless it is there.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not make it.</exception>
    public static void Prepare(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>
    /// Makes a file for its owner only, unless it is there. It appears whole or not at all, and never in the place of another; several processes
    /// may do so at once.
    /// </summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not make it.</exception>
    public static void MakeFile(string path, string content)
    {
        if (File.Exists(path))
            return;
        string fresh = $"{path}.{Guid.NewGuid():N}";
        Write(fresh, content);
        Place(fresh, path);
    }

    /// <summary>Moving on Unix would replace what another process placed meanwhile; a second name for a file never does.</summary>
    private static void Place(string fresh, string path)
    {
        if (OperatingSystem.IsWindows())
        {
            File.Move(fresh, path, overwrite: false);
            return;
        }

        bool placed = Link(fresh, path) == 0;
        File.Delete(fresh);
        if (!placed && !File.Exists(path))
            throw new IOException($"The name {path} cannot be given to a file.");
    }

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string from, string to);

    private static void Write(string path, string content)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, options);
        file.Write(Encoding.UTF8.GetBytes(content));
        file.Flush(flushToDisk: true);
    }
}
