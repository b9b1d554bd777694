using System.Text;

namespace StrictPost.Engine.Storage.Reports;

/// <summary>Text from outside as both databases can hold it.</summary>
internal static class StorableText
{
    /// <summary>PostgreSQL keeps no NUL, and UTF-8 has no half of a surrogate pair: each becomes U+FFFD.</summary>
    public static string Of(string text) => IsStorable(text) ? text : Mend(text);

    /// <summary>The same, for a parameter of a command.</summary>
    public static object OrNull(string? text) => text is null ? DBNull.Value : Of(text);

    private static bool IsStorable(string text)
    {
        foreach (char letter in text)
        {
            if (letter == '\0' || char.IsSurrogate(letter))
                return false;
        }

        return true;
    }

    private static string Mend(string text)
    {
        var mended = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            mended.Append(rune.Value == 0 ? Rune.ReplacementChar : rune);
        return mended.ToString();
    }
}
