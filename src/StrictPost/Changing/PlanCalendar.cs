using System.Globalization;
using System.Text;
using StrictPost.Protocol.Changes;

namespace StrictPost.Changing;

/// <summary>A plan as a calendar (RFC 5545): one entry for each step that is yet to come.</summary>
internal static class PlanCalendar
{
    /// <summary>Longest line, in bytes, without its end (RFC 5545 §3.1).</summary>
    private const int LongestLine = 75;

    public static string Write(ChangePlan plan)
    {
        var text = new StringBuilder();
        Line(text, "BEGIN:VCALENDAR");
        Line(text, "VERSION:2.0");
        Line(text, "PRODID:-//StrictPost//change plan//EN");
        for (int i = 0; i < plan.Steps.Length; i++)
        {
            if (plan.Steps[i].Ended is null)
                Event(text, plan, i);
        }

        Line(text, "END:VCALENDAR");
        return text.ToString();
    }

    private static void Event(StringBuilder text, ChangePlan plan, int index)
    {
        var step = plan.Steps[index];
        var words = StepText.Of(step.Step);
        Line(text, "BEGIN:VEVENT");
        // The same step of the same change stays one entry when the plan is imported again with other dates.
        Line(text, $"UID:{plan.Change.Domain}-{Stamp(plan.Change.StartedAt)}-{index + 1}@strictpost");
        Line(text, $"DTSTAMP:{Stamp(plan.MadeAt)}");
        Line(text, $"DTSTART:{Stamp(step.Expected)}");
        Line(text, "DURATION:PT15M");
        Line(text, $"SUMMARY:{Escape($"{plan.Change.Domain}: {words.Title}")}");
        Line(text, $"DESCRIPTION:{Escape($"Not before this time. {words.Reason} ({words.Rfc})")}");
        Line(text, "TRANSP:TRANSPARENT");
        Line(text, "END:VEVENT");
    }

    private static string Stamp(DateTimeOffset at) => at.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    /// <summary>RFC 5545 §3.3.11.</summary>
    private static string Escape(string text) => text
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace(";", "\\;", StringComparison.Ordinal)
        .Replace(",", "\\,", StringComparison.Ordinal).ReplaceLineEndings("\\n");

    private static void Line(StringBuilder text, string line)
    {
        int length = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            if (length + rune.Utf8SequenceLength > LongestLine)
            {
                text.Append("\r\n ");
                length = 1;
            }

            text.Append(rune.ToString());
            length += rune.Utf8SequenceLength;
        }

        text.Append("\r\n");
    }
}
