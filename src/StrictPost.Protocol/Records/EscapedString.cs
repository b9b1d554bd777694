using System.Text;

namespace StrictPost.Protocol.Records;

/// <summary>
/// String literals of the languages that records are written in. All share <c>"</c> as quote, and <c>\"</c>, <c>\\</c>
/// and <c>\uXXXX</c> as escapes; everything but visible ASCII is escaped. What is no character becomes U+FFFD.
/// </summary>
internal static class EscapedString
{
    /// <summary>A JavaScript string literal.</summary>
    public static string JavaScript(string text) => Quoted(text, rune =>
        string.Concat(rune.ToString().Select(c => $"\\u{(int)c:X4}")));

    /// <summary>A double-quoted YAML scalar.</summary>
    public static string Yaml(string text) => Quoted(text, ByCodePoint);

    /// <summary>An HCL string. <c>${</c> and <c>%{</c> would start a template; an escaped first character does not.</summary>
    public static string Hcl(string text) => Quoted(text, ByCodePoint)
        .Replace("${", @"\u0024{", StringComparison.Ordinal)
        .Replace("%{", @"\u0025{", StringComparison.Ordinal);

    private static string ByCodePoint(Rune rune) =>
        rune.IsBmp ? $"\\u{rune.Value:X4}" : $"\\U{rune.Value:X8}";

    private static string Quoted(string text, Func<Rune, string> escape)
    {
        var quoted = new StringBuilder(text.Length + 2);
        quoted.Append('"');
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is '"' or '\\')
                quoted.Append('\\').Append(rune);
            else if (rune.Value is < ' ' or > '~')
                quoted.Append(escape(rune));
            else
                quoted.Append(rune);
        }

        return quoted.Append('"').ToString();
    }
}
