using System.Collections.Frozen;

namespace StrictPost.Protocol.TlsRpt.Reports;

/// <summary>What failed (RFC 8460 §4.3).</summary>
public enum ResultType
{
    /// <summary>A word that RFC 8460 does not define.</summary>
    Unknown,

    /// <summary>starttls-not-supported.</summary>
    StartTlsNotSupported,

    /// <summary>certificate-host-mismatch.</summary>
    CertificateHostMismatch,

    /// <summary>certificate-expired.</summary>
    CertificateExpired,

    /// <summary>certificate-not-trusted.</summary>
    CertificateNotTrusted,

    /// <summary>validation-failure: anything that has no word of its own.</summary>
    ValidationFailure,

    /// <summary>tlsa-invalid.</summary>
    TlsaInvalid,

    /// <summary>dnssec-invalid.</summary>
    DnssecInvalid,

    /// <summary>dane-required.</summary>
    DaneRequired,

    /// <summary>sts-policy-fetch-error.</summary>
    StsPolicyFetchError,

    /// <summary>sts-policy-invalid.</summary>
    StsPolicyInvalid,

    /// <summary>sts-webpki-invalid.</summary>
    StsWebPkiInvalid,
}

/// <summary>Result types as reports write them.</summary>
public static class ResultTypes
{
    private static readonly FrozenDictionary<string, ResultType> Words = new Dictionary<string, ResultType>(StringComparer.Ordinal)
    {
        ["starttls-not-supported"] = ResultType.StartTlsNotSupported,
        ["certificate-host-mismatch"] = ResultType.CertificateHostMismatch,
        ["certificate-expired"] = ResultType.CertificateExpired,
        ["certificate-not-trusted"] = ResultType.CertificateNotTrusted,
        ["validation-failure"] = ResultType.ValidationFailure,
        ["tlsa-invalid"] = ResultType.TlsaInvalid,
        ["dnssec-invalid"] = ResultType.DnssecInvalid,
        ["dane-required"] = ResultType.DaneRequired,
        ["sts-policy-fetch-error"] = ResultType.StsPolicyFetchError,
        ["sts-policy-invalid"] = ResultType.StsPolicyInvalid,
        ["sts-webpki-invalid"] = ResultType.StsWebPkiInvalid,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>All words of RFC 8460 §4.3.</summary>
    public static IEnumerable<string> All => Words.Keys;

    /// <summary>Reads one; case does not count.</summary>
    public static ResultType Read(string text) => Words.GetValueOrDefault(text);
}
