using System.Security.Cryptography;
using StrictPost.Protocol.Findings;

namespace StrictPost.Protocol.TlsRpt.Reports.Parsing;

/// <summary>A report out of what its JSON says and what stood around it; the JSON always wins.</summary>
internal static class ReportCompletion
{
    private const int DigestDigits = 16;

    /// <summary>The report; null where it was refused.</summary>
    public static TlsReport? Of(ReportDraft draft, ReportHints hints, ReadOnlySpan<byte> bytes, ReportRemarks remarks)
    {
        if (draft.Policies is null)
        {
            remarks.Refuse(ReportFindings.NotAReport.Found(detail: "JSON without a list `policies`"));
            return null;
        }

        var around = new ReportSurroundings(hints);
        var period = ReportPeriod.Of(draft, around, remarks);
        string? organization = Organization(draft, around, remarks);
        if (period is null || organization is null)
            return null;
        var policies = PolicyCompletion.All(draft, around, remarks);
        return new TlsReport
        {
            Organization = organization,
            ReportId = Id(draft, around, bytes, remarks),
            ContactInfo = draft.Contact,
            Start = period.Value.Start,
            End = period.Value.End,
            Policies = policies,
        };
    }

    private static string? Organization(ReportDraft draft, ReportSurroundings around, ReportRemarks remarks)
    {
        if (draft.Organization is not null)
            return draft.Organization;
        if ((around.Organization ?? InContact(draft.Contact)) is var (value, from))
        {
            remarks.Note(ReportOddityFindings.OrganizationGuessed, value, detail: from);
            return value;
        }

        remarks.Refuse(ReportFindings.OrganizationMissing.Found());
        return null;
    }

    private static (string Value, string From)? InContact(string? contact) =>
        contact is not null && contact.LastIndexOf('@') is >= 0 and var at && contact[(at + 1)..].Trim('>', ' ') is { Length: > 0 } domain
            ? (domain, "`contact-info`")
            : null;

    private static string Id(ReportDraft draft, ReportSurroundings around, ReadOnlySpan<byte> bytes, ReportRemarks remarks)
    {
        if (draft.Id is not null)
            return draft.Id;
        var (value, from) = around.Id ?? (Convert.ToHexStringLower(SHA256.HashData(bytes))[..DigestDigits], "a digest of the report");
        remarks.Note(ReportOddityFindings.IdGuessed, value, detail: from);
        return value;
    }
}
