using static StrictPost.Protocol.Findings.Severity;

namespace StrictPost.Protocol.Findings;

/// <summary>What can be wrong with one <c>mx</c> of a policy (RFC 8461 §3.2 and §4.1).</summary>
internal static class MxFindings
{
    private const string Rfc = "RFC 8461 §3.2";
    private const string Unusable = "One bad `mx` makes the whole policy unusable for senders that keep to the grammar: "
        + "they act as if there were none, or keep an older one. ";

    public static readonly FindingKind Empty = new("policy-mx-empty", Error, Rfc)
    {
        Message = "An `mx` line names no host.",
        Fix = "Write the name of a mail host, such as `mx: mx1.example.org`, or remove the line.",
        Why = Unusable,
    };

    public static readonly FindingKind TrailingDot = new("policy-mx-trailing-dot", Error, Rfc)
    {
        Message = "The mx pattern `{value}` ends with a dot.",
        Fix = "Write `mx: {expected}`.",
        Why = Unusable + "The dot at the end belongs to zone files; a policy holds names without it.",
    };

    public static readonly FindingKind LeadingDot = new("policy-mx-leading-dot", Error, Rfc)
    {
        Message = "The mx pattern `{value}` starts with a dot.",
        Fix = "Write `mx: {expected}` for all hosts one level below, or name the hosts.",
        Why = Unusable + "Postfix writes `.example.org` in its own tables; a policy writes `*.example.org`.",
    };

    public static readonly FindingKind Wildcard = new("policy-mx-wildcard-misplaced", Error, "RFC 8461 §4.1")
    {
        Message = "In the mx pattern `{value}` the `*` does not stand for the whole first label.",
        Fix = "Use `*.` once, at the start, in front of a name; or list the hosts one by one.",
        Why = Unusable + "`*.example.org` is the only form of wildcard, and it covers exactly one label.",
    };

    public static readonly FindingKind Address = new("policy-mx-ip-address", Error, Rfc)
    {
        Message = "The mx `{value}` is an IP address, and matches nothing.",
        Fix = "Write the name of the host, as the MX record has it.",
        Why = "Senders compare the names in MX records, and certificates, with the pattern. An address never matches, so "
            + "in `enforce` mail to that host is refused.",
        SenderTolerates = true,
    };

    public static readonly FindingKind AddressLiteral = new("policy-mx-address-literal", Error, Rfc)
    {
        Message = "The mx `{value}` is an IP address, not the name of a host.",
        Fix = "Write the name of the host, as the MX record has it.",
        Why = Unusable + "Senders compare names; IPv6 addresses and brackets do not even fit the grammar.",
    };

    public static readonly FindingKind NotAscii = new("policy-mx-not-ascii", Error, Rfc)
    {
        Message = "The mx pattern `{value}` is not in the encoded form.",
        Fix = "Write `mx: {expected}`.",
        Why = Unusable + "International names stand in a policy as A-labels (`xn--…`), as they do in DNS.",
    };

    public static readonly FindingKind MailAddress = new("policy-mx-mail-address", Error, Rfc)
    {
        Message = "The mx `{value}` is a mail address.",
        Fix = "Write the name of the mail host, as `dig MX <domain>` shows it.",
        Why = Unusable,
    };

    public static readonly FindingKind Url = new("policy-mx-url", Error, Rfc)
    {
        Message = "The mx `{value}` is a URL.",
        Fix = "Write only the name of the mail host, such as `mx: mx1.example.org`.",
        Why = Unusable,
    };

    public static readonly FindingKind List = new("policy-mx-list", Error, Rfc)
    {
        Message = "Several hosts stand in one `mx` line.",
        Fix = "Give each its own line: {expected}.",
        Why = Unusable,
    };

    public static readonly FindingKind Blank = new("policy-mx-blank", Error, Rfc)
    {
        Message = "The mx `{value}` holds more than the name of a host.",
        Fix = "Write only the name: `mx: {expected}`.",
        Why = Unusable + "Preferences, comments and Postfix attributes do not belong here; some resolvers even pass them on.",
    };

    public static readonly FindingKind Port = new("policy-mx-port", Error, Rfc)
    {
        Message = "The mx `{value}` holds a colon.",
        Fix = "Write only the name: `mx: {expected}`. Mail between servers always uses port 25.",
        Why = Unusable,
    };

    public static readonly FindingKind Invalid = new("policy-mx-invalid", Error, Rfc)
    {
        Message = "The mx `{value}` is not a host name: {detail}.",
        Fix = "Write the name as the MX record has it; host names hold letters, digits and hyphens.",
        Why = Unusable,
    };

    internal static IReadOnlyList<FindingKind> All { get; } =
    [
        Empty, TrailingDot, LeadingDot, Wildcard, Address, AddressLiteral, NotAscii, MailAddress, Url, List, Blank, Port, Invalid,
    ];
}
