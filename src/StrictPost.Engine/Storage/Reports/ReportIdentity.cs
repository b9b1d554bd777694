using System.Security.Cryptography;
using System.Text;
using StrictPost.Protocol.TlsRpt.Reports;

namespace StrictPost.Engine.Storage.Reports;

/// <summary>What copies of one report have in common, by whatever way they came: reporter, id, period, and the domains it is about. The reporter is the one whose signature
/// is asked for, so nobody can take the place of another's signed report.</summary>
internal static class ReportIdentity
{
    private const int Length = 28;

    /// <summary>The day, and hexadecimal digits that no two reports share: reports of one day come together, and so lie together in the index.</summary>
    public static string Of(TlsReport report)
    {
        var text = new StringBuilder();
        Append(text, report.Reporter);
        Append(text, report.Organization.Trim().ToLowerInvariant());
        Append(text, report.ReportId.Trim());
        Append(text, $"{report.Start.ToUnixTimeSeconds()} {report.End.ToUnixTimeSeconds()}");
        foreach (string domain in report.Policies.Select(policy => policy.Domain.Ascii).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
            Append(text, domain);
        return $"{ReportDays.Number(report.Day)}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..Length]}";
    }

    /// <summary>With its length in front, so that no two lists of texts read alike.</summary>
    private static void Append(StringBuilder text, string part) => text.Append(part.Length).Append(':').Append(part);
}
