using static StrictPost.Protocol.Findings.Severity;

namespace StrictPost.Protocol.Findings;

/// <summary>What can be wrong with a domain name that somebody gave us.</summary>
internal static class DomainFindings
{
    private const string Naming = "RFC 5321 §4.1.2";
    private const string Purpose = "StrictPost works on the domain in a mail address: what stands after the `@`.";

    public static readonly FindingKind Empty = new("domain-empty", Error, Naming)
    {
        Message = "A domain name is missing.",
        Fix = "Give a domain such as `example.org`.",
        Why = Purpose,
    };

    public static readonly FindingKind Url = new("domain-is-url", Error, Naming)
    {
        Message = "`{value}` is an address of a web page, not a domain name.",
        Fix = "Give only the domain of the mail addresses, such as `example.org`.",
        Why = Purpose + " The policy's own address, `https://mta-sts.<domain>/…`, follows from it.",
    };

    public static readonly FindingKind MailAddress = new("domain-is-mail-address", Error, Naming)
    {
        Message = "`{value}` is a mail address, not a domain name.",
        Fix = "Give only what stands after the `@`.",
        Why = Purpose,
    };

    public static readonly FindingKind Address = new("domain-is-ip-address", Error, Naming)
    {
        Message = "`{value}` is an IP address, not a domain name.",
        Fix = "Give the domain of the mail addresses, such as `example.org`.",
        Why = "MTA-STS rests on names: records, certificates and patterns all hold names, never addresses.",
    };

    public static readonly FindingKind TooLong = new("domain-too-long", Error, "RFC 1035 §2.3.4")
    {
        Message = "The domain name is {detail} characters long, and 253 is the most.",
        Fix = "Check the name for something pasted twice.",
        Why = "DNS cannot carry longer names. A domain with MTA-STS must also leave room for `mta-sts.` in front.",
    };

    public static readonly FindingKind Label = new("domain-label-invalid", Error, Naming)
    {
        Message = "`{value}` is not a domain name: {detail}.",
        Fix = "Correct the name; mail domains hold letters, digits and hyphens, separated by single dots.",
        Why = "Mail domains and mail hosts follow the host name rule: letters, digits, hyphens; 1 to 63 characters "
            + "between two dots; no hyphen at either end. Underscores exist in DNS, but not in names of hosts.",
    };

    public static readonly FindingKind Unicode = new("domain-unicode-invalid", Error, "RFC 5891 §4")
    {
        Message = "`{value}` cannot be turned into a DNS name: {detail}.",
        Fix = "Correct the name, or give its `xn--` form.",
        Why = "DNS carries international names in an encoded form (A-labels, `xn--…`). Only letters, digits and marks "
            + "can be encoded; look-alike, invisible and decomposed characters are refused.",
    };

    public static readonly FindingKind SingleLabel = new("domain-single-label", Error, "RFC 5321 §2.3.5")
    {
        Message = "`{value}` is not a full domain name.",
        Fix = "Give the whole name with its ending, such as `{value}.org`.",
        Why = "A policy host is reached from the whole internet, where names have at least two labels.",
    };

    public static readonly FindingKind PolicyHost = new("domain-is-policy-host", Error, "RFC 8461 §3.3")
    {
        Message = "`{value}` is the name of a policy host, not of a mail domain.",
        Fix = "Give the domain itself: `{expected}`.",
        Why = Purpose + " Its policy host, `mta-sts.<domain>`, follows from it.",
    };

    public static readonly FindingKind AliasOfItself = new("domain-alias-of-itself", Error, "RFC 1034 §3.6.2")
    {
        Message = "`{value}` cannot be an alias (CNAME) of itself.",
        Fix = "Give the name of the machine that serves the policies, or its addresses.",
        Why = "A CNAME that points at its own name never leads to an address, so no sender can fetch the policy.",
    };

    internal static IReadOnlyList<FindingKind> All { get; } =
        [Empty, Url, MailAddress, Address, TooLong, Label, Unicode, SingleLabel, PolicyHost, AliasOfItself];
}
