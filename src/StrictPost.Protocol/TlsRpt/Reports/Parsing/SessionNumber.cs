using System.Globalization;
using StrictPost.Protocol.Findings;

namespace StrictPost.Protocol.TlsRpt.Reports.Parsing;

/// <summary>A count of sessions that is not simply a whole number.</summary>
internal static class SessionNumber
{
    /// <summary>2^63, the first number that does not fit.</summary>
    private const double Beyond = 9_223_372_036_854_775_808.0;

    public static long Read(string text, bool isText, ReportField field, ReportRemarks remarks)
    {
        string written = isText ? $"the text \"{text}\"" : text;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole) && whole >= 0)
        {
            remarks.Note(ReportOddityFindings.CountForm, written, field.ToText());
            return whole;
        }

        bool isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && !double.IsNaN(number);
        long used = Clamp(isNumber ? number : 0);
        if (isNumber && number is >= 0 and < Beyond && number == used)
            remarks.Note(ReportOddityFindings.CountForm, written, field.ToText());
        else
            remarks.Note(ReportOddityFindings.CountInvalid, written, field.ToText(), $"{used}");
        return used;
    }

    private static long Clamp(double number) => number switch
    {
        <= 0 => 0,
        >= Beyond => long.MaxValue,
        _ => (long)number,
    };
}
