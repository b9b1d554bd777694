using StrictPost.Protocol.Checking;
using StrictPost.Protocol.Dane;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.MtaSts;

namespace StrictPost.Protocol.Rules.World;

/// <summary>What DANE says of the mail hosts, and how it stands to the policy (RFC 7672, RFC 8461 §2).</summary>
internal static class DaneRules
{
    /// <summary>What was found at each address, each once for a host.</summary>
    public static IEnumerable<Finding> Hosts(DomainReading reading) => reading.Hosts.SelectMany(host => host.Probes
        .SelectMany(probe => probe.Dane.Findings)
        .Select(finding => finding with { Host = finding.Host ?? host.Seen.Host.Ascii })
        .DistinctBy(finding => (finding.Kind, finding.Host, finding.Value, finding.Detail)));

    /// <summary>"An attacker who … the unprotected host": senders take what they can reach (RFC 7672 §2.2).</summary>
    public static IEnumerable<Finding> Partial(DomainReading reading)
    {
        var with = Named(reading, state => state is DaneState.Passed or DaneState.Failed or DaneState.Unusable or DaneState.Unknown);
        var without = Named(reading, state => state == DaneState.Absent);
        if (with.Length > 0 && without.Length > 0)
            yield return DaneFindings.Partial.On(reading.Evidence.Domain.Ascii, without, detail: with);
    }

    public static IEnumerable<Finding> TakesPrecedence(DomainReading reading)
    {
        string hosts = Named(reading, state => state is DaneState.Passed or DaneState.Failed);
        if (hosts.Length > 0 && reading.Applied is { Mode: not PolicyMode.None })
            yield return DaneFindings.TakesPrecedence.On(reading.Evidence.Domain.Ascii, hosts);
    }

    private static string Named(DomainReading reading, Func<DaneState, bool> which) =>
        string.Join(", ", reading.Hosts.Where(host => which(host.Facts.Dane)).Select(host => host.Seen.Host.Ascii));
}
