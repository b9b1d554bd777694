using System.Collections.Immutable;
using StrictPost.CommandLine;
using StrictPost.Configuration;
using StrictPost.Engine.Storage;
using StrictPost.Engine.Storage.Reports;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;
using StrictPost.Protocol.TlsRpt;

namespace StrictPost.Publishing;

/// <summary>The addresses at which this installation takes the reports of an enrolled domain.</summary>
internal static class OwnReportAddresses
{
    /// <summary>RFC 5321 §4.5.3.1.1: a longer domain is no local part.</summary>
    private const int LongestLocalPart = 64;

    /// <summary>By mail first, where there is a mail host: not every reporter posts. Makes the domain's secret where it has none yet.</summary>
    /// <exception cref="StoreException">The store cannot be used.</exception>
    public static async Task<ImmutableArray<ReportUri>> OfAsync(Settings settings, Database database, DomainName domain, CancellationToken cancellationToken)
    {
        string token = await new ReportAddresses(database).TokenAsync(domain, cancellationToken);
        var posted = Uri($"https://{StsPolicy.HostLabel}.{domain}{ReportAddresses.Path}{token}");
        return settings.Reports.Host is { } host && domain.Ascii.Length <= LongestLocalPart ? [Uri($"mailto:{domain}@{host}"), posted] : [posted];
    }

    private static ReportUri Uri(string text) => Refusal.ValueOf(ReportUri.Parse(text));
}
