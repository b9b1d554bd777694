using StrictPost.Protocol.Checking;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.MtaSts;

namespace StrictPost.Protocol.Rules.World;

/// <summary>What a fault does to mail under the policy that applies today.</summary>
internal static class Effects
{
    /// <summary>Of a record that is not there, or that nobody can read (RFC 8461 §3.1).</summary>
    public const string WithoutRecord = "Senders act as if the domain had no MTA-STS: mail flows, but unprotected, or by an older policy until that expires.";

    /// <summary>Of a policy that nobody can read.</summary>
    public const string WithoutPolicy = "Senders get no policy: mail flows, but unprotected, or by an older policy until that expires.";

    /// <summary>Of a mail host where nobody takes mail.</summary>
    public const string NoMail = "No sender can deliver mail there.";

    private const string Unprotected = "No policy applies today, so mail flows, but unprotected.";

    /// <summary>Of a mail host that does not prove itself, or that no pattern covers, in mode enforce (RFC 8461 §5).</summary>
    public const string Refused = "The mode is enforce: a sender that honours MTA-STS refuses to deliver to this host.";

    /// <summary>The same in mode testing.</summary>
    public const string Tested = "The mode is testing: mail still flows, and senders report the fault.";

    /// <summary>Of a mail host that does not prove itself, or that no pattern covers (RFC 8461 §5).</summary>
    public static string OnMailHost(DomainReading reading) => reading.Applied?.Mode switch
    {
        PolicyMode.Enforce => Refused,
        PolicyMode.Testing => Tested,
        _ => Unprotected,
    };

    /// <summary>Of a policy that covers no mail host at all.</summary>
    public static string OnAllMail(DomainReading reading) => reading.Applied?.Mode switch
    {
        PolicyMode.Enforce => "The mode is enforce: a sender that honours MTA-STS delivers no mail to this domain.",
        PolicyMode.Testing => Tested,
        _ => Unprotected,
    };

    /// <summary>Of a fault that keeps senders from the policy at one address, or at all.</summary>
    public static string OnFetch(DomainReading reading) => reading.Fetches.Any(fetch => fetch.Outcome is FetchOutcome.Fetched)
        ? "Senders that meet another address still get the policy."
        : WithoutPolicy;

    /// <summary>Several faults of one text have one effect, so it is said once.</summary>
    public static IEnumerable<Finding> OnFirstBreaking(IEnumerable<Finding> findings, string effect)
    {
        bool isSaid = false;
        foreach (var finding in findings)
        {
            bool says = !isSaid && finding.Kind.Breaks;
            isSaid |= says;
            yield return says ? finding with { Effect = effect } : finding;
        }
    }
}
