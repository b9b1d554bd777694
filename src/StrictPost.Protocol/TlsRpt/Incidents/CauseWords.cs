using StrictPost.Protocol.Findings;

namespace StrictPost.Protocol.TlsRpt.Incidents;

/// <summary>Causes as parts of a sentence.</summary>
internal static class CauseWords
{
    private static readonly Dictionary<FindingKind, (string One, string Many)> ByCause = new()
    {
        [ReportedFindings.StartTlsNotSupported] = ("it offers no STARTTLS", "they offer no STARTTLS"),
        [ReportedFindings.HostMismatch] = ("its certificate is for another name", "their certificates are for other names"),
        [ReportedFindings.Expired] = ("its certificate has expired", "their certificates have expired"),
        [ReportedFindings.NotTrusted] = ("its certificate is not trusted", "their certificates are not trusted"),
        [ReportedFindings.ValidationFailure] = ("it could not be verified, and the reports do not say why", "they could not be verified, and the reports do not say why"),
        [ReportedFindings.TlsaInvalid] = ("its TLSA records do not fit its certificate", "their TLSA records do not fit their certificates"),
        [ReportedFindings.DnssecInvalid] = ("its DNSSEC does not hold", "their DNSSEC does not hold"),
        [ReportedFindings.DaneRequired] = ("it has no TLSA records, on which the sender insists", "they have no TLSA records, on which the sender insists"),
        [ReportedFindings.MxNotCovered] = ("the policy lacks it", "the policy lacks them"),
        [ReportedFindings.SummaryOnly] = ("the reports do not say why", "the reports do not say why"),
    };

    /// <summary>Whether it is about the policy, and not about a mail host.</summary>
    public static bool IsOfPolicy(FindingKind cause) =>
        cause == ReportedFindings.PolicyFetch || cause == ReportedFindings.PolicyInvalid || cause == ReportedFindings.WebPkiInvalid;

    /// <summary>Why, after a colon: about one mail host, or about several.</summary>
    public static string Why(FindingKind cause, bool several) =>
        ByCause.TryGetValue(cause, out var words) ? several ? words.Many : words.One : "the reports give a reason that the standard does not define";

    /// <summary>What senders could not do about the policy.</summary>
    public static string OfPolicy(FindingKind cause) => cause == ReportedFindings.PolicyFetch ? "could not fetch the policy"
        : cause == ReportedFindings.PolicyInvalid ? "could not read the policy"
        : "could not fetch the policy, since the policy host's certificate is not valid";
}
