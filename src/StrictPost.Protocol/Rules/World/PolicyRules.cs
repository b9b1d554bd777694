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
        return policy.Findings
            .Where(finding => !IsAnsweredByHosts(finding, coverage, reading) && !IsReplaced(finding, reading))
            .Select(finding => finding with { Host = reading.Evidence.PolicyHost.Host.Ascii });
    }

    /// <summary>Guesses about the mail hosts, made without knowing them; <see cref="CoverageRules"/> knows them.</summary>
    private static bool IsAnsweredByHosts(Finding finding, Coverage? coverage, DomainReading reading)
    {
        if (coverage is null)
            return false;
        if (finding.Kind == PracticeFindings.MxPlaceholder)
            return !coverage.Unused.Any(pattern => pattern.Text.Equals(finding.Value, StringComparison.OrdinalIgnoreCase) && !CoverageRules.IsFormer(pattern, reading));
        return finding.Kind == PracticeFindings.MxIsPolicyHost
            || finding.Kind == PracticeFindings.WildcardMissesProvider
            || finding.Kind == PracticeFindings.ProviderPrimaryMissing;
    }

    private static bool IsReplaced(Finding finding, DomainReading reading) =>
        (finding.Kind == BodyFindings.Empty && DelegationRules.PolicyEmpty(reading).Any())
        || (finding.Kind == PracticeFindings.ModeNone && PracticeRules.NoneLeftOver(reading).Any());
}
