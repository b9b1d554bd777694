using System.Globalization;
using System.Text;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.Monitoring;
using StrictPost.Protocol.Text;

namespace StrictPost.Engine.Alerts;

/// <summary>A message in words. All that came from outside is made harmless here: no line ends, nothing that a terminal would obey.</summary>
internal static class AlertText
{
    private const int LongestSubject = 180;

    /// <summary>The stable word for scripts and the store.</summary>
    public static string Word(NoticeKind notice) => notice switch
    {
        NoticeKind.Worsened => "worsened",
        NoticeKind.Resolved => "resolved",
        NoticeKind.Returned => "returned",
        _ => "opened",
    };

    /// <summary>The stable word for how bad it is.</summary>
    public static string Word(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        _ => "info",
    };

    /// <summary>One line.</summary>
    public static string Subject(AlertMessage message)
    {
        if (message.IsTest)
            return "[StrictPost] This is a test";
        var alarm = message.Incident.Incident.Alarm;
        string state = message.Notice switch
        {
            NoticeKind.Resolved => "over",
            NoticeKind.Returned => "back",
            NoticeKind.Worsened => "worse",
            _ => Word(alarm.Severity),
        };
        string subject = Printable.Escape($"[StrictPost] {state}: {message.Incident.Domain}: {alarm.Message}");
        return subject.Length <= LongestSubject ? subject : subject[..LongestSubject] + "…";
    }

    /// <summary>All of it, in lines.</summary>
    public static string Body(AlertMessage message)
    {
        if (message.IsTest)
            return "This is a test of StrictPost's alerts. Nothing is wrong.\n";
        var (incident, alarm) = (message.Incident.Incident, message.Incident.Incident.Alarm);
        var text = new StringBuilder();
        Line(text, Opening(message));
        Line(text, alarm.Message);
        if (message.Notice != NoticeKind.Resolved)
            Line(text, $"What to do: {alarm.Fix}");
        text.Append('\n');
        Line(text, $"Domain: {message.Incident.Domain}");
        Line(text, $"Code: {alarm.Code} ({Word(alarm.Severity)})");
        Line(text, $"First seen: {Moment(incident.OpenedAt)}");
        if (incident.ResolvedAt is { } over && message.Notice == NoticeKind.Resolved)
            Line(text, $"Over: {Moment(over)}");
        Line(text, $"Incident: {message.Incident.Id} (strictpost incidents show {message.Incident.Id})");
        return text.ToString();
    }

    private static string Opening(AlertMessage message) => message.Notice switch
    {
        NoticeKind.Resolved => $"This is over for {message.Incident.Domain}:",
        NoticeKind.Returned => $"This is back for {message.Incident.Domain}, and is told once a day at most:",
        NoticeKind.Worsened => $"This has come further for {message.Incident.Domain}:",
        _ => $"Something is wrong with {message.Incident.Domain}:",
    };

    private static void Line(StringBuilder text, string line) => text.Append(Printable.Escape(line)).Append('\n');

    private static string Moment(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
