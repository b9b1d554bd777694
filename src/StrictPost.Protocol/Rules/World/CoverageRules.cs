using StrictPost.Protocol.Checking;
using StrictPost.Protocol.Findings;

namespace StrictPost.Protocol.Rules.World;

/// <summary>The policy's patterns against the mail hosts there are (RFC 8461 §4.1).</summary>
internal static class CoverageRules
{
    /// <summary>One finding for each host, or one for the domain where it has several and none is covered.</summary>
    public static IEnumerable<Finding> NotCovered(DomainReading reading)
    {
        if (Coverage.Of(reading) is not { } coverage)
            return [];
        string hosts = string.Join(", ", coverage.Uncovered.Select(host => host.Ascii));
        return coverage is { CoversNone: true, Hosts.Count: > 1 }
            ? [CoverageFindings.NoneCovered.On(reading.Evidence.Domain.Ascii, hosts) with { Effect = Effects.OnAllMail(reading) }]
            : coverage.Uncovered.Select(host => CoverageFindings.NotCovered.On(host.Ascii) with { Effect = Effects.OnMailHost(reading) });
    }

    /// <summary>For each pattern that covers no host what explains it best.</summary>
    public static IEnumerable<Finding> Unused(DomainReading reading)
    {
        if (Coverage.Of(reading) is not { } coverage)
            return [];
        var placeholders = reading.Policy!.Findings
            .Where(finding => finding.Kind == PracticeFindings.MxPlaceholder && !IsAnswered(finding, reading, coverage))
            .Select(finding => finding.Value)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        return coverage.Unused
            .Where(pattern => !pattern.IsAddress && !placeholders.Contains(pattern.Text)) // lint has said what is wrong with those
            .Select(pattern => DriftCause.Sure(pattern, coverage, reading.Context.PreviousMx) ?? DriftCause.Likely(pattern, coverage))
            .OfType<Finding>()
            .Select(finding => finding with { Host = reading.Evidence.PolicyHost.Host.Ascii });
    }

    /// <summary>
    /// True for a guess about the mail hosts, made without knowing them, that those there are make idle. Reserved names are names
    /// like others in a laboratory.
    /// </summary>
    public static bool IsAnswered(Finding finding, DomainReading reading, Coverage coverage)
    {
        if (finding.Kind != PracticeFindings.MxPlaceholder)
        {
            return finding.Kind == PracticeFindings.MxIsPolicyHost
                || finding.Kind == PracticeFindings.WildcardMissesProvider
                || finding.Kind == PracticeFindings.ProviderPrimaryMissing;
        }

        var unused = coverage.Unused.FirstOrDefault(pattern => pattern.Text.Equals(finding.Value, StringComparison.OrdinalIgnoreCase));
        return unused is null
            || (!reading.Context.IsPublicInternet && PlaceholderRule.IsReserved(unused.Name.Ascii))
            || DriftCause.Sure(unused, coverage, reading.Context.PreviousMx) is not null;
    }
}
