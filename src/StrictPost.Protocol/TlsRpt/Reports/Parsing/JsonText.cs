using System.Globalization;
using System.Text;

namespace StrictPost.Protocol.TlsRpt.Reports.Parsing;

/// <summary>
/// The text of a JSON string, whatever is in it: bytes that are no UTF-8, unpaired surrogates and NUL become U+FFFD, since stores keep
/// none of them.
/// </summary>
internal static class JsonText
{
    /// <summary>Most bytes that one character can take, as <c>\u0000</c>.</summary>
    private const int LongestEscape = 6;

    /// <summary>Decodes what stands between the quotes, whose escapes the JSON reader has checked.</summary>
    /// <param name="raw">The bytes between the quotes.</param>
    /// <param name="escaped">Whether there are escapes.</param>
    /// <param name="most">Most characters to keep.</param>
    /// <param name="cut">Whether there were more.</param>
    /// <param name="replaced">Whether an escape stood for something that is no text.</param>
    public static string Decode(ReadOnlySpan<byte> raw, bool escaped, int most, out bool cut, out bool replaced)
    {
        replaced = false;
        // So much holds more than `most` characters in any case, so that what the slice breaks in two is cut off below.
        int enough = (most + 2) * LongestEscape;
        cut = raw.Length > enough;
        var bytes = cut ? raw[..enough] : raw;
        string text = escaped ? Unescape(bytes, out replaced) : Encoding.UTF8.GetString(bytes);
        if (text.Length <= most)
            return text;
        cut = true;
        return text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
    }

    private static string Unescape(ReadOnlySpan<byte> raw, out bool replaced)
    {
        var text = new StringBuilder(raw.Length);
        while (raw.IndexOf((byte)'\\') is var at and >= 0)
        {
            text.Append(Encoding.UTF8.GetString(raw[..at]));
            raw = raw[at..];
            raw = raw[Append(text, raw)..];
        }

        text.Append(Encoding.UTF8.GetString(raw));
        return Mend(text.ToString(), out replaced);
    }

    /// <summary>Appends one escape, and says how many bytes it took: at a broken end, all.</summary>
    private static int Append(StringBuilder text, ReadOnlySpan<byte> raw)
    {
        if (raw.Length < 2)
            return raw.Length;
        if (raw[1] != 'u')
        {
            text.Append((char)raw[1] switch { 'b' => '\b', 'f' => '\f', 'n' => '\n', 'r' => '\r', 't' => '\t', var itself => itself });
            return 2;
        }

        if (raw.Length < LongestEscape)
            return raw.Length;
        text.Append((char)ushort.Parse(raw[2..LongestEscape], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
        return LongestEscape;
    }

    /// <summary>The text with NUL and each half of a character replaced.</summary>
    public static string Mend(string text, out bool replaced)
    {
        replaced = text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') >= 0 || text.Contains('\0', StringComparison.Ordinal);
        if (!replaced)
            return text;
        var mended = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            mended.Append(rune.Value == 0 ? Rune.ReplacementChar.ToString() : rune.ToString());
        string result = mended.ToString();
        replaced = !string.Equals(result, text, StringComparison.Ordinal);
        return result;
    }
}
