using static StrictPost.Protocol.Findings.Severity;

namespace StrictPost.Protocol.Findings;

/// <summary>Why deliveries failed, as reporters tell it: the host is the mail host, the detail what is known beyond that.</summary>
internal static class ReportedFindings
{
    private const string Types = "RFC 8460 §4.3";
    private const string Refused = "Senders that hold a policy in `enforce`, or honour DANE, refuse or delay mail to this host; in `testing` they deliver it all the same. ";
    private const string NoPolicy = "A sender that cannot get the policy, and holds no older one, delivers as if there were none; one that holds one goes on with that until "
        + "max_age is over. ";

    public static readonly FindingKind StartTlsNotSupported = new("reported-starttls-not-supported", Error, Types)
    {
        Message = "Senders found no STARTTLS at {host}.",
        Fix = "Switch STARTTLS on at {host}; where it is on, look for a firewall or a proxy in front of it that hides it.",
        Why = Refused + "Some firewalls strike STARTTLS out of the server's answer to look into the mail.",
    };

    public static readonly FindingKind HostMismatch = new("reported-certificate-host-mismatch", Error, Types)
    {
        Message = "Senders found a certificate for another name at {host}.",
        Fix = "Give {host} a certificate whose subjectAltName holds its name, the one in the MX record.",
        Why = Refused + "Often the name in the MX record was changed, and the certificate was not.",
    };

    public static readonly FindingKind Expired = new("reported-certificate-expired", Error, Types)
    {
        Message = "Senders found an expired certificate at {host}.",
        Fix = "Renew the certificate at {host}, reload the mail server so that it shows the new one, and see why renewal failed.",
        Why = Refused + "Often the certificate was renewed on disk, and the mail server goes on with the old one until it is reloaded.",
    };

    public static readonly FindingKind NotTrusted = new("reported-certificate-not-trusted", Error, Types)
    {
        Message = "Senders do not trust the certificate at {host}.",
        Fix = "Install a certificate of a public authority at {host}, with all intermediate certificates.",
        Why = Refused + "Either it is self-signed, or the intermediate certificate is missing: some senders fetch that by themselves, and others cannot.",
    };

    public static readonly FindingKind ValidationFailure = new("reported-validation-failure", Error, Types)
    {
        Message = "Senders could not verify {host}: {detail}.",
        Fix = "Run `strictpost check` for the domain; it looks at {host} as a sender does, and says what is wrong.",
        Why = Refused + "Reporters use this word for anything that has no word of its own.",
    };

    public static readonly FindingKind TlsaInvalid = new("reported-tlsa-invalid", Error, Types)
    {
        Message = "Senders found no TLSA record of {host} that fits its certificate.",
        Fix = "Publish a TLSA record for the certificate that {host} shows now; keep the old one until its TTL is over.",
        Why = Refused + "Mostly a certificate was renewed with a new key, and the TLSA record still names the old one.",
    };

    public static readonly FindingKind DnssecInvalid = new("reported-dnssec-invalid", Error, Types)
    {
        Message = "Senders got no valid answer from DNS about {host}: its DNSSEC does not hold.",
        Fix = "Look at the zone of {host} with a DNSSEC checker: expired signatures, or a DS record that does not fit.",
        Why = Refused + "Resolvers that validate answer SERVFAIL for such a zone, so that other services suffer too.",
    };

    public static readonly FindingKind DaneRequired = new("reported-dane-required", Error, Types)
    {
        Message = "A sender insists on DANE, and {host} has no TLSA records that DNSSEC proves.",
        Fix = "Publish TLSA records in a signed zone, or ask that sender why it insists.",
        Why = "The sender is configured to deliver to the domain with DANE only. Others are not concerned.",
    };

    public static readonly FindingKind PolicyFetch = new("reported-sts-policy-fetch-error", Error, Types)
    {
        Message = "Senders could not fetch the policy: {detail}.",
        Fix = "Run `strictpost check` for the domain, and see that the policy host can be reached from everywhere at all times.",
        Why = NoPolicy + "The record says that there is a policy, and the policy host did not give it.",
    };

    public static readonly FindingKind PolicyInvalid = new("reported-sts-policy-invalid", Error, Types)
    {
        Message = "Senders could not read the policy: {detail}.",
        Fix = "Run `strictpost lint` over the policy.",
        Why = NoPolicy,
    };

    public static readonly FindingKind WebPkiInvalid = new("reported-sts-webpki-invalid", Error, Types)
    {
        Message = "Senders could not verify the policy host's certificate: {detail}.",
        Fix = "Give the policy host `mta-sts.<domain>` a certificate of a public authority for its name, and reload the web server.",
        Why = NoPolicy + "The certificate of the policy host has expired, is for another name, or comes without its intermediate certificates.",
    };

    public static readonly FindingKind MxNotCovered = new("reported-mx-not-covered", Error, "RFC 8461 §4.1")
    {
        Message = "Senders do not accept {host} as a mail host of the domain, since the policy that they applied lacks it.",
        Fix = "Add `mx: {host}` to the policy where the host is yours, publish it with a new id, and wait until senders hold it; remove the MX record where it is not.",
        Why = Refused + "Reporters do not say so, but call it a validation failure or a mismatch of names; the policy in the report itself proves it. Add a mail host to the policy "
            + "before it gets its MX record, and remove it afterwards.",
    };

    public static readonly FindingKind SummaryOnly = new("reported-summary-only", Warning, "RFC 8460 §4.2")
    {
        Message = "Reports count failed sessions without saying why.",
        Fix = "Run `strictpost check` for the domain; ask the reporter, where that finds nothing.",
        Why = "The summary counts more failures than the details explain. Some reporters leave the details out, or cut them.",
    };

    public static readonly FindingKind ResultUnknown = new("reported-result-unknown", Warning, Types)
    {
        Message = "Reports give a reason for failures at {host} that RFC 8460 does not define: {detail}.",
        Fix = "Run `strictpost check` for the domain; look the word up in the reporter's documentation.",
        Why = Refused,
    };

    internal static IReadOnlyList<FindingKind> All { get; } =
    [
        StartTlsNotSupported, HostMismatch, Expired, NotTrusted, ValidationFailure, TlsaInvalid, DnssecInvalid, DaneRequired,
        PolicyFetch, PolicyInvalid, WebPkiInvalid, MxNotCovered, SummaryOnly, ResultUnknown,
    ];
}
