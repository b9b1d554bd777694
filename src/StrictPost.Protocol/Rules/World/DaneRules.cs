using System.Collections.Immutable;
using StrictPost.Protocol.Checking;
using StrictPost.Protocol.Dane;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.MtaSts;

namespace StrictPost.Protocol.Rules.World;

/// <summary>What DANE says of the mail hosts, and how it stands to the policy (RFC 7672, RFC 8461 §2).</summary>
internal static class DaneRules
{
    /// <summary>What was found at each host. What its addresses have in common is one finding.</summary>
    public static IEnumerable<Finding> Hosts(DomainReading reading) =>
        reading.Evidence.SmtpIsSkipped ? [] : reading.Hosts.SelectMany(host => Merge(host.Probes));

    /// <summary>Senders take what they can reach, so the host without DANE is the one that an attacker leaves them.</summary>
    public static IEnumerable<Finding> Partial(DomainReading reading) =>
        reading.Hosts.Any(host => host.Facts.Dane is DaneState.Passed or DaneState.Failed or DaneState.Unusable or DaneState.Unknown)
            ? reading.Hosts
                .Where(host => host.Facts.Dane == DaneState.Absent && host.Seen.Tlsa is { IsCertain: true, Found.IsEmpty: true })
                .Select(host => DaneFindings.Partial.On(host.Seen.Host.Ascii))
            : [];

    public static IEnumerable<Finding> TakesPrecedence(DomainReading reading)
    {
        bool hasSay = reading.Hosts.Any(host => host.Facts.Dane is DaneState.Passed or DaneState.Failed);
        if (hasSay && reading.Applied is { Mode: not PolicyMode.None })
            yield return DaneFindings.TakesPrecedence.On(reading.Evidence.Domain.Ascii);
    }

    /// <summary>The value of such a finding is the address where that matters, and something of the records where not.</summary>
    private static IEnumerable<Finding> Merge(ImmutableArray<SmtpReading> probes) =>
        from found in probes.SelectMany(probe => probe.Dane.Findings, (probe, finding) => (probe.Seen.Address, Finding: finding))
        let isOfAddress = found.Finding.Value == found.Address
        group found by (found.Finding.Kind, found.Finding.Host, found.Finding.Expected, found.Finding.Detail, Value: isOfAddress ? null : found.Finding.Value) into alike
        let addresses = alike.Select(found => found.Address).Distinct(StringComparer.Ordinal)
        select alike.First().Finding with { Value = alike.First().Finding.Value == alike.First().Address ? string.Join(", ", addresses) : alike.Key.Value };
}
