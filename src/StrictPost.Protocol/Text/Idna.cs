using System.Globalization;

namespace StrictPost.Protocol.Text;

/// <summary>
/// Internationalised names (RFC 5890 to 5892): U-labels to A-labels and back. Which characters a U-label may hold follows
/// RFC 5892's classes. Composition is refused rather than done, because it would need Unicode tables that this program
/// does not carry: a wrong name is worse than a request to write it differently.
/// </summary>
internal static class Idna
{
    /// <summary>The name in lower-case A-labels, or a reason why there is none.</summary>
    public static bool TryToAscii(string name, out string ascii, out string? fault)
    {
        ascii = name.ToLowerInvariant();
        fault = null;
        if (System.Text.Ascii.IsValid(name))
            return true;

        fault = ascii.Select(CharacterFault).FirstOrDefault(f => f is not null);
        if (fault is not null)
            return false;

        try
        {
            ascii = new IdnMapping { AllowUnassigned = true }.GetAscii(ascii);
            return true;
        }
        catch (ArgumentException)
        {
            fault = "a label is empty, is longer than 63 characters once encoded, or mixes scripts of both directions";
            return false;
        }
    }

    /// <summary>The name in U-labels where each label has one that leads back to it, and as it is elsewhere.</summary>
    public static string ToUnicode(string ascii) =>
        ascii.Contains("xn--", StringComparison.Ordinal)
            ? string.Join('.', ascii.Split('.').Select(LabelToUnicode))
            : ascii;

    private static string LabelToUnicode(string label)
    {
        if (!label.StartsWith("xn--", StringComparison.Ordinal))
            return label;
        try
        {
            string unicode = new IdnMapping { AllowUnassigned = true }.GetUnicode(label);
            return TryToAscii(unicode, out string back, out _) && back == label ? unicode : label;
        }
        catch (ArgumentException)
        {
            return label;
        }
    }

    private static string? CharacterFault(char c)
    {
        if (c is '.' or '\u3002' or '\uFF0E' or '\uFF61' || char.IsAscii(c) || char.IsSurrogate(c))
            return null;
        if (c is >= '\uFF00' and <= '\uFFEF')
            return $"{Printable.Describe(c)} is a wide or narrow form: write the ordinary character";
        if (c is >= '\u0300' and <= '\u036F')
            return "an accent is written as a character of its own: write the composed letter, or the xn-- form";
        return CharUnicodeInfo.GetUnicodeCategory(c) switch
        {
            UnicodeCategory.LowercaseLetter or UnicodeCategory.OtherLetter or UnicodeCategory.ModifierLetter
                or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
                or UnicodeCategory.DecimalDigitNumber => null,
            _ => $"{Printable.Describe(c)} is not allowed in a name",
        };
    }
}
