using static StrictPost.Protocol.Findings.Severity;

namespace StrictPost.Protocol.Findings;

/// <summary>What practice has taught about policies that the grammar allows.</summary>
internal static class PracticeFindings
{
    private const string Refused = "In `enforce` a sender refuses to deliver to a mail host that no pattern covers: that mail is lost. ";

    public static readonly FindingKind MaxAgeShort = new("policy-max-age-short", Warning, "RFC 8461 §10.2")
    {
        Message = "With mode enforce, a max_age of {value} seconds ({detail}) protects little.",
        Fix = "Raise max_age to at least 604800 (a week), and to several weeks once all is well.",
        Why = "An attacker who keeps a sender from fetching the policy for as long as max_age switches the protection off. "
            + "The RFC suggests weeks; most senders write to a domain less often than daily.",
    };

    public static readonly FindingKind MaxAgeDigitSlip = new("policy-max-age-digit-slip", Warning, "RFC 8461 §3.2")
    {
        Message = "The max_age {value} is no round time, and one digit away from {expected}.",
        Fix = "If you meant {expected}, write `max_age: {expected}`.",
        Why = "Senders keep the policy for a time that nobody intended. It works, but plans for changes count on it.",
    };

    public static readonly FindingKind ModeNone = new("policy-mode-none", Info, "RFC 8461 §8.3")
    {
        Message = "Mode none switches MTA-STS off.",
        Fix = "Nothing, if you are leaving MTA-STS; otherwise write `mode: testing`.",
        Why = "Mode none is how a domain takes its policy back before it removes the record. It protects nothing.",
    };

    public static readonly FindingKind MxDuplicate = new("policy-mx-duplicate", Info, "RFC 8461 §3.2")
    {
        Message = "The mx `{value}` is listed twice.",
        Fix = "Remove one of the lines.",
        Why = "It does no harm. Often one of the two was meant to be another host.",
    };

    public static readonly FindingKind MxIsPolicyHost = new("policy-mx-is-policy-host", Warning, "RFC 8461 §4.1")
    {
        Message = "The mx `{value}` names the policy host, not a mail host.",
        Fix = "Write the names that the domain's MX records hold.",
        Why = Refused + "`mta-sts.<domain>` is the web server that serves the policy; mail goes to the hosts in the MX records.",
    };

    public static readonly FindingKind MxTooWide = new("policy-mx-too-wide", Warning, "RFC 8461 §4.1")
    {
        Message = "The pattern `{value}` covers every name one level below a top-level domain.",
        Fix = "Name your mail hosts, or use a pattern under a domain of your own.",
        Why = "Anyone can register a name that this pattern covers, so it protects nothing against a forged MX record.",
    };

    public static readonly FindingKind MxPlaceholder = new("policy-mx-placeholder", Warning, "RFC 8461 §3.2")
    {
        Message = "The mx `{value}` looks like a placeholder from a template.",
        Fix = "Put the names of your mail hosts, as `dig MX <domain>` shows them.",
        Why = Refused + "Templates and guides show such names, and they are easily left in.",
    };

    public static readonly FindingKind WildcardMissesProvider = new("policy-mx-wildcard-misses-provider", Warning, "RFC 8461 §4.1")
    {
        Message = "The pattern `{value}` does not cover `{detail}`: a wildcard stands for exactly one label.",
        Fix = "If your MX records name that host, write {expected}.",
        Why = Refused + "`*.google.com` covers `smtp.google.com`, but none of the hosts below `l.google.com`.",
    };

    public static readonly FindingKind ProviderPrimaryMissing = new("policy-mx-provider-primary-missing", Warning, "RFC 8461 §4.1")
    {
        Message = "The pattern `{value}` belongs to {detail}, whose first mail host `{expected}` no pattern covers.",
        Fix = "Add `mx: {expected}`.",
        Why = Refused + "The provider's first host takes nearly all mail; the others only step in.",
    };

    public static readonly FindingKind WildcardCoversEveryCustomer = new("policy-mx-wildcard-covers-every-customer", Warning, "RFC 8461 §10.4")
    {
        Message = "The pattern `{value}` covers the mail hosts of every customer of {detail}.",
        Fix = "Name your own host, as the MX record has it.",
        Why = "An attacker who can forge your MX record only needs to be a customer of the same provider to receive your mail "
            + "with a certificate that passes. Your own host's name is just as easy to write.",
    };

    public static readonly FindingKind TestingForgotten = new("policy-testing-forgotten", Warning, "RFC 8461 §3.2")
    {
        Message = "The policy has been in mode testing since {value}, as its id says.",
        Fix = "Look at the reports; when they are clean, write `mode: enforce` and change the id.",
        Why = "In `testing` nothing is enforced: senders deliver whatever they find, so the domain has the work of MTA-STS and not its "
            + "protection. A few weeks are enough to see what senders report. The time is read from ids that begin with a date, as most do.",
    };

    public static readonly FindingKind NoneLeftOver = new("policy-none-left-over", Warning, "RFC 8461 §8.3")
    {
        Message = "The policy has said `mode: none` since {value}, as its id says.",
        Fix = "Remove the record, then the file and its host; or write `mode: testing` to begin again.",
        Why = "Mode none takes a policy back, and is meant to stay until no sender holds the old one. That time is over, for no policy may be kept "
            + "for more than a year, and most expire within weeks. It takes the place of the remark `policy-mode-none`.",
    };

    internal static IReadOnlyList<FindingKind> All { get; } =
    [
        MaxAgeShort, MaxAgeDigitSlip, ModeNone, MxDuplicate, MxIsPolicyHost, MxTooWide, MxPlaceholder,
        WildcardMissesProvider, ProviderPrimaryMissing, WildcardCoversEveryCustomer,
        TestingForgotten, NoneLeftOver,
    ];
}
