using StrictPost.Protocol.Checking;
using StrictPost.Protocol.MtaSts;

namespace StrictPost.Protocol.Rules.World;

/// <summary>What a fault does to mail under the policy that applies today.</summary>
internal static class Effects
{
    private const string Unprotected = "No policy applies today, so mail flows, but unprotected.";

    /// <summary>Of a mail host that does not prove itself, or that no pattern covers (RFC 8461 §5).</summary>
    public static string OnMailHost(DomainReading reading) => reading.Applied?.Mode switch
    {
        PolicyMode.Enforce => "The mode is enforce: a sender that honours MTA-STS refuses to deliver to this host.",
        PolicyMode.Testing => "The mode is testing: mail still flows, and senders report the fault.",
        _ => Unprotected,
    };

    /// <summary>Of a policy that covers no mail host at all.</summary>
    public static string OnAllMail(DomainReading reading) => reading.Applied?.Mode switch
    {
        PolicyMode.Enforce => "The mode is enforce: a sender that honours MTA-STS delivers no mail to this domain.",
        PolicyMode.Testing => "The mode is testing: mail still flows, and senders report the fault.",
        _ => Unprotected,
    };

    /// <summary>Of a fault that keeps senders from the policy at one address, or at all.</summary>
    public static string OnFetch(DomainReading reading) => reading.Fetches.Any(fetch => fetch.Outcome is FetchOutcome.Fetched)
        ? "Senders that meet another address still get the policy."
        : "Senders get no policy: mail flows, but unprotected, or by an older policy until that expires.";
}
