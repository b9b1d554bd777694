using static StrictPost.Protocol.Findings.Severity;

namespace StrictPost.Protocol.Findings;

/// <summary>What can keep a policy host that we serve from getting its certificate.</summary>
internal static class IssuanceFindings
{
    private const string Proof = "RFC 8555 §8";
    private const string Answer = "RFC 8555 §6.7";
    private const string Meaning = "The policy host needs a certificate of a public authority: without one, or with one that has expired, senders "
        + "cannot fetch the policy. ";
    private const string Again = "It is tried again by itself, after a wait that grows with each failure.";

    public static readonly FindingKind NotPointingHere = new("issuance-not-pointing-here", Error, Proof)
    {
        Message = "No certificate is asked for: {host} does not lead to this installation ({value}); it {detail}.",
        Fix = "Publish the record that `strictpost records` shows for {host}, or correct `policy_host` and `policy_addresses`.",
        Why = Meaning + "The authority would ask whoever the name leads to, and count that against us, so it is not asked until DNS says that the name is ours. "
            + "DNS is looked at again every few minutes.",
    };

    public static readonly FindingKind CaaForbids = new("issuance-caa-forbids", Error, "RFC 8659 §3")
    {
        Message = "{value} may not issue a certificate for {host}: {detail}.",
        Fix = "Add a CAA record `0 issue \"{value}\"` at that name, or use an authority that is allowed.",
        Why = Meaning + "CAA records say which authorities may issue for a domain; they hold for all names below the one where they stand, so those "
            + "of the mail domain hold for its policy host too. DNS is looked at again every few minutes.",
    };

    public static readonly FindingKind DnsUnanswered = new("issuance-dns-unanswered", Error, "RFC 8659 §3")
    {
        Message = "No certificate is asked for: {value} {detail}.",
        Fix = "Repair the name servers of the domain, or its DNSSEC; look at the name from elsewhere.",
        Why = Meaning + "An authority looks up the same names, and refuses when it gets no answer. " + Again,
        IsUndetermined = true,
    };

    public static readonly FindingKind ValidationFailed = new("issuance-validation-failed", Error, Proof)
    {
        Message = "{value} could not see that {host} is ours: {detail}.",
        Fix = "Look whether {host} can be reached from outside, at port 80 for `http-01` and at port 443 for `tls-alpn-01`.",
        Why = Meaning + "Before it issues one, the authority asks the host for a proof. A firewall, a proxy in between or an address of somebody else's among "
            + "the name's keeps it from getting that. " + Again,
    };

    public static readonly FindingKind RateLimited = new("issuance-rate-limited", Warning, "RFC 8555 §6.6")
    {
        Message = "{value} is not to be asked for {host} now: {detail}.",
        Fix = "Wait; it goes on by itself. With more domains than the limit allows, ask the authority for a higher one, and set `acme.orders_in_3_hours` and the others accordingly.",
        Why = Meaning + "Authorities limit how much one account, one domain or one name may ask for. We keep to those limits by ourselves, since asking for more counts too, "
            + "and to what the authority says beyond that.",
    };

    public static readonly FindingKind Unreachable = new("issuance-authority-unreachable", Warning, Answer)
    {
        Message = "{value} gave no usable answer for {host}: {detail}.",
        Fix = "Look whether this machine reaches the authority over HTTPS, and whether the authority reports a disturbance.",
        Why = Meaning + "The fault may lie with the authority, or on the way there. Where several authorities are configured, the next one is asked after a few failures. " + Again,
    };

    public static readonly FindingKind AccountRefused = new("issuance-account-refused", Error, "RFC 8555 §7.3")
    {
        Message = "{value} refuses our account: {detail}.",
        Fix = "Correct `acme.agree_terms`, `acme.contact`, `acme.eab_kid` and `acme.eab_hmac_file` as the authority says.",
        Why = Meaning + "An authority issues to accounts only. It can want its terms agreed to, a contact, or the number and secret of a customer. " + Again,
    };

    public static readonly FindingKind Refused = new("issuance-refused", Error, Answer)
    {
        Message = "{value} refuses a certificate for {host}: {detail}.",
        Fix = "Do as the authority says, or use another one.",
        Why = Meaning + "The authority has a reason of its own, which it tells in its own words. " + Again,
    };

    internal static IReadOnlyList<FindingKind> All { get; } =
        [NotPointingHere, CaaForbids, DnsUnanswered, ValidationFailed, RateLimited, Unreachable, AccountRefused, Refused];
}
