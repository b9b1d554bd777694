using static StrictPost.Protocol.Findings.Severity;

namespace StrictPost.Protocol.Findings;

/// <summary>What can be wrong with the policy host's name and addresses.</summary>
internal static class PolicyHostFindings
{
    private const string Rfc = "RFC 8461 §3.3";

    public static readonly FindingKind Missing = new("policy-host-missing", Error, Rfc)
    {
        Message = "The policy host {host} does not exist in DNS (NXDOMAIN).",
        Fix = "Add A or AAAA records for {host}, or a CNAME to the host that serves the policy.",
        Why = FetchTexts.NoPolicy + "The record announces a policy, which is always at `https://mta-sts.<domain>/.well-known/mta-sts.txt`; "
            + "so `mta-sts.<domain>` must lead to a web server.",
    };

    public static readonly FindingKind NoAddress = new("policy-host-no-address", Error, Rfc)
    {
        Message = "The policy host {host} has neither an A nor an AAAA record.",
        Fix = "Add A or AAAA records for {host}, or a CNAME to the host that serves the policy.",
        Why = FetchTexts.NoPolicy + "The name exists, but leads nowhere: it may hold records of other types only, or names below it.",
    };

    public static readonly FindingKind AddressPrivate = new("policy-host-address-private", Warning, "RFC 1918 §3")
    {
        Message = "The policy host {host} has an address that does not work on the internet: {value}.",
        Fix = "Give {host} public addresses only.",
        Why = "Senders on the internet cannot reach private, loopback or link-local addresses. Those that pick this one get no policy, "
            + "or the policy of some machine in their own network. It often leaks from an internal DNS view.",
    };

    internal static IReadOnlyList<FindingKind> All { get; } = [Missing, NoAddress, AddressPrivate];
}
