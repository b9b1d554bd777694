using System.Globalization;
using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.Findings;

namespace StrictPost.Protocol.Monitoring;

/// <summary>What one look at an enrolled domain says. Pure: the same look always says the same.</summary>
public static class MonitorRules
{
    /// <summary>Without an answer of DNS for so long, that is told.</summary>
    public static readonly TimeSpan LongestBlindness = TimeSpan.FromDays(1);

    /// <summary>The judgement.</summary>
    public static MonitorSight Of(MonitorInput input)
    {
        var seen = input.Check.Reading.Evidence;
        if (!IsSeen(seen))
            return new MonitorSight([.. Blind(input)], [AlarmSource.Sight], IsSeen: false, Works: false);
        bool works = PublicationRules.Works(input);
        var alarms = input.HasWorked || works ? Domain(input).Concat(seen.SmtpIsSkipped ? [] : MailHostAlarms.Of(input)) : [];
        AlarmSource[] sources = seen.SmtpIsSkipped ? [AlarmSource.Sight, AlarmSource.Domain] : [AlarmSource.Sight, AlarmSource.Domain, AlarmSource.MailHosts];
        return new MonitorSight([.. alarms.DistinctBy(alarm => (alarm.Code, alarm.Key))], [.. sources], IsSeen: true, works);
    }

    /// <summary>A machine that has no way to any address of the policy host sees nothing either.</summary>
    private static bool IsSeen(DomainEvidence seen) =>
        seen.Record.IsCertain && seen.Mx.IsCertain && seen.PolicyHost.Ipv4.IsCertain && seen.PolicyHost.Ipv6.IsCertain
        && (seen.PolicyHost.Fetches.IsEmpty || seen.PolicyHost.Fetches.Any(fetch => fetch.End?.Fault != ConnectionFault.NoRoute));

    private static IEnumerable<Alarm> Domain(MonitorInput input) =>
    [
        .. CoverageAlarms.Of(input),
        .. PublicationRules.Of(input),
        .. ExpiryAlarms.OfPolicyHost(input),
        .. Forgotten(input),
    ];

    private static IEnumerable<Alarm> Forgotten(MonitorInput input)
    {
        var now = input.Check.Reading.Evidence.At;
        if (!input.IsChanging && TestingSince(input) is { } since && now - since > input.Forgotten)
            yield return Alarm.Of(AlarmSource.Domain, MonitorFindings.TestingForgotten.On(Name(input), Day(since)));
    }

    /// <summary>Edits in between do not begin it anew: it is the last policy that was not of this mode that counts.</summary>
    private static DateTimeOffset? TestingSince(MonitorInput input) => input.Ledger
        .OrderByDescending(body => body.PublishedAt)
        .TakeWhile(body => body.Policy.Mode == MtaSts.PolicyMode.Testing)
        .LastOrDefault()?.PublishedAt;

    private static IEnumerable<Alarm> Blind(MonitorInput input)
    {
        var now = input.Check.Reading.Evidence.At;
        if (input.LastSeen is { } last && now - last > LongestBlindness)
        {
            string why = input.Check.Findings.FirstOrDefault(finding => finding.Kind.IsUndetermined)?.Message ?? "DNS gives no answer.";
            yield return Alarm.Of(AlarmSource.Sight, MonitorFindings.NotSeen.On(Name(input), Moment(last), detail: why.TrimEnd('.')));
        }
    }

    private static string Name(MonitorInput input) => input.Check.Reading.Evidence.Domain.Ascii;

    private static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Moment(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
