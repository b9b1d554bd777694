using static StrictPost.Protocol.Findings.Severity;

namespace StrictPost.Protocol.Findings;

/// <summary>What can be wrong with the policy host's answer. The value is the addresses.</summary>
internal static class FetchHttpFindings
{
    private const string Rfc = "RFC 8461 §3.3";

    public static readonly FindingKind Redirect = new("fetch-redirect", Error, Rfc)
    {
        Message = "The policy host {host} ({value}) redirects with {detail}.",
        Fix = "Serve the file itself at `https://{host}/.well-known/mta-sts.txt`, with status 200.",
        Why = FetchTexts.NoPolicy + "Redirects must not be followed, else whoever can place a redirect could hand out policies. Web servers "
            + "that send every visitor to `www.` need an exception for this path.",
    };

    public static readonly FindingKind NotFound = new("fetch-not-found", Error, Rfc)
    {
        Message = "The policy host {host} ({value}) has no policy: it answers with status {detail}.",
        Fix = "Put the policy at `https://{host}/.well-known/mta-sts.txt`, exactly in this folder and with this name.",
        Why = FetchTexts.NoPolicy + "The folder begins with a dot, which some programs drop when they copy or publish a site (Jekyll does); "
            + "and the name is in lower case.",
    };

    public static readonly FindingKind Forbidden = new("fetch-forbidden", Error, Rfc)
    {
        Message = "The policy host {host} ({value}) does not give the policy out: it answers with status {detail}.",
        Fix = "Let everybody fetch `/.well-known/mta-sts.txt`: no password, no bot blocker, no rate limit, readable to the web server.",
        Why = FetchTexts.NoPolicy + "Senders are programs without passwords, and do not solve puzzles. Bot blockers in front of web "
            + "sites are a frequent cause.",
    };

    public static readonly FindingKind ServerError = new("fetch-server-error", Error, Rfc)
    {
        Message = "The policy host {host} ({value}) fails with status {detail}.",
        Fix = "Look into the web server's log; the policy is best served as a plain file.",
        Why = FetchTexts.NoPolicy,
    };

    public static readonly FindingKind Status = new("fetch-status", Error, Rfc)
    {
        Message = "The policy host {host} ({value}) answers with status {detail} instead of 200.",
        Fix = "Serve the file with status 200.",
        Why = FetchTexts.NoPolicy + "Any status other than 200 counts as a failure.",
    };

    public static readonly FindingKind MediaTypeWrong = new("fetch-media-type-wrong", Error, "RFC 8461 §3.2")
    {
        Message = "The policy host {host} ({value}) sends the policy with the media type {detail} instead of text/plain.",
        Fix = "Serve the file with the header `Content-Type: text/plain`.",
        Why = FetchTexts.NoPolicy + "The media type shows that the file is meant to be a policy, and was not left by a visitor of a site. "
            + "With text/html the answer is mostly a page of the web site that stands in for every path.",
    };

    public static readonly FindingKind MediaTypeMissing = new("fetch-media-type-missing", Error, "RFC 8461 §3.2")
    {
        Message = "The policy host {host} ({value}) sends no media type.",
        Fix = "Serve the file with the header `Content-Type: text/plain`.",
        Why = FetchTexts.NoPolicy + "Some senders let it pass; the RFC does not.",
    };

    public static readonly FindingKind TooLarge = new("fetch-too-large", Error, Rfc)
    {
        Message = "The policy host {host} ({value}) sends more than the 65536 bytes that senders read.",
        Fix = "Serve a policy of a few lines; see whether the web server sends another file.",
        Why = FetchTexts.NoPolicy + "Senders stop reading at some size, 64 KiB being the one that the RFC suggests.",
    };

    public static readonly FindingKind Broken = new("fetch-broken", Error, Rfc)
    {
        Message = "The policy host {host} ({value}) breaks off before the policy is complete: {detail}.",
        Fix = "Look into the web server's log, and at what stands in front of it.",
        Why = FetchTexts.NoPolicy + "Half a policy is none: a line that is missing could be the mail host's.",
    };

    public static readonly FindingKind TimedOut = new("fetch-timeout", Error, Rfc)
    {
        Message = "The policy host {host} ({value}) takes the request, but does not send the policy in time.",
        Fix = "Serve the policy as a plain file; see whether the web server is overloaded.",
        Why = FetchTexts.NoPolicy + "Senders wait a minute at most.",
    };

    public static readonly FindingKind UserAgentBlocked = new("fetch-user-agent-blocked", Warning, Rfc)
    {
        Message = "The policy host {host} ({value}) gives the policy to nameless visitors, and not to one that sends a User-Agent header.",
        Fix = "Make an exception for `/.well-known/mta-sts.txt` in the bot blocker in front of {host}.",
        Why = "A bot blocker decides by the User-Agent header who gets the policy. Senders name themselves in many ways, so some get the "
            + "policy and others do not.",
    };

    public static readonly FindingKind AddressesDisagree = new("fetch-addresses-disagree", Error, "RFC 8461 §8.1")
    {
        Message = "The addresses of the policy host {host} serve different policies: {value}.",
        Fix = "Bring the same policy to every address, and only then change the id in the record.",
        Why = "Which policy a sender gets depends on the address that it picks, and it keeps what it got for max_age. Often one of two "
            + "servers was left out when the policy changed.",
    };

    internal static IReadOnlyList<FindingKind> All { get; } =
    [
        Redirect, NotFound, Forbidden, ServerError, Status, MediaTypeWrong, MediaTypeMissing, TooLarge, Broken, TimedOut,
        UserAgentBlocked, AddressesDisagree,
    ];
}
