using StrictPost.Protocol.Findings;

namespace StrictPost.Protocol.TlsRpt.Reports.Parsing;

/// <summary>The time that a report is about (RFC 8460 §4.1). Any length is accepted.</summary>
internal static class ReportPeriod
{
    public static (DateTimeOffset Start, DateTimeOffset End)? Of(ReportDraft draft, ReportSurroundings around, ReportRemarks remarks)
    {
        if (draft.Start is null && draft.End is null && around.Period is var (first, last))
        {
            remarks.Note(ReportOddityFindings.PeriodGuessed, $"{first:yyyy-MM-dd HH:mm} to {last:yyyy-MM-dd HH:mm} UTC");
            return InOrder(first, last, remarks);
        }

        var start = Read(draft.Start, ReportField.StartDateTime, remarks);
        var end = Read(draft.End, ReportField.EndDateTime, remarks);
        return start is null || end is null ? null : InOrder(start.Value, end.Value, remarks);
    }

    private static DateTimeOffset? Read(string? text, ReportField field, ReportRemarks remarks)
    {
        if (text is null)
        {
            remarks.Refuse(ReportFindings.PeriodUnreadable.Found(detail: $"`{field.ToText()}` is missing"));
            return null;
        }

        var time = ReportDate.Read(text, out var form);
        if (time is null)
            remarks.Refuse(ReportFindings.PeriodUnreadable.Found(text, detail: $"`{field.ToText()}` is no time"));
        else if (form == DateForm.NoZone)
            remarks.Note(ReportOddityFindings.DateNoZone, text, field.ToText());
        else if (form == DateForm.Odd)
            remarks.Note(ReportOddityFindings.DateForm, text, field.ToText());
        return time;
    }

    private static (DateTimeOffset Start, DateTimeOffset End) InOrder(DateTimeOffset start, DateTimeOffset end, ReportRemarks remarks)
    {
        if (start <= end)
            return (start, end);
        remarks.Note(ReportOddityFindings.PeriodReversed, $"{end:yyyy-MM-dd HH:mm}", $"{start:yyyy-MM-dd HH:mm}");
        return (end, start);
    }
}
