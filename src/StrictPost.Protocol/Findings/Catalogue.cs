namespace StrictPost.Protocol.Findings;

/// <summary>Every kind of finding there is. Each has a page under <c>docs/findings</c>.</summary>
public static class Catalogue
{
    /// <summary>All kinds, in the order of the documentation.</summary>
    public static IReadOnlyList<FindingKind> All { get; } =
    [
        .. RecordFindings.All,
        .. BodyFindings.All,
        .. PolicyFindings.All,
        .. MxFindings.All,
        .. PracticeFindings.All,
        .. SiteFindings.All,
        .. TlsRptFindings.All,
        .. DomainFindings.All,
    ];
}
