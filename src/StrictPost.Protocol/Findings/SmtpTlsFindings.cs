using static StrictPost.Protocol.Findings.Severity;

namespace StrictPost.Protocol.Findings;

/// <summary>What can go wrong with a mail server's TLS and certificate. The value is the addresses.</summary>
internal static class SmtpTlsFindings
{
    private const string Rfc = "RFC 8461 §4.2";

    public static readonly FindingKind Old = new("smtp-tls-old", Error, "RFC 8461 §7.2")
    {
        Message = "The mail host {host} ({value}) offers no TLS 1.2 or newer.",
        Fix = "Switch TLS 1.2 and 1.3 on in the mail server.",
        Why = SmtpTexts.Refused + "Older versions are broken.",
    };

    public static readonly FindingKind Refused = new("smtp-tls-refused", Error, Rfc)
    {
        Message = "The mail host {host} ({value}) refuses the TLS handshake: {detail}.",
        Fix = "Look into the mail server's log for the reason; see that it has a certificate for {host}.",
        Why = SmtpTexts.Refused + "Servers break the handshake off when they have no certificate for the name, or share no cipher with the sender.",
    };

    public static readonly FindingKind NotSpoken = new("smtp-tls-not-spoken", Error, Rfc)
    {
        Message = "The mail host {host} ({value}) agrees to STARTTLS and then does not speak TLS.",
        Fix = "Look into the mail server's log, and at what stands in front of it, such as a filtering proxy.",
        Why = SmtpTexts.Refused,
    };

    public static readonly FindingKind Closed = new("smtp-tls-closed", Error, Rfc)
    {
        Message = "The mail host {host} ({value}) agrees to STARTTLS and then closes the connection.",
        Fix = "Look into the mail server's log; mostly its certificate or key cannot be used.",
        Why = SmtpTexts.Refused,
    };

    public static readonly FindingKind TimedOut = new("smtp-tls-timeout", Error, Rfc)
    {
        Message = "The mail host {host} ({value}) agrees to STARTTLS, but does not finish the handshake in time.",
        Fix = "See whether the mail server is overloaded, or waits for something behind it.",
        Why = SmtpTexts.Refused,
    };

    public static readonly FindingKind NameMismatch = new("smtp-certificate-name-mismatch", Error, Rfc)
    {
        Message = "The mail host {host} ({value}) shows a certificate for {detail}.",
        Fix = "Get a certificate whose subjectAltName holds {host}, the name in the MX record, and install it on the mail server.",
        Why = SmtpTexts.Refused + "The name that counts is the one in the MX record, not the domain of the mail address. A wildcard in the "
            + "certificate stands for one label.",
    };

    public static readonly FindingKind NameOnlyInSubject = new("smtp-certificate-name-only-in-subject", Error, Rfc)
    {
        Message = "The certificate of the mail host {host} ({value}) holds the name only in its subject, where it counts for nothing.",
        Fix = "Get a certificate whose subjectAltName holds {host}.",
        Why = SmtpTexts.Refused + "Names are read from the subjectAltName only; the common name in the subject has been out of use for years.",
    };

    public static readonly FindingKind Expired = new("smtp-certificate-expired", Error, Rfc)
    {
        Message = "The certificate of the mail host {host} ({value}) expired on {detail}.",
        Fix = "Renew the certificate of {host}, let the mail server load it, and see why it was not renewed by itself.",
        Why = SmtpTexts.Refused + "Mostly the renewal failed weeks ago, or the mail server was not told to load the new certificate.",
    };

    public static readonly FindingKind NotYetValid = new("smtp-certificate-not-yet-valid", Error, Rfc)
    {
        Message = "The certificate of the mail host {host} ({value}) is valid only from {detail} on.",
        Fix = "Install a certificate that is valid now; and check the clock of the machine that made this one.",
        Why = SmtpTexts.Refused,
    };

    public static readonly FindingKind SelfSigned = new("smtp-certificate-self-signed", Error, Rfc)
    {
        Message = "The certificate of the mail host {host} ({value}) is self-signed.",
        Fix = "Get a certificate for {host} from a public authority, such as Let's Encrypt.",
        Why = SmtpTexts.Refused + "Mail servers come with such a certificate, and mail flows with it as long as nobody checks. It proves "
            + "nothing: anybody can make one.",
    };

    public static readonly FindingKind Untrusted = new("smtp-certificate-untrusted", Error, Rfc)
    {
        Message = "No trusted authority stands behind the certificate of the mail host {host} ({value}); its issuer is {detail}.",
        Fix = "Let the mail server send the whole chain (the file called fullchain); or get a certificate from a public authority.",
        Why = SmtpTexts.Refused + "Senders do not fetch a missing intermediate certificate by themselves.",
    };

    public static readonly FindingKind Unsuitable = new("smtp-certificate-unsuitable", Error, Rfc)
    {
        Message = "The certificate of the mail host {host} ({value}) is not made for servers, or is otherwise not as it should be; its issuer is {detail}.",
        Fix = "Get a certificate for {host} that is made for TLS servers (extended key usage serverAuth).",
        Why = SmtpTexts.Refused,
    };

    public static readonly FindingKind ExpiresSoon = new("smtp-certificate-expires-soon", Warning, Rfc)
    {
        Message = "The certificate of the mail host {host} ({value}) expires on {detail}.",
        Fix = "Renew the certificate of {host} now, let the mail server load it, and see why it was not renewed by itself.",
        Why = "All is well until then; afterwards the certificate proves nothing. " + SmtpTexts.Refused + "Certificates are usually renewed when "
            + "a third of their life is left, so with two weeks left the renewal has probably failed already. (For certificates that live shorter than six "
            + "weeks, the remark comes when less than a third of their life is left.)",
    };

    /// <summary>How conversations with mail hosts name faults of the handshake.</summary>
    public static HandshakeKinds Handshake { get; } = new(Old, Refused, NotSpoken, Closed, TimedOut);

    /// <summary>How they name faults of the certificate.</summary>
    public static CertificateKinds Certificates { get; } =
        new(NameMismatch, NameOnlyInSubject, Expired, NotYetValid, SelfSigned, Untrusted, Unsuitable, ExpiresSoon);

    internal static IReadOnlyList<FindingKind> All { get; } =
    [
        Old, Refused, NotSpoken, Closed, TimedOut, NameMismatch, NameOnlyInSubject, Expired, NotYetValid, SelfSigned,
        Untrusted, Unsuitable, ExpiresSoon,
    ];
}
