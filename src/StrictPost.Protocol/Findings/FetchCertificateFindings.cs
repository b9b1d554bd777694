using static StrictPost.Protocol.Findings.Severity;

namespace StrictPost.Protocol.Findings;

/// <summary>What can be wrong with the policy host's certificate. The value is the addresses.</summary>
internal static class FetchCertificateFindings
{
    private const string Rfc = "RFC 8461 §3.3";
    private const string Why = FetchTexts.NoPolicy + FetchTexts.Certificates;

    public static readonly FindingKind NameMismatch = new("fetch-certificate-name-mismatch", Error, Rfc)
    {
        Message = "The policy host {host} ({value}) shows a certificate for {detail}.",
        Fix = "Get a certificate whose subjectAltName holds {host}, and install it for that name.",
        Why = Why + "A certificate for the domain itself does not cover `mta-sts.<domain>`; a wildcard for one level above does. This is "
            + "the most frequent fault of all: the web server shows its default certificate, because nobody set this name up.",
    };

    public static readonly FindingKind NameOnlyInSubject = new("fetch-certificate-name-only-in-subject", Error, Rfc)
    {
        Message = "The certificate of the policy host {host} ({value}) holds the name only in its subject, where it counts for nothing.",
        Fix = "Get a certificate whose subjectAltName holds {host}.",
        Why = Why + "Names are read from the subjectAltName only; the common name in the subject has been out of use for years.",
    };

    public static readonly FindingKind Expired = new("fetch-certificate-expired", Error, Rfc)
    {
        Message = "The certificate of the policy host {host} ({value}) expired on {detail}.",
        Fix = "Renew the certificate of {host}, and see why it was not renewed by itself.",
        Why = Why + "Mostly the renewal failed weeks ago, or the web server was not told to load the new certificate.",
    };

    public static readonly FindingKind NotYetValid = new("fetch-certificate-not-yet-valid", Error, Rfc)
    {
        Message = "The certificate of the policy host {host} ({value}) is valid only from {detail} on.",
        Fix = "Install a certificate that is valid now; and check the clock of the machine that made this one.",
        Why = Why,
    };

    public static readonly FindingKind SelfSigned = new("fetch-certificate-self-signed", Error, Rfc)
    {
        Message = "The certificate of the policy host {host} ({value}) is self-signed.",
        Fix = "Get a certificate for {host} from a public authority, such as Let's Encrypt.",
        Why = Why + "A certificate that vouches for itself proves nothing: anybody can make one.",
    };

    public static readonly FindingKind Untrusted = new("fetch-certificate-untrusted", Error, Rfc)
    {
        Message = "No trusted authority stands behind the certificate of the policy host {host} ({value}); its issuer is {detail}.",
        Fix = "Let the web server send the whole chain (the file called fullchain); or get a certificate from a public authority.",
        Why = Why + "Web browsers often fetch a missing intermediate certificate by themselves, so the site looks fine in a browser; "
            + "senders do not.",
    };

    public static readonly FindingKind Unsuitable = new("fetch-certificate-unsuitable", Error, Rfc)
    {
        Message = "The certificate of the policy host {host} ({value}) is not made for web servers, or is otherwise not as it should be; its issuer is {detail}.",
        Fix = "Get a certificate for {host} that is made for TLS servers (extended key usage serverAuth).",
        Why = Why,
    };

    public static readonly FindingKind ExpiresSoon = new("fetch-certificate-expires-soon", Warning, Rfc)
    {
        Message = "The certificate of the policy host {host} ({value}) expires on {detail}.",
        Fix = "Renew the certificate of {host} now, and see why it was not renewed by itself.",
        Why = "All is well until then; afterwards no sender gets the policy any more. Certificates are usually renewed when a third of their "
            + "life is left, so with two weeks left the renewal has probably failed already. (For certificates that live "
            + "shorter than six weeks, the remark comes when less than a third of their life is left.)",
    };

    /// <summary>How connections to policy hosts name these faults.</summary>
    public static CertificateKinds Kinds { get; } =
        new(NameMismatch, NameOnlyInSubject, Expired, NotYetValid, SelfSigned, Untrusted, Unsuitable, ExpiresSoon);

    internal static IReadOnlyList<FindingKind> All { get; } =
        [NameMismatch, NameOnlyInSubject, Expired, NotYetValid, SelfSigned, Untrusted, Unsuitable, ExpiresSoon];
}
