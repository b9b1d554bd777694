using StrictPost.Protocol.Findings;

namespace StrictPost.Protocol.Tests.Findings;

/// <summary>The kinds that only a look at the world can raise.</summary>
internal static class WorldFindings
{
    public static IReadOnlyList<FindingKind> All { get; } =
    [
        .. DnsFindings.All, .. PublishedRecordFindings.All, .. PolicyHostFindings.All, .. FetchConnectionFindings.All,
        .. FetchTlsFindings.All, .. FetchCertificateFindings.All, .. FetchHttpFindings.All, .. MailHostFindings.All,
        .. SmtpFindings.All, .. SmtpTlsFindings.All, .. CoverageFindings.All, .. DelegationFindings.All,
        .. ReportingFindings.All, .. DaneFindings.All, PracticeFindings.TestingForgotten, PracticeFindings.NoneLeftOver,
    ];
}
