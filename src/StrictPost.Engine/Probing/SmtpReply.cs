using System.Collections.Immutable;

namespace StrictPost.Engine.Probing;

/// <summary>A reply of an SMTP server (RFC 5321 §4.2).</summary>
/// <param name="Code">200 to 599.</param>
/// <param name="Lines">The texts after the code, one for each line; cut where they are too long or too many.</param>
internal sealed record SmtpReply(int Code, ImmutableArray<string> Lines)
{
    /// <summary>Most lines that are kept.</summary>
    public const int MostLines = 64;

    /// <summary>True where the server goes along.</summary>
    public bool IsPositive => Code is >= 200 and < 300;

    /// <summary>The texts in one line.</summary>
    public string Text => string.Join(' ', Lines);
}
