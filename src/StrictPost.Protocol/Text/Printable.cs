using System.Globalization;
using System.Text;

namespace StrictPost.Protocol.Text;

/// <summary>Making text from the outside safe to show: nothing in it can move a cursor or change a colour.</summary>
public static class Printable
{
    /// <summary>The text with every control, format and unpaired character written as <c>\u{…}</c>.</summary>
    public static string Escape(string text)
    {
        var shown = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length;)
        {
            bool paired = Rune.TryGetRuneAt(text, i, out var rune);
            int length = paired ? rune.Utf16SequenceLength : 1;
            if (paired && !NeedsEscape(Rune.GetUnicodeCategory(rune)))
                shown.Append(text, i, length);
            else
                shown.Append(CultureInfo.InvariantCulture, $"\\u{{{(paired ? rune.Value : text[i]):x}}}");
            i += length;
        }

        return shown.ToString();
    }

    /// <summary>One character for a person to read, such as <c>`_`</c>, <c>a blank</c> or <c>the character U+200B</c>.</summary>
    public static string Describe(char c) => c switch
    {
        ' ' => "a blank",
        '\t' => "a tab",
        _ when NeedsEscape(CharUnicodeInfo.GetUnicodeCategory(c)) || char.IsSurrogate(c) => $"the character U+{(int)c:X4}",
        _ => $"`{c}`",
    };

    private static bool NeedsEscape(UnicodeCategory category) => category is UnicodeCategory.Control
        or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;
}
