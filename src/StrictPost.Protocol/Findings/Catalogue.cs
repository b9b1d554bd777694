using System.Collections.Frozen;

namespace StrictPost.Protocol.Findings;

/// <summary>Every kind of finding there is. Each has a page under <c>docs/findings</c>.</summary>
public static class Catalogue
{
    private static readonly IReadOnlyList<(Category Category, IReadOnlyList<FindingKind> Kinds)> Groups =
    [
        (Category.Record, [.. RecordFindings.All, .. PublishedRecordFindings.All]),
        (Category.RetrievalDns, [.. DnsFindings.All, .. PolicyHostFindings.All]),
        (Category.RetrievalTcp, FetchConnectionFindings.All),
        (Category.RetrievalTls, [.. FetchTlsFindings.All, .. FetchCertificateFindings.All]),
        (Category.RetrievalHttp, FetchHttpFindings.All),
        (Category.RetrievalSyntax, [.. BodyFindings.All, .. PolicyFindings.All, .. MxFindings.All]),
        (Category.MailHost, [.. MailHostFindings.All, .. SmtpFindings.All, .. SmtpTlsFindings.All]),
        (Category.Coverage, CoverageFindings.All),
        (Category.Delegation, DelegationFindings.All),
        (Category.Reporting, [.. TlsRptFindings.All, .. ReportingFindings.All]),
        (Category.Dane, DaneFindings.All),
        (Category.Practice, PracticeFindings.All),
        (Category.Report, [.. ReportFindings.All, .. ReportOddityFindings.All, .. ReportedFindings.All, .. DeliveryFindings.All]),
        (Category.Change, [.. ChangeFindings.All, .. GateFindings.All]),
        (Category.Monitoring, MonitorFindings.All),
        (Category.Issuance, IssuanceFindings.All),
        (Category.Input, SiteFindings.All),
        (Category.Input, DomainFindings.All),
    ];

    private static readonly FrozenDictionary<FindingKind, Category> ByKind =
        Groups.SelectMany(group => group.Kinds.Select(kind => KeyValuePair.Create(kind, group.Category))).ToFrozenDictionary();

    /// <summary>All kinds, in the order of the documentation.</summary>
    public static IReadOnlyList<FindingKind> All { get; } = [.. Groups.SelectMany(group => group.Kinds)];

    /// <summary>Where on a sender's path a kind stands.</summary>
    public static Category CategoryOf(FindingKind kind) => ByKind[kind];
}
