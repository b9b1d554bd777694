using System.CommandLine;
using StrictPost.CommandLine;

namespace StrictPost.Verbs;

/// <summary><c>strictpost reports</c>: TLS reports, and what they mean.</summary>
internal static class ReportsVerb
{
    public static Command Create(Terminal terminal) => new Verb(
        "reports",
        "TLS reports (RFC 8460): read them, count them, and learn what senders experience.",
        "strictpost reports show google.com!example.org!1767225600!1767311999.json.gz",
        "strictpost reports import /var/mail/tlsrpt",
        "strictpost reports summary example.org",
        "strictpost reports incidents")
    {
        ReportsShowVerb.Create(terminal),
        ReportsImportVerb.Create(terminal),
        ReportsListVerb.Create(terminal),
        ReportsSummaryVerb.Create(terminal),
        ReportsIncidentsVerb.Create(terminal),
        ReportsQuarantineVerb.Create(terminal),
        ReportsReprocessVerb.Create(terminal),
        ReportsExportVerb.Create(terminal),
    };
}
