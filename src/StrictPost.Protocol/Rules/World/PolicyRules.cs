using StrictPost.Protocol.Checking;
using StrictPost.Protocol.Findings;

namespace StrictPost.Protocol.Rules.World;

/// <summary>The policy's own findings, without those that the world answers better.</summary>
internal static class PolicyRules
{
    public static IEnumerable<Finding> Text(DomainReading reading)
    {
        if (reading.Policy is not { } policy || !Intent.WantsPolicy(reading))
            return [];
        var coverage = Coverage.Of(reading);
        var own = policy.Findings
            .Where(finding => (coverage is null || !CoverageRules.IsAnswered(finding, reading, coverage)) && !IsReplaced(finding, reading))
            .Select(finding => finding with { Host = reading.Evidence.PolicyHost.Host.Ascii });
        return Effects.OnFirstBreaking(own, Effects.WithoutPolicy);
    }

    private static bool IsReplaced(Finding finding, DomainReading reading) =>
        (finding.Kind == BodyFindings.Empty && DelegationRules.PolicyEmpty(reading).Any())
        || (finding.Kind == PracticeFindings.ModeNone && PracticeRules.NoneLeftOver(reading).Any());
}
