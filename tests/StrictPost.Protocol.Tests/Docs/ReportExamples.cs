using StrictPost.Protocol.Findings;
using StrictPost.Protocol.TlsRpt.Causes;
using StrictPost.Protocol.TlsRpt.Reports;

namespace StrictPost.Protocol.Tests.Docs;

/// <summary>What reporters tell of, and reports that are larger than a page.</summary>
internal static class ReportExamples
{
    private static readonly Dictionary<FindingKind, Finding> Large = new()
    {
        [ReportFindings.TooLarge] = ReportFindings.TooLarge.Found("104857600", $"{ReportParser.MaxBytes}"),
        [ReportFindings.TooMany] = ReportFindings.TooMany.Found("policies", $"{ReportParser.MaxPolicies}"),
        [ReportFindings.TooDeep] = ReportFindings.TooDeep.Found("x-note", $"{ReportParser.MaxDepth}"),
        [ReportOddityFindings.TextCut] = ReportOddityFindings.TextCut.Found("failure-reason-code", $"{ReportParser.MaxText}"),
    };

    /// <summary>Reasons that reporters give beside the result type.</summary>
    private static readonly Dictionary<FindingKind, string> Reasons = new()
    {
        [ReportedFindings.ValidationFailure] = "X509_V_ERR_PROXY_PATH_LENGTH_EXCEEDED",
        [ReportedFindings.PolicyFetch] = "context deadline exceeded",
        [ReportedFindings.PolicyInvalid] = "no max_age",
        [ReportedFindings.WebPkiInvalid] = "certificate has expired",
    };

    public static FindingExample? Of(FindingKind kind)
    {
        if (Large.TryGetValue(kind, out var finding))
            return new FindingExample(Text: null, finding);
        if (!FailureCause.All.Contains(kind))
            return null;
        if (kind == ReportedFindings.SummaryOnly)
            return new FindingExample(Text: null, FailureCause.Found(kind, failure: null));
        var failure = new FailureDetail
        {
            ResultText = kind == ReportedFindings.ResultUnknown ? "quantum-failure" : kind.Code["reported-".Length..],
            ReceivingMx = "mx1.example.org",
            ReasonCode = Reasons.GetValueOrDefault(kind),
        };
        return new FindingExample(Text: null, FailureCause.Found(kind, failure));
    }
}
