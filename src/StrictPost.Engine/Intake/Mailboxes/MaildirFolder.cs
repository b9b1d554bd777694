using StrictPost.Engine.Storage;

namespace StrictPost.Engine.Intake.Mailboxes;

/// <summary>What a look into a Maildir came to.</summary>
/// <param name="Taken">How many messages were taken.</param>
/// <param name="Passed">Which files were passed over, and why, in words that follow the name.</param>
public sealed record MaildirLook(int Taken, IReadOnlyList<(string File, string Reason)> Passed);

/// <summary>
/// A Maildir that mail servers deliver to. A message is marked as seen, or moved to another Maildir, once it is durable with us, and not
/// before; until then it stays where it is.
/// </summary>
/// <param name="path">The folder that holds new, cur and tmp.</param>
/// <param name="moveTo">Another Maildir on the same file system, for what was taken; null to leave it there, marked as seen.</param>
public sealed class MaildirFolder(string path, string? moveTo)
{
    /// <summary>Messages taken at one look; what is left is there at the next.</summary>
    public const int MostAtOnce = 10_000;

    /// <summary>Seen; and F for what a person should look at.</summary>
    private const string SeenFlag = "S";
    private const string PassedFlags = "FS";

    /// <summary>Whether a folder is one.</summary>
    public static bool IsMaildir(string folder) => Directory.Exists(Path.Combine(folder, "new")) && Directory.Exists(Path.Combine(folder, "cur"));

    /// <summary>Takes every message that is not marked as seen.</summary>
    /// <param name="accept">Makes one durable.</param>
    /// <param name="cancellationToken">Ends between messages.</param>
    /// <exception cref="StoreException">From <paramref name="accept"/>; that message and those behind it stay where they are.</exception>
    /// <exception cref="IOException">The folder cannot be read or changed.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be read or changed.</exception>
    public async Task<MaildirLook> TakeAsync(Func<Delivery, CancellationToken, Task<long>> accept, CancellationToken cancellationToken)
    {
        int taken = 0;
        var passed = new List<(string, string)>();
        foreach (string file in Unseen().Take(MostAtOnce).ToList())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (bytes, obstacle) = await ReadAsync(file, cancellationToken);
            if (bytes is null)
            {
                passed.Add((file, obstacle!));
                Mark(file, Path.Combine(path, "cur"), PassedFlags);
                continue;
            }

            await accept(new Delivery(bytes, WayIn.Folder) { Source = path }, cancellationToken);
            Mark(file, Path.Combine(moveTo ?? path, "cur"), SeenFlag);
            taken++;
        }

        return new MaildirLook(taken, passed);
    }

    private static async Task<(byte[]? Bytes, string? Obstacle)> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var (file, obstacle) = BoundedFile.Open(path);
        if (file is null)
            return (null, obstacle);
        await using (file)
            return await BoundedFile.ReadAsync(file, cancellationToken) is { } bytes ? (bytes, null) : (null, $"it is larger than {Delivery.MostBytes / 1024 / 1024} MiB");
    }

    private IEnumerable<string> Unseen() => Files("new").Concat(Files("cur"))
        .Where(file => !Path.GetFileName(file).StartsWith('.') && !Flags(file).Contains('S', StringComparison.Ordinal))
        .OrderBy(Path.GetFileName, StringComparer.Ordinal);

    private IEnumerable<string> Files(string name) => Directory.EnumerateFiles(Path.Combine(path, name));

    private static string Flags(string file) => file.LastIndexOf(":2,", StringComparison.Ordinal) is >= 0 and var at ? file[(at + 3)..] : "";

    /// <summary>Flags stand in the order of the alphabet.</summary>
    private static void Mark(string file, string folder, string flags)
    {
        string name = Path.GetFileName(file);
        string unique = name.Split(":2,")[0];
        string all = string.Concat((Flags(name) + flags).Distinct().Order());
        // A mail program may have renamed or removed it meanwhile; then there is nothing left to mark.
        if (File.Exists(file))
            File.Move(file, Path.Combine(folder, $"{unique}:2,{all}"), overwrite: false);
    }
}
