using static StrictPost.Protocol.Findings.Severity;

namespace StrictPost.Protocol.Findings;

/// <summary>What can be wrong with the MX records and the names and addresses behind them.</summary>
internal static class MailHostFindings
{
    private const string Rfc = "RFC 5321 §5.1";

    public static readonly FindingKind Null = new("mx-null", Warning, "RFC 7505 §3")
    {
        Message = "The domain {host} says that it takes no mail (null MX), and yet it has MTA-STS.",
        Fix = "Remove the MTA-STS record and policy; or, if the domain is to receive mail, the null MX.",
        Why = "A null MX (`MX 0 .`) tells senders to refuse mail to the domain at once. There is nothing for MTA-STS to protect.",
    };

    public static readonly FindingKind Implicit = new("mx-implicit", Warning, Rfc)
    {
        Message = "The domain {host} has no MX record, so mail goes to the addresses of the domain itself.",
        Fix = "Publish an MX record that names the mail host; or a null MX (`MX 0 .`) if the domain takes no mail.",
        Why = "Without MX records a sender takes the domain's own name as the mail host, which is often only the web server. The policy must "
            + "then list the domain itself, and its certificate must hold that name.",
    };

    public static readonly FindingKind HostMissing = new("mx-host-missing", Error, Rfc)
    {
        Message = "The mail host {host} does not exist in DNS (NXDOMAIN).",
        Fix = "Correct or remove the MX record that names {host}; or give {host} an address.",
        Why = "No sender can deliver to this host, with or without MTA-STS. When it is the only one, all mail waits at the senders and comes "
            + "back after days. If the domain behind the name is free, anybody could register it and receive your mail.",
    };

    public static readonly FindingKind HostNoAddress = new("mx-host-no-address", Error, Rfc)
    {
        Message = "The mail host {host} has neither an A nor an AAAA record.",
        Fix = "Give {host} an address, or remove the MX record that names it.",
        Why = "No sender can deliver to this host, with or without MTA-STS. When it is the only one, all mail waits at the senders and comes "
            + "back after days.",
    };

    public static readonly FindingKind HostAlias = new("mx-host-alias", Warning, "RFC 2181 §10.3")
    {
        Message = "The mail host {host} is an alias (CNAME) for {value}.",
        Fix = "Name {value} in the MX record, or give {host} addresses of its own; a policy's mx must then fit, too.",
        Why = "MX records must not name aliases. Most senders follow them all the same, but senders differ in which of the two names "
            + "they look for in the policy and in the certificate.",
    };

    public static readonly FindingKind HostInvalid = new("mx-host-invalid", Error, Rfc)
    {
        Message = "The MX record of {host} names `{value}`, which is not the name of a host: {detail}.",
        Fix = "Put the name of a host into the MX record.",
        Why = "Senders skip such a record. MX records hold names, never addresses.",
    };

    public static readonly FindingKind AddressPrivate = new("mx-host-address-private", Warning, "RFC 1918 §3")
    {
        Message = "The mail host {host} has an address that does not work on the internet: {value}.",
        Fix = "Give {host} public addresses only.",
        Why = "Senders on the internet cannot reach private, loopback or link-local addresses; they lose time with it, or try a machine in "
            + "their own network. It often leaks from an internal DNS view.",
    };

    internal static IReadOnlyList<FindingKind> All { get; } =
        [Null, Implicit, HostMissing, HostNoAddress, HostAlias, HostInvalid, AddressPrivate];
}
