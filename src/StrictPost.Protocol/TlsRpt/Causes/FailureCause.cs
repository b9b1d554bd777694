using System.Collections.Frozen;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;
using StrictPost.Protocol.TlsRpt.Reports;

namespace StrictPost.Protocol.TlsRpt.Causes;

/// <summary>What really failed, where the report itself allows to tell more than its result type (RFC 8460 §4.3).</summary>
public static class FailureCause
{
    private const string Nameless = "a mail host that the reports do not name";

    private static readonly FrozenDictionary<string, FindingKind> ByCode =
        ReportedFindings.All.ToFrozenDictionary(kind => kind.Code, StringComparer.Ordinal);

    /// <summary>All causes.</summary>
    public static IReadOnlyList<FindingKind> All => ReportedFindings.All;

    /// <summary>The cause of a failure under a policy.</summary>
    public static FindingKind Of(ReportedPolicy policy, FailureDetail failure) =>
        Of(policy.Type == PolicyType.Sts ? policy.Applied.Policy : null, failure);

    /// <summary>The cause with a code, such as <c>reported-certificate-expired</c>; a code that nobody knows is an unknown result.</summary>
    public static FindingKind OfCode(string code) => ByCode.GetValueOrDefault(code, ReportedFindings.ResultUnknown);

    /// <summary>The cause as a finding, with the host and the reporter's own words filled in.</summary>
    /// <param name="cause">What <see cref="Of(ReportedPolicy, FailureDetail)"/> said.</param>
    /// <param name="failure">The failure; null for what only the summary counts.</param>
    public static Finding Found(FindingKind cause, FailureDetail? failure) => cause.On(
        failure?.ReceivingMx ?? failure?.ReceivingIp ?? Nameless,
        failure?.ReasonCode,
        detail: failure is null ? "the report gives no details" : FailureReason.InWords(cause, failure));

    internal static FindingKind Of(StsPolicy? policy, FailureDetail failure)
    {
        if (failure.Result is ResultType.ValidationFailure or ResultType.CertificateHostMismatch && Lacks(policy, failure.ReceivingMx))
            return ReportedFindings.MxNotCovered;
        return FailureReason.Sharper(failure) ?? OfResult(failure.Result);
    }

    /// <summary>
    /// Whether an MX host matches no pattern of the policy (RFC 8461 §4.1). Senders do not deliver to such a host, and report it as something
    /// else, since RFC 8460 has no word for it.
    /// </summary>
    private static bool Lacks(StsPolicy? policy, string? mx) =>
        policy is { Mx.IsEmpty: false } && mx is not null && DomainName.TryParse(mx, out var host) && !policy.Covers(host);

    private static FindingKind OfResult(ResultType result) => result switch
    {
        ResultType.StartTlsNotSupported => ReportedFindings.StartTlsNotSupported,
        ResultType.CertificateHostMismatch => ReportedFindings.HostMismatch,
        ResultType.CertificateExpired => ReportedFindings.Expired,
        ResultType.CertificateNotTrusted => ReportedFindings.NotTrusted,
        ResultType.ValidationFailure => ReportedFindings.ValidationFailure,
        ResultType.TlsaInvalid => ReportedFindings.TlsaInvalid,
        ResultType.DnssecInvalid => ReportedFindings.DnssecInvalid,
        ResultType.DaneRequired => ReportedFindings.DaneRequired,
        ResultType.StsPolicyFetchError => ReportedFindings.PolicyFetch,
        ResultType.StsPolicyInvalid => ReportedFindings.PolicyInvalid,
        ResultType.StsWebPkiInvalid => ReportedFindings.WebPkiInvalid,
        _ => ReportedFindings.ResultUnknown,
    };
}
