using StrictPost.Protocol.Checking;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;

namespace StrictPost.Protocol.Rules.World;

/// <summary>Which mail hosts the patterns cover, and which patterns cover none.</summary>
/// <param name="Hosts">Those that a sender would try.</param>
/// <param name="Uncovered">Those among them that no pattern covers.</param>
/// <param name="Unused">The patterns that cover none of them, each once.</param>
internal sealed record Coverage(IReadOnlyList<DomainName> Hosts, IReadOnlyList<DomainName> Uncovered, IReadOnlyList<MxPattern> Unused)
{
    /// <summary>True for a complete mismatch.</summary>
    public bool CoversNone => Uncovered.Count == Hosts.Count;

    /// <summary>
    /// Null where there is nothing to compare: no policy, mode none, which lists nobody, or mail hosts that are not known or not there.
    /// </summary>
    public static Coverage? Of(DomainReading reading) => reading.Policy?.Value is { } policy ? Of(reading, policy) : null;

    /// <summary>The same for a policy that need not be the one that is served.</summary>
    public static Coverage? Of(DomainReading reading, StsPolicy policy)
    {
        if (policy.Mode == PolicyMode.None)
            return null;
        var hosts = TriedHosts(reading);
        return hosts.Count == 0
            ? null
            : new Coverage(
                hosts,
                [.. hosts.Where(host => !policy.Covers(host))],
                [.. policy.Mx.DistinctBy(pattern => pattern.Text, StringComparer.Ordinal).Where(pattern => !hosts.Any(pattern.Matches))]);
    }

    /// <summary>The domain itself is no mail host when it has no address.</summary>
    private static IReadOnlyList<DomainName> TriedHosts(DomainReading reading)
    {
        var mail = reading.Mail;
        bool isKnown = reading.Evidence.Mx.IsCertain && !(mail.IsImplicit && MailHostRules.LeadsNowhere(reading, reading.Evidence.Domain));
        return isKnown ? mail.Hosts : [];
    }
}
