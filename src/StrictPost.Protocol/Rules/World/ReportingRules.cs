using StrictPost.Protocol.Checking;
using StrictPost.Protocol.Findings;

namespace StrictPost.Protocol.Rules.World;

/// <summary>The record that asks for reports (RFC 8460 §3).</summary>
internal static class ReportingRules
{
    public static IEnumerable<Finding> Text(DomainReading reading) =>
        (Intent.TlsRptFaults(reading) ?? []).Select(finding => finding with { Host = reading.Evidence.TlsRpt.Name });

    /// <summary>Nobody tried to publish one: no TXT at all, or only those of a wildcard. An alias that leads nowhere was a try.</summary>
    public static IEnumerable<Finding> Absent(DomainReading reading)
    {
        if (reading.Evidence.TlsRpt.IsCertain && Intent.TlsRptFaults(reading) is null && !DelegationRules.TlsRptDangling(reading).Any())
            yield return ReportingFindings.Absent.On(reading.Evidence.TlsRpt.Name);
    }
}
