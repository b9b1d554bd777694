using System.Collections.Immutable;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.Monitoring;

namespace StrictPost.Engine.Alerts;

/// <summary>Who is told, and when.</summary>
public sealed record AlertPlan
{
    /// <summary>Nobody is told; incidents are kept all the same.</summary>
    public static AlertPlan Nobody { get; } = new();

    /// <summary>For how long a message is tried.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromDays(1);

    private static readonly TimeSpan FirstWait = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(2);

    /// <summary>The names of the channels that get each message.</summary>
    public ImmutableArray<string> Channels { get => field.IsDefault ? [] : field; init; }

    /// <summary>Whether the end of an incident is told.</summary>
    public bool TellsResolved { get; init; } = true;

    /// <summary>When nobody is told; null for never.</summary>
    public QuietHours? Quiet { get; init; }

    /// <summary>Whether errors are told in quiet hours, too.</summary>
    public bool ErrorsBreakQuiet { get; init; } = true;

    /// <summary>When a notice may be sent: at once, or when the quiet hours end.</summary>
    public DateTimeOffset DueAt(DateTimeOffset now, NoticeKind notice, Severity severity)
    {
        bool mayDisturb = ErrorsBreakQuiet && severity == Severity.Error && notice != NoticeKind.Resolved;
        return mayDisturb || Quiet is null ? now : Quiet.EndAt(now);
    }

    /// <summary>How long to wait after a try that failed: twice as long each time.</summary>
    /// <param name="tries">How many there were, 1 or more.</param>
    internal static TimeSpan WaitAfter(int tries)
    {
        var wait = FirstWait * Math.Pow(2, Math.Clamp(tries - 1, 0, 20));
        return wait < LongestWait ? wait : LongestWait;
    }
}
