using StrictPost.CommandLine;
using StrictPost.Protocol.Text;
using StrictPost.Protocol.TlsRpt;

namespace StrictPost.Publishing;

/// <summary>Where reports go when nobody says otherwise.</summary>
internal static class ReportAddress
{
    /// <summary>A mailbox of its own in the domain, so that reports do not drown in a person's mail; says that it must exist.</summary>
    public static ReportUri Usual(DomainName domain, Terminal terminal)
    {
        var usual = Refusal.ValueOf(ReportUri.Parse($"mailto:tls-reports@{domain}"));
        terminal.Error.WriteLine($"note: Reports go to {usual}. Make sure that this mailbox exists, or give --rua.");
        return usual;
    }
}
