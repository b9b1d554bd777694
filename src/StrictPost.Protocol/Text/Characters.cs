using System.Buffers;

namespace StrictPost.Protocol.Text;

/// <summary>The character sets that the ABNF of RFC 8461, RFC 8460 and RFC 5321 names.</summary>
internal static class Characters
{
    /// <summary>WSP (RFC 5234): blank and tab.</summary>
    public const string Wsp = " \t";

    /// <summary>ALPHA / DIGIT.</summary>
    public static readonly SearchValues<char> Alphanumeric =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");

    /// <summary>Ldh-str (RFC 5321 §4.1.2): letters, digits, hyphen.</summary>
    public static readonly SearchValues<char> Ldh =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>What may follow the first character of an extension's name.</summary>
    public static readonly SearchValues<char> ExtensionName =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.");

    /// <summary>VCHAR / WSP (RFC 5234): all that a record may hold.</summary>
    public static readonly SearchValues<char> VisibleOrWsp =
        SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c), '\t']);

    /// <summary>True for a name of an extension: <c>(ALPHA / DIGIT) *31(ALPHA / DIGIT / "_" / "-" / ".")</c>.</summary>
    public static bool IsExtensionName(ReadOnlySpan<char> name) =>
        name.Length is >= 1 and <= 32
        && char.IsAsciiLetterOrDigit(name[0])
        && !name.ContainsAnyExcept(ExtensionName);
}
