using System.Globalization;
using System.Text;

namespace StrictPost.Protocol.Text;

/// <summary>Making text from the outside safe to show: nothing in it can move a cursor or change a colour.</summary>
public static class Printable
{
    /// <summary>The text with every control, format and unpaired character written as <c>\u{…}</c>.</summary>
    public static string Escape(string text)
    {
        if (!text.Any(NeedsEscape))
            return text;

        var shown = new StringBuilder(text.Length + 16);
        foreach (char c in text)
        {
            if (NeedsEscape(c))
                shown.Append(CultureInfo.InvariantCulture, $"\\u{{{(int)c:x}}}");
            else
                shown.Append(c);
        }

        return shown.ToString();
    }

    /// <summary>One character for a person to read, such as <c>`_`</c>, <c>a blank</c> or <c>the character U+200B</c>.</summary>
    public static string Describe(char c) => c switch
    {
        ' ' => "a blank",
        '\t' => "a tab",
        _ when NeedsEscape(c) || char.IsSurrogate(c) => $"the character U+{(int)c:X4}",
        _ => $"`{c}`",
    };

    private static bool NeedsEscape(char c) => CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.Control
        or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;
}
