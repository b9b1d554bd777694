using System.Collections.Immutable;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;

namespace StrictPost.Protocol.Rules.World;

/// <summary>
/// Why a pattern covers no mail host: the surest explanation comes first, and only one is given. A survey of 68,030 domains found
/// these causes (Ashiq, Fiebig, Chung, IMC 2025).
/// </summary>
internal static class DriftCause
{
    private const int LargestSlip = 3;
    private const int MostShown = 5;

    /// <summary>An explanation that rests on the hosts there are, or were; null without one.</summary>
    public static Finding? Sure(MxPattern pattern, Coverage coverage, ImmutableArray<DomainName> former) =>
        Former(pattern, coverage, former)
        ?? PolicyHostLabel(pattern, coverage)
        ?? WildcardDepth(pattern, coverage)
        ?? Typo(pattern, coverage);

    /// <summary>The next best; null where the finding about the hosts says it all.</summary>
    public static Finding? Likely(MxPattern pattern, Coverage coverage) =>
        SameDomain(pattern, coverage) ?? (coverage.CoversNone ? null : CoverageFindings.Unused.Found(pattern.Text));

    private static Finding? Former(MxPattern pattern, Coverage coverage, ImmutableArray<DomainName> former) =>
        former.FirstOrDefault(pattern.Matches) is { } host
            ? CoverageFindings.Former.Found(pattern.Text, Shown(coverage.Hosts), host.Ascii)
            : null;

    private static Finding? PolicyHostLabel(MxPattern pattern, Coverage coverage)
    {
        if (!pattern.Name.Labels.Contains(StsPolicy.HostLabel, StringComparer.Ordinal))
            return null;
        string bare = string.Join('.', pattern.Name.Labels.Where(label => label != StsPolicy.HostLabel));
        var meant = coverage.Hosts.Where(host => host.Ascii == bare).ToList();
        return CoverageFindings.PolicyHostLabel.Found(pattern.Text, Shown(meant.Count > 0 ? meant : coverage.Hosts));
    }

    private static Finding? WildcardDepth(MxPattern pattern, Coverage coverage)
    {
        var missed = pattern.IsWildcard ? coverage.Uncovered.FirstOrDefault(host => host.IsAtOrBelow(pattern.Name)) : null;
        return missed is null ? null : CoverageFindings.WildcardDepth.Found(pattern.Text, missed.Ascii, missed.Ascii);
    }

    /// <summary>A wildcard is compared with what follows the first label of a host.</summary>
    private static Finding? Typo(MxPattern pattern, Coverage coverage)
    {
        var near = coverage.Uncovered
            .Select(host => (Host: host, Meant: pattern.IsWildcard ? host.Ascii[(host.Ascii.IndexOf('.', StringComparison.Ordinal) + 1)..] : host.Ascii))
            .Where(meant => Math.Abs(meant.Meant.Length - pattern.Name.Ascii.Length) <= LargestSlip)
            .Select(meant => (meant.Host, meant.Meant, Slips: EditDistance.Between(pattern.Name.Ascii, meant.Meant)))
            .Where(meant => meant.Slips <= LargestSlip)
            .OrderBy(meant => meant.Slips)
            .FirstOrDefault();
        return near.Host is null
            ? null
            : CoverageFindings.Typo.Found(pattern.Text, pattern.IsWildcard ? $"*.{near.Meant}" : near.Meant, near.Host.Ascii);
    }

    private static Finding? SameDomain(MxPattern pattern, Coverage coverage)
    {
        string own = Registered(pattern.Name);
        var other = coverage.Uncovered.FirstOrDefault(host => Registered(host) == own);
        return other is null ? null : CoverageFindings.SameDomain.Found(pattern.Text, other.Ascii, other.Ascii);
    }

    /// <summary>
    /// The last two labels, or three below endings such as <c>co.uk</c>: a guess by their length, for there is no list of
    /// registries in here. It only chooses the words of a remark.
    /// </summary>
    private static string Registered(DomainName name)
    {
        var labels = name.Labels;
        bool isSecondLevel = labels is [.., { Length: <= 3 }, { Length: 2 }];
        return string.Join('.', labels.TakeLast(isSecondLevel ? 3 : 2));
    }

    private static string Shown(IReadOnlyList<DomainName> hosts) =>
        string.Join(", ", hosts.Take(MostShown).Select(host => host.Ascii)) + (hosts.Count > MostShown ? ", …" : "");
}
