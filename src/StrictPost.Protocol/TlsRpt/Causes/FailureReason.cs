using StrictPost.Protocol.Findings;
using StrictPost.Protocol.TlsRpt.Reports;

namespace StrictPost.Protocol.TlsRpt.Causes;

/// <summary>
/// The reporter's own words (failure-reason-code, RFC 8460 §4.4: free text). They are believed only where the result type is a vague one, and
/// only when they can mean one thing.
/// </summary>
internal static class FailureReason
{
    /// <summary>Words of OpenSSL, Go and mail servers, each with what it means at a mail host.</summary>
    private static readonly (string Words, FindingKind Cause)[] AtMailHost =
    [
        ("CERT_HAS_EXPIRED", ReportedFindings.Expired),
        ("certificate has expired", ReportedFindings.Expired),
        ("certificate expired", ReportedFindings.Expired),
        ("HOSTNAME_MISMATCH", ReportedFindings.HostMismatch),
        ("hostname mismatch", ReportedFindings.HostMismatch),
        ("x509: certificate is valid for", ReportedFindings.HostMismatch),
        ("SELF_SIGNED_CERT", ReportedFindings.NotTrusted),
        ("self-signed certificate", ReportedFindings.NotTrusted),
        ("self signed certificate", ReportedFindings.NotTrusted),
        ("UNABLE_TO_GET_ISSUER_CERT", ReportedFindings.NotTrusted),
        ("UNABLE_TO_VERIFY_LEAF_SIGNATURE", ReportedFindings.NotTrusted),
        ("unable to get local issuer certificate", ReportedFindings.NotTrusted),
        ("signed by unknown authority", ReportedFindings.NotTrusted),
        ("STARTTLS not supported", ReportedFindings.StartTlsNotSupported),
        ("STARTTLS not offered", ReportedFindings.StartTlsNotSupported),
        ("not support STARTTLS", ReportedFindings.StartTlsNotSupported),
        ("not offer STARTTLS", ReportedFindings.StartTlsNotSupported),
    ];

    /// <summary>Words that say what kept the policy from being fetched.</summary>
    private static readonly (string Words, string Meaning)[] OfFetching =
    [
        ("deadline exceeded", "the policy host did not answer in time"),
        ("timed out", "the policy host did not answer in time"),
        ("timeout", "the policy host did not answer in time"),
        ("connection refused", "the policy host refused the connection"),
        ("connection reset", "the policy host broke the connection off"),
        ("no such host", "the policy host's name does not exist in DNS"),
        ("NXDOMAIN", "the policy host's name does not exist in DNS"),
        ("SERVFAIL", "the policy host's name could not be looked up"),
    ];

    /// <summary>What the words say more than the result type does; null where they say nothing that is certain.</summary>
    public static FindingKind? Sharper(FailureDetail failure) => failure.Result switch
    {
        ResultType.ValidationFailure or ResultType.CertificateNotTrusted => Find(AtMailHost, failure),
        // A fetch fails over the policy host's certificate, not over a mail host's.
        ResultType.StsPolicyFetchError when Says(failure, "x509:") || Find(AtMailHost, failure) is not null => ReportedFindings.WebPkiInvalid,
        _ => null,
    };

    /// <summary>The particulars of a failure: what the words mean, else the words themselves.</summary>
    public static string InWords(FindingKind cause, FailureDetail failure)
    {
        string? known = cause == ReportedFindings.PolicyFetch ? Find(OfFetching, failure) : null;
        if (known is not null)
            return known;
        if (cause == ReportedFindings.ResultUnknown)
            return $"`{Short(failure.ResultText)}`";
        return (failure.ReasonCode ?? failure.AdditionalInformation) is { } words ? $"`{Short(words)}`" : "the report does not say why";
    }

    private static T? Find<T>((string Words, T Meaning)[] table, FailureDetail failure)
        where T : class =>
        Array.Find(table, entry => Says(failure, entry.Words)).Meaning;

    private static bool Says(FailureDetail failure, string words) =>
        (failure.ReasonCode?.Contains(words, StringComparison.OrdinalIgnoreCase) ?? false)
        || (failure.AdditionalInformation?.Contains(words, StringComparison.OrdinalIgnoreCase) ?? false);

    private static string Short(string text) => text.Length <= Finding.LongestQuote ? text : text[..Finding.LongestQuote] + "…";
}
