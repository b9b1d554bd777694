using StrictPost.Engine.Storage;

namespace StrictPost.Engine.Intake.Mailboxes;

/// <summary>What a look into a Maildir came to.</summary>
/// <param name="Taken">How many messages were taken.</param>
/// <param name="Passed">Which files were passed over for the first time, and why, in words that follow the name.</param>
/// <param name="Unmarked">Why messages that were taken or passed over cannot be marked, in a sentence; null where all are marked.</param>
public sealed record MaildirLook(int Taken, IReadOnlyList<(string File, string Reason)> Passed, string? Unmarked);

/// <summary>
/// A Maildir that mail servers deliver to. A message is marked as seen, or moved to another Maildir, once it is durable with us, and not
/// before; until then it stays where it is. What cannot be marked is remembered, and not taken twice. For one caller at a time.
/// </summary>
/// <param name="path">The folder that holds new, cur and tmp.</param>
/// <param name="moveTo">Another Maildir on the same file system, for what was taken; null to leave it there, marked as seen.</param>
public sealed class MaildirFolder(string path, string? moveTo)
{
    /// <summary>
    /// Messages looked at in one go; what is left is there at the next. Of so many it is remembered that they could not be marked, and
    /// nothing more is taken then.
    /// </summary>
    public const int MostAtOnce = 10_000;

    /// <summary>Seen; and F for what a person should look at.</summary>
    private const string SeenFlag = "S";
    private const string PassedFlags = "FS";

    private readonly MaildirUnmarked _unmarked = new();

    /// <summary>Whether a folder is one.</summary>
    public static bool IsMaildir(string folder) => Directory.Exists(Path.Combine(folder, "new")) && Directory.Exists(Path.Combine(folder, "cur"));

    /// <summary>Takes every message that is not marked as seen.</summary>
    /// <param name="accept">Makes one durable.</param>
    /// <param name="cancellationToken">Ends between messages.</param>
    /// <exception cref="StoreException">From <paramref name="accept"/>; that message and those behind it stay where they are.</exception>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be read.</exception>
    public async Task<MaildirLook> TakeAsync(Func<Delivery, CancellationToken, Task<long>> accept, CancellationToken cancellationToken)
    {
        int taken = 0;
        var passed = new List<(string, string)>();
        var unseen = Unseen().ToList();
        _unmarked.KeepOnly(unseen);
        string? trouble = _unmarked.MarkAgain();
        int room = MostAtOnce - _unmarked.Count;
        foreach (string file in unseen.Where(file => !_unmarked.Holds(file) && File.Exists(file)).Take(room).ToList())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (bytes, obstacle) = await ReadAsync(file, cancellationToken);
            if (bytes is null)
            {
                passed.Add((file, obstacle!));
                trouble = _unmarked.Mark(file, Path.Combine(path, "cur"), PassedFlags) ?? trouble;
                continue;
            }

            await accept(new Delivery(bytes, WayIn.Folder) { Source = path }, cancellationToken);
            taken++;
            trouble = _unmarked.Mark(file, Path.Combine(moveTo ?? path, "cur"), SeenFlag) ?? trouble;
        }

        return new MaildirLook(taken, passed, trouble);
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
        .Where(file => !Path.GetFileName(file).StartsWith('.') && !MaildirName.Of(file).Flags.Contains('S', StringComparison.Ordinal))
        .OrderBy(Path.GetFileName, StringComparer.Ordinal);

    private IEnumerable<string> Files(string name) => Directory.EnumerateFiles(Path.Combine(path, name));
}
