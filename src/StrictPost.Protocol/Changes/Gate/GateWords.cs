using StrictPost.Protocol.Findings;

namespace StrictPost.Protocol.Changes.Gate;

/// <summary>Why a session would have been refused, told of a day that is past.</summary>
internal static class GateWords
{
    private static readonly Dictionary<FindingKind, string> ByCause = new()
    {
        [ReportedFindings.StartTlsNotSupported] = "it offered no STARTTLS",
        [ReportedFindings.HostMismatch] = "its certificate was for another name",
        [ReportedFindings.Expired] = "its certificate had expired",
        [ReportedFindings.NotTrusted] = "its certificate was not trusted",
        [ReportedFindings.ValidationFailure] = "it could not be verified, and the report does not say why",
        [ReportedFindings.MxNotCovered] = "the policy lacks it",
        [ReportedFindings.SummaryOnly] = "the report does not say why",
    };

    /// <summary>Such as <c>mx2.example.org: its certificate had expired</c>.</summary>
    public static string Why(string mx, FindingKind cause) =>
        $"{(mx.Length == 0 ? "a mail host that the report does not name" : mx)}: {ByCause.GetValueOrDefault(cause, "the report gives a reason that the standard does not define")}";

    /// <summary>Such as <c>1 session</c>.</summary>
    public static string Count(long sessions) => sessions == 1 ? "1 session" : $"{sessions} sessions";
}
