using System.Collections.Immutable;
using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.Rules.World;
using StrictPost.Protocol.Tls;

namespace StrictPost.Protocol.Monitoring;

/// <summary>
/// Certificates that are about to expire: told two weeks, one week and one day before. For those that live shorter than six weeks
/// the first stage begins when a third of their life is left, since they are renewed later than others. One that has expired is the same story, a stage further.
/// </summary>
internal static class ExpiryAlarms
{
    private static readonly (int Days, int Share)[] Stages = [(14, 3), (7, 6), (1, 12)];

    public static IEnumerable<Alarm> OfPolicyHost(MonitorInput input)
    {
        var host = input.Check.Reading.Evidence.PolicyHost;
        return Worst(host.Fetches
            .Where(fetch => fetch.Tls is { } tls && IsOnlyOfTime(HostProof.Faults(tls, host.Host)))
            .Select(fetch => Of(AlarmSource.Domain, FetchCertificateFindings.Kinds, host.Host.Ascii, fetch.Address, fetch.Tls!, fetch.At)));
    }

    public static IEnumerable<Alarm> OfMailHosts(MonitorInput input) => input.Check.MailHosts.SelectMany(result => Worst(result.Host.Probes
        .Where(probe => probe.Seen.Tls is not null && IsOnlyOfTime(probe.Faults))
        .Select(probe => Of(
            AlarmSource.MailHosts, SmtpTlsFindings.Certificates, result.Host.Seen.Host.Ascii, probe.Seen.Address, probe.Seen.Tls!, probe.Seen.At))));

    private static bool IsOnlyOfTime(ImmutableArray<CertificateFault> faults) => faults.All(fault => fault == CertificateFault.Expired);

    /// <summary>One for a host, whatever the number of its addresses.</summary>
    private static IEnumerable<Alarm> Worst(IEnumerable<Alarm?> alarms) => alarms.OfType<Alarm>().OrderByDescending(alarm => alarm.Stage).Take(1);

    private static Alarm? Of(AlarmSource source, CertificateKinds kinds, string host, string address, TlsEvidence tls, DateTimeOffset at)
    {
        if (tls.Leaf is not { } leaf)
            return null;
        var kind = leaf.NotAfter < at ? kinds.Expired : kinds.ExpiresSoon;
        int stage = Stages.Count(limit => leaf.NotAfter - at <= Shorter(TimeSpan.FromDays(limit.Days), (leaf.NotAfter - leaf.NotBefore) / limit.Share));
        if (leaf.NotAfter < at)
            stage++;
        return stage == 0 ? null : Alarm.Of(source, kind.On(host, address, detail: CertificateSight.Day(leaf.NotAfter))) with
        {
            Code = kinds.ExpiresSoon.Code,
            Stage = stage,
            Severity = stage >= Stages.Length ? Severity.Error : Severity.Warning,
        };
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
