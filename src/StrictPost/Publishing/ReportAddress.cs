using StrictPost.CommandLine;
using StrictPost.Protocol.Text;
using StrictPost.Protocol.TlsRpt;

namespace StrictPost.Publishing;

/// <summary>Where reports go when nobody says otherwise.</summary>
internal static class ReportAddress
{
    /// <summary>A mailbox of its own in the domain, so that reports do not drown in a person's mail.</summary>
    public static ReportUri Usual(DomainName domain) => Refusal.ValueOf(ReportUri.Parse($"mailto:tls-reports@{domain}"));
}
