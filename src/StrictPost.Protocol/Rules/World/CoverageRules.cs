using StrictPost.Protocol.Checking;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.MtaSts;

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
        var placeholders = reading.Policy!.Findings.Where(finding => finding.Kind == PracticeFindings.MxPlaceholder).Select(finding => finding.Value);
        var own = placeholders.ToHashSet(StringComparer.OrdinalIgnoreCase);
        return coverage.Unused
            .Where(pattern => !pattern.IsAddress && (!own.Contains(pattern.Text) || IsFormer(pattern, reading))) // lint has said what is wrong with those
            .Select(pattern => DriftCause.Of(pattern, coverage, reading.Context.PreviousMx))
            .OfType<Finding>()
            .Select(finding => finding with { Host = reading.Evidence.PolicyHost.Host.Ascii });
    }

    /// <summary>Whoever names a former mail host knows that the pattern came from no template, however it looks.</summary>
    public static bool IsFormer(MxPattern pattern, DomainReading reading) => reading.Context.PreviousMx.Any(pattern.Matches);
}
