using static StrictPost.Protocol.Findings.Severity;

namespace StrictPost.Protocol.Findings;

/// <summary>What can be wrong with the TLSA records of mail hosts (RFC 7672). The host is the mail host.</summary>
internal static class DaneFindings
{
    private const string Refused = "Senders that check DANE do not deliver to a host whose TLSA records do not vouch for it, and MTA-STS "
        + "cannot overrule that (RFC 8461 §2). Mail from them waits, and comes back after days. ";

    private const string NoSay = "Senders that check DANE act as if there were no TLSA records. ";

    /// <summary>Particulars: value the addresses, detail the records, such as <c>3 1 1 ab12…</c>.</summary>
    public static readonly FindingKind Mismatch = new("dane-mismatch", Error, "RFC 7672 §2.2")
    {
        Message = "No TLSA record of the mail host {host} fits the certificate that it shows ({value}); the records are {detail}.",
        Fix = "Publish a TLSA record for the certificate or key in use, and keep the key when the certificate is renewed.",
        Why = Refused + "Mostly the certificate was renewed with a new key, and the record was not changed before.",
    };

    public static readonly FindingKind Unsigned = new("dane-unsigned", Warning, "RFC 7672 §2.2")
    {
        Message = "The mail host {host} has TLSA records, but DNSSEC does not prove them, so they count for nothing.",
        Fix = "Sign the zone of {host} with DNSSEC, or remove the TLSA records.",
        Why = NoSay + "Records that anybody on the way can forge prove nothing. The remark also comes when the DNS server that the check asks "
            + "does not validate DNSSEC.",
    };

    public static readonly FindingKind MxUnsigned = new("dane-mx-unsigned", Warning, "RFC 7672 §2.2.1")
    {
        Message = "The mail host {host} has signed TLSA records, but DNSSEC does not prove the MX record that leads to it.",
        Fix = "Sign the zone of the domain with DNSSEC, too.",
        Why = "Somebody who forges the MX record leads senders to another host, where these records have no say. Most senders then "
            + "treat the host as if it had no TLSA records.",
    };

    /// <summary>Particulars: value the record, detail what is wrong.</summary>
    public static readonly FindingKind RecordUnusable = new("dane-record-unusable", Warning, "RFC 7672 §3.1.3")
    {
        Message = "The TLSA record `{value}` of the mail host {host} cannot be used: {detail}.",
        Fix = "Remove it, and publish one of the form `3 1 1` (SHA-256 of the key).",
        Why = "For mail only the usages 2 (DANE-TA) and 3 (DANE-EE) count, with selector 0 or 1 and matching type 0, 1 or 2, and with data "
            + "of the right length. Other records are passed over.",
    };

    public static readonly FindingKind AllUnusable = new("dane-all-unusable", Warning, "RFC 7672 §2.2")
    {
        Message = "None of the TLSA records of the mail host {host} can be used.",
        Fix = "Publish one of the form `3 1 1` (SHA-256 of the key), or remove them all.",
        Why = "Senders that check DANE then insist on TLS, but check no certificate: the host is no better protected than by any "
            + "encryption, and mail waits when STARTTLS is missing.",
    };

    /// <summary>Particulars: value the name asked for, detail how the lookup ended.</summary>
    public static readonly FindingKind LookupFailed = new("dane-lookup-failed", Error, "RFC 7672 §2.1.2")
    {
        Message = "Whether the mail host {host} has TLSA records cannot be looked up: {value} {detail}.",
        Fix = "Repair the DNS servers of that zone; they must answer TLSA questions, if only with \"no such record\".",
        Why = "Senders that check DANE do not deliver to a host when this question fails in a signed zone: an attacker could be hiding the "
            + "records. Old name servers and load balancers that choke on unknown types are the usual cause.",
    };

