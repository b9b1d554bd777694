namespace StrictPost.Engine.Intake.Mailboxes;

/// <summary>
/// Marks messages of a Maildir, and remembers those that it could not mark, so that nobody takes them twice. The caller keeps their number
/// within bounds.
/// </summary>
internal sealed class MaildirUnmarked
{
    private readonly Dictionary<Identity, (string File, string Folder, string Flags)> _messages = [];

    /// <summary>How many are remembered.</summary>
    public int Count => _messages.Count;

    /// <summary>Whether a file is one of them.</summary>
    public bool Holds(string file) => _messages.Count > 0 && _messages.ContainsKey(Identity.Of(file));

    /// <summary>Forgets those that are no longer there, and learns what the others are called now.</summary>
    public void KeepOnly(IReadOnlyList<string> files)
    {
        if (_messages.Count == 0)
            return;
        var there = new Dictionary<Identity, (string, string, string)>();
        foreach (string file in files)
        {
            var identity = Identity.Of(file);
            if (_messages.TryGetValue(identity, out var message))
                there[identity] = message with { File = file };
        }

        _messages.Clear();
        foreach (var (identity, message) in there)
            _messages.Add(identity, message);
    }

    /// <summary>Tries to mark those that it remembers.</summary>
    /// <returns>Why one of them still cannot be marked.</returns>
    public string? MarkAgain()
    {
        string? trouble = null;
        foreach (var (identity, (file, folder, flags)) in _messages.ToList())
        {
            _messages.Remove(identity);
            trouble = Mark(file, folder, flags) ?? trouble;
        }

        return trouble;
    }

    /// <summary>Marks a message, or remembers it.</summary>
    /// <returns>Why it cannot be marked, in a sentence that is the same for all that cannot be for the same reason.</returns>
    public string? Mark(string file, string folder, string flags)
    {
        var identity = Identity.Of(file);
        try
        {
            File.Move(file, MaildirName.Of(file).FreePath(folder, flags), overwrite: false);
            return null;
        }
        catch (FileNotFoundException)
        {
            // A mail program has renamed or removed it meanwhile; then there is nothing left to mark.
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            _messages[identity] = (file, folder, flags);
            return $"Messages cannot be marked as seen in {folder}; they stay where they are, and are not taken twice as long as this server runs. Let it write there.";
        }
    }

    /// <summary>What stays the same when a mail program sets flags; a name alone may belong to two messages in two folders.</summary>
    private readonly record struct Identity(string Unique, long Bytes, DateTime Changed)
    {
        public static Identity Of(string file)
        {
            var found = new FileInfo(file);
            return new Identity(MaildirName.Of(file).Unique, found.Exists ? found.Length : 0, found.LastWriteTimeUtc);
        }
    }
}
