using StrictPost.Protocol.Findings;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Rules.World;

namespace StrictPost.Protocol.Monitoring;

/// <summary>
/// Mail hosts that the policy set here does not cover (RFC 8461 §4.1): the policy that senders will have, whatever their way to it is today.
/// A host that is new and covered is nothing to tell.
/// </summary>
internal static class CoverageAlarms
{
    public static IEnumerable<Alarm> Of(MonitorInput input)
    {
        var uncovered = Coverage.Of(input.Check.Reading, input.Policy)?.Uncovered ?? [];
        bool refuses = input.Policy.Mode == PolicyMode.Enforce;
        return uncovered.Select(host => Alarm.Of(
            AlarmSource.Domain,
            CoverageFindings.NotCovered.On(host.Ascii) with { Effect = refuses ? Effects.Refused : Effects.Tested }) with
        {
            Severity = refuses ? Severity.Error : Severity.Warning,
            Stage = refuses ? 1 : 0,
        });
    }
}
