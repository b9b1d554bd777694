namespace StrictPost.Engine.Intake.Mailboxes;

/// <summary>The name of a message in a Maildir.</summary>
/// <param name="Unique">What no other message there is called.</param>
/// <param name="Flags">Its flags, as they were written.</param>
internal readonly record struct MaildirName(string Unique, string Flags)
{
    private const string Info = ":2,";

    /// <summary>Names that are tried; who has taken them all does it on purpose.</summary>
    private const int MostTries = 1000;

    /// <summary>The name at the end of a path.</summary>
    public static MaildirName Of(string file)
    {
        string name = Path.GetFileName(file);
        int at = name.LastIndexOf(Info, StringComparison.Ordinal);
        return at < 0 ? new MaildirName(name, "") : new MaildirName(name[..at], name[(at + Info.Length)..]);
    }

    /// <summary>Where to put it with more flags: under its own name, or one like it where another message has that.</summary>
    /// <exception cref="IOException">All such names are taken.</exception>
    public string FreePath(string folder, string moreFlags)
    {
        // Flags stand in the order of the alphabet.
        string info = Info + string.Concat((Flags + moreFlags).Distinct().Order());
        // What follows a comma are sizes (S=, W=), which mail servers read.
        int comma = Unique.IndexOf(',', StringComparison.Ordinal);
        var (start, sizes) = comma < 0 ? (Unique, "") : (Unique[..comma], Unique[comma..]);
        for (int i = 0; i < MostTries; i++)
        {
            string path = Path.Combine(folder, FormattableString.Invariant($"{start}{(i == 0 ? "" : $"-{i}")}{sizes}{info}"));
            if (!Path.Exists(path))
                return path;
        }

        throw new IOException($"In {folder}, there are too many messages called {start}.");
    }
}
