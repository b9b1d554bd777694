using MimeKit;

namespace StrictPost.Engine.Intake.Unpacking;

/// <summary>
/// Reads through a mail without keeping anything, to see whether it can be read with all its parts in memory: 16 MB can be made of
/// millions of headers or parts, of which each costs a hundred times its bytes.
/// </summary>
internal sealed class MailBounds(ParserOptions options, Stream mail) : MimeReader(options, mail, MimeFormat.Entity)
{
    /// <summary>Header fields of all parts together.</summary>
    public const int MostHeaders = 10_000;

    /// <summary>Bytes of all header fields together.</summary>
    public const int MostHeaderBytes = 1024 * 1024;

    /// <summary>Parts of all kinds, many more than are looked at.</summary>
    public const int MostEntities = 5_000;

    private int _headers;
    private int _headerBytes;
    private int _entities;

    /// <inheritdoc/>
    /// <exception cref="FormatException">There are too many.</exception>
    protected override void OnHeaderRead(Header header, int beginLineNumber, CancellationToken cancellationToken)
    {
        _headerBytes += header.RawField.Length + header.RawValue.Length;
        if (++_headers > MostHeaders || _headerBytes > MostHeaderBytes)
            throw new FormatException($"it has more than {MostHeaders} header fields, or {MostHeaderBytes / 1024} KiB of them");
    }

    /// <inheritdoc/>
    /// <exception cref="FormatException">There are too many.</exception>
    protected override void OnMimePartBegin(ContentType contentType, long beginOffset, int beginLineNumber, CancellationToken cancellationToken) => Count();

    /// <inheritdoc/>
    /// <exception cref="FormatException">There are too many.</exception>
    protected override void OnMultipartBegin(ContentType contentType, long beginOffset, int beginLineNumber, CancellationToken cancellationToken) => Count();

    /// <inheritdoc/>
    /// <exception cref="FormatException">There are too many.</exception>
    protected override void OnMessagePartBegin(ContentType contentType, long beginOffset, int beginLineNumber, CancellationToken cancellationToken) => Count();

    private void Count()
    {
        if (++_entities > MostEntities)
            throw new FormatException($"it has more than {MostEntities} parts");
    }
}
