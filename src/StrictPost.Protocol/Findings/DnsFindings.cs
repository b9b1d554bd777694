using static StrictPost.Protocol.Findings.Severity;

namespace StrictPost.Protocol.Findings;

/// <summary>Questions to DNS that got no certain answer, and a domain that is not there. The host is the name asked for, the value the types.</summary>
internal static class DnsFindings
{
    private const string CannotSay = "A sender that gets no answer cannot tell a missing record from a hidden one. Without the MX or the "
        + "address of a mail host it keeps the mail and tries again, for days; without the MTA-STS record or the policy host's "
        + "address it goes on with the policy that it holds, or delivers unprotected. ";

    private const string FromHere = "This says nothing for certain about the domain: another network may get an answer. ";

    public static readonly FindingKind DomainMissing = new("dns-domain-missing", Error, "RFC 2308 §2.1")
    {
        Message = "There is no domain {host} in DNS (NXDOMAIN).",
        Fix = "Check the spelling of the domain; if it is right, see whether its registration or its delegation has lapsed.",
        Why = "Neither the domain nor any name below it exists, so it can neither receive mail nor have a policy. Nothing else is "
            + "reported about a domain that does not exist.",
    };

    public static readonly FindingKind ServerFailure = new("dns-server-failure", Error, "RFC 2308 §7.1")
    {
        Message = "The {value} records of {host} cannot be looked up: DNS answers SERVFAIL.",
        Fix = "Ask the operator of the zone that holds {host} to repair it: most often its DNSSEC signatures or all of its servers are broken.",
        Why = CannotSay + "SERVFAIL is what a resolver answers when DNSSEC signatures are wrong or have expired, or when no server of the "
            + "zone gives a usable answer.",
    };

    public static readonly FindingKind Refused = new("dns-refused", Error, "RFC 2308 §7.1")
    {
        Message = "The {value} records of {host} cannot be looked up: the DNS server declines to answer ({detail}).",
        Fix = "See that every server in the NS records really serves the zone that holds {host}.",
        Why = CannotSay + "A server declines when the zone is delegated to it and it does not know the zone: a lame delegation, as after a "
            + "change of DNS providers. The resolver asked may also decline to answer for this network.",
    };

    public static readonly FindingKind TimedOut = new("dns-timeout", Error, "RFC 2308 §7.2")
    {
        Message = "The {value} records of {host} cannot be looked up: no DNS server answers in time.",
        Fix = "Try again from another network; if it stays, see whether the zone's servers are up and reachable on UDP and TCP port 53.",
        Why = FromHere + CannotSay,
        IsUndetermined = true,
    };

    public static readonly FindingKind Unreachable = new("dns-unreachable", Error, "RFC 2308 §7.2")
    {
        Message = "No DNS server can be reached from here ({detail}).",
        Fix = "See whether this machine's network works, and name a DNS server with `--dns` if its own is of no use.",
        Why = FromHere + "The fault is on this side: the machine that runs the check has no network, or the DNS server it is told to use "
            + "does not exist.",
        IsUndetermined = true,
    };

    public static readonly FindingKind Malformed = new("dns-malformed", Error, "RFC 1035 §4.1")
    {
        Message = "The answer for the {value} records of {host} makes no sense ({detail}).",
        Fix = "See whether a firewall or a captive portal stands in the way; otherwise repair the DNS server that serves {host}.",
        Why = CannotSay + "What came is not an answer to the question: it is cut, holds an endless chain of aliases, or something between "
            + "here and the server rewrote it.",
    };

    internal static IReadOnlyList<FindingKind> All { get; } =
        [DomainMissing, ServerFailure, Refused, TimedOut, Unreachable, Malformed];
}
