using static StrictPost.Protocol.Findings.Severity;

namespace StrictPost.Protocol.Findings;

/// <summary>What can be wrong with TLSA records, and with what a mail host shows to them (RFC 7672).</summary>
internal static class DaneFindings
{
    private const string Refused = "Senders that validate DANE (Postfix, Exim, Microsoft 365 and many in Germany and the Netherlands) do not "
        + "deliver to such a host, and a good MTA-STS policy does not change their mind (RFC 8461 §2). ";

    private const string NoEffect = "No mail is lost by it, but DANE protects nothing. ";

    public static readonly FindingKind Mismatch = new("dane-mismatch", Error, "RFC 7672 §3.1")
    {
        Message = "No TLSA record of {host} fits the certificate that {value} shows, so senders that prefer DANE refuse it.",
        Fix = "Publish `{expected}` at `_25._tcp.{host}`, and keep the old record until its TTL has passed.",
        Why = Refused + "It happens when a certificate is renewed with a new key while the TLSA record still holds the old one. "
            + "Keep the key on renewal, or publish the record of the next key before it is used.",
    };

    public static readonly FindingKind StartTlsMissing = new("dane-starttls-missing", Error, "RFC 7672 §2.2")
    {
        Message = "{host} has TLSA records, but {value} offers no TLS, so senders that prefer DANE refuse it.",
        Fix = "Switch STARTTLS on at that host, or remove its TLSA records.",
        Why = Refused + "A usable TLSA record promises TLS; a host without it looks like an attack.",
    };

    public static readonly FindingKind TaNameMismatch = new("dane-ta-name-mismatch", Error, "RFC 7672 §3.2.2")
    {
        Message = "The certificate that {value} shows is for {detail}, not for {host}, and TLSA records with usage 2 need the right name.",
        Fix = "Give the host a certificate with its own name, or publish `{expected}`, which needs no name.",
        Why = Refused + "Usage 2 (DANE-TA) names an authority, and an authority vouches for many hosts, so the name must fit. Usage 3 names "
            + "the certificate itself, and then its names and dates do not count.",
    };

    public static readonly FindingKind TaExpired = new("dane-ta-expired", Error, "RFC 7672 §3.1.2")
    {
        Message = "The certificate that {value} shows for {host} has expired, and TLSA records with usage 2 need a valid one.",
        Fix = "Renew the certificate.",
        Why = Refused + "With usage 2 (DANE-TA) the chain from the named authority down must be valid, dates included.",
    };

    public static readonly FindingKind TaNotSent = new("dane-ta-not-sent", Error, "RFC 7672 §3.1.2")
    {
        Message = "The TLSA records of {host} name an authority whose certificate {value} does not send.",
        Fix = "Let the mail server send its whole chain with the authority's certificate, or publish `{expected}`.",
        Why = Refused + "A digest of an authority is of no use to a sender that never sees its certificate, so RFC 7672 wants it in the "
            + "chain that the server sends.",
    };

    public static readonly FindingKind LookupFailed = new("dane-lookup-failed", Error, "RFC 7672 §2.1.2")
    {
        Message = "The TLSA records of {host} {detail}; senders that prefer DANE do not deliver to it.",
        Fix = "Repair the DNS servers of the zone that holds `_25._tcp.{host}`: they must answer, be it with nothing.",
        Why = Refused + "A sender cannot know whether the answer was suppressed by an attacker, so it waits and tries again, for days. Old "
            + "DNS servers and firewalls that drop queries of unknown types are the usual cause.",
    };

    public static readonly FindingKind Unsigned = new("dane-unsigned", Warning, "RFC 7672 §2.2")
    {
        Message = "{host} has TLSA records that DNSSEC does not prove, and senders ignore them.",
        Fix = "Sign the zone of {host} with DNSSEC, and have its DS record published by the parent; or remove the TLSA records.",
        Why = NoEffect + "Anyone who can forge DNS answers could forge an unsigned TLSA record as well.",
    };

    public static readonly FindingKind MxUnsigned = new("dane-mx-unsigned", Warning, "RFC 7672 §2.2.1")
    {
        Message = "{host} has signed TLSA records, but the MX records that lead to it are not signed.",
        Fix = "Sign the domain's own zone with DNSSEC.",
        Why = NoEffect + "An attacker forges the MX record and leads mail to a host of his own. Some senders check the TLSA records all "
            + "the same, so they must stay right.",
    };

    public static readonly FindingKind RecordUnusable = new("dane-record-unusable", Warning, "RFC 7672 §3.1.3")
    {
        Message = "Senders cannot use the TLSA record `{value}` of {host}: {detail}.",
        Fix = "Replace it by `{expected}`, or remove it.",
        Why = NoEffect + "Mail servers know the usages 2 and 3, the selectors 0 and 1, and the matching types 0, 1 and 2. Usages 0 and 1 are "
            + "for web browsers.",
    };

    public static readonly FindingKind AllUnusable = new("dane-all-unusable", Warning, "RFC 7672 §2.2")
    {
        Message = "Senders cannot use any TLSA record of {host}: they insist on TLS, and accept any certificate.",
        Fix = "Publish `{expected}` at `_25._tcp.{host}`, or remove the records.",
        Why = NoEffect + "If the host ever stops offering TLS, senders that look at DANE refuse it.",
    };

    public static readonly FindingKind RecordStale = new("dane-record-stale", Info, "RFC 7671 §8.1")
    {
        Message = "The TLSA record `{value}` of {host} fits nothing that the host shows.",
        Fix = "Nothing during a change of keys; otherwise remove it.",
        Why = "Another record fits, so mail flows. Before and after a change of keys such a record is just right; left for good it vouches "
            + "for a key that may be in other hands.",
    };

    public static readonly FindingKind Partial = new("dane-partial", Warning, "RFC 7672 §2.2.1")
    {
        Message = "Some mail hosts have TLSA records and {host} has none.",
        Fix = "Publish TLSA records for {host}, too.",
        Why = "An attacker only needs to block the hosts that DANE protects, and mail goes to the one that it does not.",
    };

    public static readonly FindingKind TakesPrecedence = new("dane-takes-precedence", Info, "RFC 8461 §2")
    {
        Message = "The domain has DANE and MTA-STS; senders that know both go by DANE.",
        Fix = "Nothing; keep both right.",
        Why = "A sender must not let a good MTA-STS policy override a failing DANE check. Where DANE passes, MTA-STS protects against the "
            + "senders that do not look at DANE, such as Google.",
    };

    internal static IReadOnlyList<FindingKind> All { get; } =
    [
        Mismatch, StartTlsMissing, TaNameMismatch, TaExpired, TaNotSent, LookupFailed, Unsigned, MxUnsigned, RecordUnusable, AllUnusable,
        RecordStale, Partial, TakesPrecedence,
    ];
}
