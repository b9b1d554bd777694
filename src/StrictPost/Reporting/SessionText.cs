using StrictPost.Protocol.TlsRpt.Reports;

namespace StrictPost.Reporting;

/// <summary>Numbers of sessions in words: the same number of failed ones means mail that was lost, or mail that went through.</summary>
internal static class SessionText
{
    /// <summary>Such as <c>120 sessions; 10 failed and were refused or delayed</c>.</summary>
    public static string Of(SessionCount count)
    {
        if (count.Failed == 0)
            return $"{IntakeText.Count(count.All, "session")}, all of which succeeded";
        string[] parts =
        [
            count.Refused == 0 ? "" : $"{count.Refused} failed, and mail was refused or delayed",
            count.Delivered == 0 ? "" : $"{count.Delivered} failed, and mail was delivered all the same",
            count.Unclear == 0 ? "" : $"{count.Unclear} failed under a policy that was not shown",
        ];
        return $"{IntakeText.Count(count.All, "session")}; {string.Join("; ", parts.Where(part => part.Length > 0))}";
    }
}