    /// <summary>Particulars: value the addresses.</summary>
    public static readonly FindingKind StartTlsMissing = new("dane-starttls-missing", Error, "RFC 7672 §2.2")
    {
        Message = "The mail host {host} ({value}) has TLSA records, and gives no TLS.",
        Fix = "Repair STARTTLS on {host}, or remove the TLSA records.",
        Why = Refused + "TLSA records promise TLS.",
    };

    /// <summary>Particulars: value the addresses, detail the names in the certificate.</summary>
    public static readonly FindingKind TaNameMismatch = new("dane-ta-name-mismatch", Error, "RFC 7672 §3.2.2")
    {
        Message = "A TLSA record names the authority of the mail host {host} ({value}), but the certificate is for {detail}.",
        Fix = "Get a certificate from that authority whose subjectAltName holds {host}; or publish a `3 1 1` record for the key in use.",
        Why = Refused + "With usage 2 (DANE-TA) an authority is trusted, which issues many certificates; so the name must fit. "
            + "With usage 3 (DANE-EE) names do not matter.",
    };

    /// <summary>Particulars: value the addresses, detail the end of its time.</summary>
    public static readonly FindingKind TaExpired = new("dane-ta-expired", Error, "RFC 7672 §3.1.2")
    {
        Message = "A TLSA record names the authority of the mail host {host} ({value}), but the certificate is not valid at this time ({detail}).",
        Fix = "Renew the certificate of {host} with that authority.",
        Why = Refused + "With usage 2 (DANE-TA) the certificate's dates count; with usage 3 (DANE-EE) they do not.",
    };

    /// <summary>Particulars: value the addresses, detail the record.</summary>
    public static readonly FindingKind TaNotSent = new("dane-ta-not-sent", Error, "RFC 7672 §3.1.2")
    {
        Message = "The TLSA record {detail} names an authority whose certificate the mail host {host} ({value}) does not send.",
        Fix = "Let the mail server send its whole chain, the authority's own certificate included.",
        Why = Refused + "A TLSA record with a digest says which certificate is meant, but does not contain it; senders have no store of "
            + "authorities for DANE, so the host must send it, even when it is a root.",
    };

    /// <summary>Particulars: host the domain, value the hosts without, detail the hosts with.</summary>
    public static readonly FindingKind Partial = new("dane-partial", Warning, "RFC 7672 §2.2")
    {
        Message = "Some mail hosts of {host} have DANE ({detail}) and others do not ({value}).",
        Fix = "Publish TLSA records for {value}, too.",
        Why = "An attacker who can stop the connections to the protected hosts makes senders try the others. MTA-STS protects those in "
            + "`enforce`; without it nothing does.",
    };

    /// <summary>Particulars: host the domain, value the hosts.</summary>
    public static readonly FindingKind TakesPrecedence = new("dane-takes-precedence", Info, "RFC 8461 §2")
    {
        Message = "Senders that check DANE go by the TLSA records of {value}, and not by the policy.",
        Fix = "Nothing; keep both in order.",
        Why = "Where a mail host has usable TLSA records, a sender that knows both lets DANE decide, be it for or against. Senders that know "
            + "MTA-STS only, such as the largest ones, go by the policy.",
    };

    /// <summary>Particulars: value the record.</summary>
    public static readonly FindingKind RecordStale = new("dane-record-stale", Info, "RFC 7671 §8.1")
    {
        Message = "The TLSA record `{value}` of the mail host {host} fits nothing that the host shows, though another one does.",
        Fix = "Remove it, unless it stands ready for the next certificate.",
        Why = "A record for the next key is published before the key is used, so this is right in the middle of a change. Left behind "
            + "after one it does no harm, but misleads.",
    };

    internal static IReadOnlyList<FindingKind> All { get; } =
    [
        Mismatch, Unsigned, MxUnsigned, RecordUnusable, AllUnusable, LookupFailed, StartTlsMissing, TaNameMismatch, TaExpired,
        TaNotSent, Partial, TakesPrecedence, RecordStale,
    ];
}
