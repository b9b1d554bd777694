using System.Collections.Immutable;
using StrictPost.Protocol.Evidence;

namespace StrictPost.Engine.Tests.Scenarios;

/// <summary>What no lab can show on every machine, told by evidence of one of its scenarios with a small change.</summary>
/// <param name="Scenario">What was really seen.</param>
/// <param name="Why">Why it cannot be seen in a lab.</param>
/// <param name="Change">What another machine would have seen.</param>
/// <param name="Verdict">The verdict that follows.</param>
/// <param name="Codes">All findings that follow.</param>
public sealed record ForeignSight(
    string Scenario, string Why, Func<DomainEvidence, DomainEvidence> Change, string Verdict, ImmutableArray<string> Codes)
{
    /// <summary>All of them, by name.</summary>
    public static ImmutableSortedDictionary<string, ForeignSight> All { get; } = new Dictionary<string, ForeignSight>(StringComparer.Ordinal)
    {
        ["no-dns-server"] = new(
            "healthy",
            "The lab is a DNS server; on a machine without any, no name can be looked up.",
            seen => seen with
            {
                Record = Unanswered(seen.Record),
                TlsRpt = Unanswered(seen.TlsRpt),
                Mx = Unanswered(seen.Mx),
                MailHosts = [],
                PolicyHost = seen.PolicyHost with { Ipv4 = Unanswered(seen.PolicyHost.Ipv4), Ipv6 = Unanswered(seen.PolicyHost.Ipv6), Fetches = [] },
            },
            "undetermined",
            ["dns-unreachable"]),
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    private static Lookup<T> Unanswered<T>(Lookup<T> lookup) =>
        lookup with { End = LookupEnd.Unreachable, Found = [], Detail = "Connection refused" };
}
