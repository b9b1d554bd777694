namespace StrictPost.Engine.Intake;

/// <summary>By which way something came that ought to hold reports.</summary>
public enum WayIn
{
    /// <summary>Posted to a secret address (RFC 8460 §5.5).</summary>
    Https,

    /// <summary>By mail to our own receiver.</summary>
    Smtp,

    /// <summary>By mail, out of a mailbox on another server.</summary>
    Imap,

    /// <summary>By mail, out of a Maildir or an mbox, or through a pipe.</summary>
    Folder,

    /// <summary>A file that the administrator gave us.</summary>
    File,
}

/// <summary>Bytes that ought to hold reports, as they came: a mail, a JSON file, compressed or not. What they are is decided by themselves.</summary>
/// <param name="Bytes">All of them; at most <see cref="MostBytes"/>.</param>
/// <param name="Way">How they came.</param>
public sealed record Delivery(ReadOnlyMemory<byte> Bytes, WayIn Way)
{
    /// <summary>More is refused at the door. Mail servers commonly take 10 to 50 MB, and a report of 10,000 failures has 4 MB.</summary>
    public const int MostBytes = 16 * 1024 * 1024;

    /// <summary>The domain, in A-labels, whose report address it came to; null where that is not known.</summary>
    public string? AddressedTo { get; init; }

    /// <summary>Who brought it: a client's address, or a folder's name; null where that is not known. At most 200 characters are kept.</summary>
    public string? Source { get; init; }

    /// <summary>The file's name, where it had one of its own.</summary>
    public string? FileName { get; init; }
}
