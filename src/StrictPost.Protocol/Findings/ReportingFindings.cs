using static StrictPost.Protocol.Findings.Severity;

namespace StrictPost.Protocol.Findings;

/// <summary>Reporting as the world sees it, beyond the record's text.</summary>
internal static class ReportingFindings
{
    public static readonly FindingKind Absent = new("tlsrpt-absent", Warning, "RFC 8460 §3")
    {
        Message = "There is no TLS reporting record at {host}, so senders tell nobody when they cannot deliver safely.",
        Fix = "Publish one TXT record at {host}, such as `v=TLSRPTv1; rua=mailto:reports@example.org;`.",
        Why = "No mail is lost by this. But reports are the only way to learn what senders experience: with MTA-STS in `testing` they are "
            + "the whole purpose, and in `enforce` they are the first sign that mail is being refused.",
    };

    internal static IReadOnlyList<FindingKind> All { get; } = [Absent];
}
