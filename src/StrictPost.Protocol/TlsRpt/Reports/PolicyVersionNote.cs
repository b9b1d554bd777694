using StrictPost.Protocol.Ledger;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;

namespace StrictPost.Protocol.TlsRpt.Reports;

/// <summary>Where the policy stands that a reporter applied.</summary>
public enum VersionStanding
{
    /// <summary>The report shows none.</summary>
    NotShown,

    /// <summary>It shows something that is no policy of MTA-STS, such as TLSA records.</summary>
    OtherKind,

    /// <summary>It is the one that is published now.</summary>
    Current,

    /// <summary>It was published, and another one took its place.</summary>
    Older,

    /// <summary>It was never published here.</summary>
    Foreign,

    /// <summary>It was applied before anything was published here, so nobody can tell.</summary>
    BeforeRecords,
}

/// <summary>Which of our policies a reporter applied, and whether that one allows a mail host.</summary>
/// <param name="Standing">Where it stands.</param>
/// <param name="PublishedOn">The day on which it was last published; null where it never was.</param>
/// <param name="Text">The same in words that follow "applied", such as <c>the policy of 3 May, which lacks mx3.example.org; today's covers it</c>.</param>
public sealed record PolicyVersionNote(VersionStanding Standing, DateOnly? PublishedOn, string Text)
{
    /// <summary>Looks the policy up in the ledger, by its version.</summary>
    /// <param name="applied">What the reporter says it applied.</param>
    /// <param name="ledger">All bodies that were published for the domain.</param>
    /// <param name="mx">The mail host in question; null where there is none.</param>
    /// <param name="on">The day on which it was applied, UTC; the first, where there are several.</param>
    /// <param name="today">Today, UTC: days of another year are written with it.</param>
    public static PolicyVersionNote Of(AppliedPolicy applied, IReadOnlyList<ServedBody> ledger, DomainName? mx, DateOnly on, DateOnly today)
    {
        if (applied.Policy is null)
        {
            return applied.Version.Length == 0
                ? new PolicyVersionNote(VersionStanding.NotShown, null, "a policy that the report does not show")
                : new PolicyVersionNote(VersionStanding.OtherKind, null, "something that is no policy of MTA-STS");
        }

        var current = ledger.LastOrDefault(body => body.Standing == BodyStanding.Current);
        var body = Find(applied.Version, ledger);
        var day = body is null ? (DateOnly?)null : Day(body);
        var standing = body switch
        {
            null => ledger.Count > 0 && on <= ledger.Min(Day) ? VersionStanding.BeforeRecords : VersionStanding.Foreign,
            { Standing: BodyStanding.Current } => VersionStanding.Current,
            _ => VersionStanding.Older,
        };
        return new PolicyVersionNote(standing, day, Name(standing, day, today) + Coverage(applied.Policy, current?.Policy, standing, mx));
    }

    /// <summary>The body in force, where it has the version; else the one that was published last.</summary>
    private static ServedBody? Find(string version, IReadOnlyList<ServedBody> ledger) => ledger
        .Where(body => AppliedPolicy.VersionOf(body.Policy) == version)
        .OrderByDescending(body => body.Standing == BodyStanding.Current)
        .ThenByDescending(body => body.PublishedAt)
        .FirstOrDefault();

    private static DateOnly Day(ServedBody body) => DateOnly.FromDateTime(body.PublishedAt.UtcDateTime);

    private static string Name(VersionStanding standing, DateOnly? day, DateOnly today) => standing switch
    {
        VersionStanding.Current => "today's policy",
        VersionStanding.Older => $"the policy of {DayText.Of(day!.Value, today)}",
        VersionStanding.BeforeRecords => "a policy from before our records begin",
        _ => "a policy that we never published",
    };

    private static string Coverage(StsPolicy applied, StsPolicy? current, VersionStanding standing, DomainName? mx)
    {
        if (mx is null || applied.Mx.IsEmpty || applied.Covers(mx))
            return "";
        bool covered = standing != VersionStanding.Current && current is not null && current.Covers(mx);
        return $", which lacks {mx.Ascii}{(covered ? "; today's covers it" : "")}";
    }
}
