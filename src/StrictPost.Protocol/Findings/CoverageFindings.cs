using static StrictPost.Protocol.Findings.Severity;

namespace StrictPost.Protocol.Findings;

/// <summary>How the policy's patterns and the MX records do not fit each other, and what explains it.</summary>
internal static class CoverageFindings
{
    private const string Rfc = "RFC 8461 §4.1";
    private const string Refused = "In `enforce` a sender that honours MTA-STS does not deliver to a mail host that no pattern covers; in "
        + "`testing` it delivers, and reports the fault. ";

    private const string Explains = "This remark explains why a mail host is not covered; the fault itself is reported as "
        + "`mx-not-covered` or `mx-none-covered`. There is one such remark for each pattern: the best explanation only. ";

    public static readonly FindingKind NotCovered = new("mx-not-covered", Error, Rfc)
    {
        Message = "No mx pattern of the policy covers the mail host {host}.",
        Fix = "Add `mx: {host}` to the policy, and then change the id in the record; or remove the MX record, if the host is an old one.",
        Why = Refused + "Mostly a mail host was added or moved without changing the policy. There is one such finding for each host; when "
            + "a domain has several and not one of them is covered, `mx-none-covered` takes their place.",
    };

    public static readonly FindingKind NoneCovered = new("mx-none-covered", Error, Rfc)
    {
        Message = "The policy covers none of the mail hosts of {host}, which are {value}.",
        Fix = "Write the names of the mail hosts into the policy, one `mx` line each, and then change the id in the record.",
        Why = Refused + "So in `enforce` the domain gets no mail at all from such senders. Mostly the domain moved to another mail "
            + "provider and the policy stayed. With one mail host only, the finding is `mx-not-covered`.",
    };

    public static readonly FindingKind Former = new("mx-pattern-former", Warning, Rfc)
    {
        Message = "The mx pattern `{value}` stands for {detail}, which used to be a mail host of the domain and is none any more.",
        Fix = "List the present mail hosts ({expected}); remove this line once no sender can hold an older policy (max_age after the move).",
        Why = "The policy was not changed, or not yet, when the mail moved. Right after a move it is right to keep the old line for as long "
            + "as max_age; later it lets the former provider take mail for the domain. A known former mail host is a better "
            + "explanation than a likely misspelling, so this remark goes before the others.",
    };

    public static readonly FindingKind PolicyHostLabel = new("mx-pattern-policy-host-label", Warning, Rfc)
    {
        Message = "The mx pattern `{value}` has the label `mta-sts` in it, and no mail host has.",
        Fix = "Write the names that the domain's MX records hold: {expected}.",
        Why = Explains + "`mta-sts.<domain>` is the web server that serves the policy. Mail goes to the hosts in the MX records, and they are "
            + "what the policy lists. It is the most frequent mistake in patterns.",
    };

    public static readonly FindingKind WildcardDepth = new("mx-pattern-wildcard-depth", Warning, Rfc)
    {
        Message = "The mx pattern `{value}` does not cover {detail}: a wildcard stands for exactly one label.",
        Fix = "Write `mx: {expected}`.",
        Why = Explains + "`*.example.org` covers `mx1.example.org`, but neither `example.org` nor `mx1.mail.example.org`.",
    };

    public static readonly FindingKind Typo = new("mx-pattern-typo", Warning, Rfc)
    {
        Message = "The mx pattern `{value}` covers no mail host, but is almost {detail}, which is one.",
        Fix = "If that host is meant, write `mx: {expected}`.",
        Why = Explains + "Three or fewer letters differ from a mail host that no pattern covers.",
    };

    public static readonly FindingKind SameDomain = new("mx-pattern-same-domain", Warning, Rfc)
    {
        Message = "The mx pattern `{value}` covers no mail host; the host {detail} has the same domain, but another name in front.",
        Fix = "If that host is meant, write `mx: {expected}`.",
        Why = Explains + "Often the name of the web site, or of the server that users connect to, was written in place of the mail host's.",
    };

    public static readonly FindingKind Unused = new("mx-pattern-unused", Info, Rfc)
    {
        Message = "The mx pattern `{value}` covers none of the present mail hosts.",
        Fix = "Remove the line, unless it stands ready for a mail host to come.",
        Why = "It does no harm as long as the host behind it is yours. It is reported only where nothing explains the pattern better, and "
            + "not when no pattern covers anything.",
    };

    internal static IReadOnlyList<FindingKind> All { get; } =
        [NotCovered, NoneCovered, Former, PolicyHostLabel, WildcardDepth, Typo, SameDomain, Unused];
}
