using System.Collections.Immutable;
using StrictPost.Protocol.Evidence;

namespace StrictPost.Engine.Tests.Scenarios;

/// <summary>What no lab can show on every machine, told by a saved check of one of its scenarios with a small change.</summary>
/// <param name="Scenario">What was really seen.</param>
/// <param name="Why">Why it cannot be seen in a lab.</param>
/// <param name="Change">What another machine would have saved.</param>
/// <param name="Verdict">The verdict that follows.</param>
/// <param name="Codes">All findings that follow.</param>
public sealed record ForeignSight(
    string Scenario, string Why, Func<SavedCheck, SavedCheck> Change, string Verdict, ImmutableArray<string> Codes)
{
    /// <summary>All of them, by name.</summary>
    public static ImmutableSortedDictionary<string, ForeignSight> All { get; } = new Dictionary<string, ForeignSight>(StringComparer.Ordinal)
    {
        ["no-dns-server"] = new(
            "healthy",
            "The lab is a DNS server; on a machine without any, no name can be looked up.",
            seen => Seen(seen, evidence => evidence with
            {
                Record = Unanswered(evidence.Record),
                TlsRpt = Unanswered(evidence.TlsRpt),
                Mx = Unanswered(evidence.Mx),
                MailHosts = [],
                PolicyHost = evidence.PolicyHost with { Ipv4 = Unanswered(evidence.PolicyHost.Ipv4), Ipv6 = Unanswered(evidence.PolicyHost.Ipv6), Fetches = [] },
            }),
            "undetermined",
            ["dns-unreachable"]),
        ["policy-host-unreachable"] = new(
            "healthy-two-addresses",
            "No router stands on the way to a loopback address that could say so.",
            seen => Seen(seen, evidence => evidence with
            {
                PolicyHost = evidence.PolicyHost with { Fetches = [evidence.PolicyHost.Fetches[0], Unreached(evidence.PolicyHost.Fetches[1])] },
            }),
            "protected",
            ["fetch-unreachable"]),
        ["mail-host-unreachable"] = new(
            "healthy-two-mx",
            "No router stands on the way to a loopback address that could say so.",
            seen => Seen(seen, evidence => evidence with
            {
                MailHosts = [evidence.MailHosts[0], evidence.MailHosts[1] with { Probes = [.. evidence.MailHosts[1].Probes.Select(Unreached)] }],
            }),
            "undetermined",
            ["smtp-unreachable"]),
        ["private-addresses"] = new(
            "healthy",
            "All of the lab has private addresses; a check that asks a given DNS server takes that for intended.",
            seen => seen with { Context = seen.Context with { IsPublicInternet = true } },
            "protected",
            ["mx-host-address-private", "policy-host-address-private"]),
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    private static SavedCheck Seen(SavedCheck saved, Func<DomainEvidence, DomainEvidence> change) => saved with { Evidence = change(saved.Evidence) };

    private static ConnectionEnd NoWay => new(ConnectionFault.Unreachable, ConnectionPhase.Connecting) { Detail = "No route to host" };

    private static FetchEvidence Unreached(FetchEvidence seen) => new() { Address = seen.Address, At = seen.At, End = NoWay };

    private static SmtpEvidence Unreached(SmtpEvidence seen) => new() { Address = seen.Address, At = seen.At, End = NoWay };

    private static Lookup<T> Unanswered<T>(Lookup<T> lookup) =>
        lookup with { End = LookupEnd.Unreachable, Found = [], Detail = "Connection refused" };
}
