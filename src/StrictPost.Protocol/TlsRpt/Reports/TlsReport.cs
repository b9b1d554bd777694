using System.Collections.Immutable;
using StrictPost.Protocol.Text;

namespace StrictPost.Protocol.TlsRpt.Reports;

/// <summary>A TLS report (RFC 8460 §4): what one organisation experienced when it sent mail in one period.</summary>
public sealed record TlsReport
{
    /// <summary>organization-name, as it was written.</summary>
    public required string Organization { get; init; }

    /// <summary>report-id, as it was written. Reporters choose it; it need not be unique.</summary>
    public required string ReportId { get; init; }

    /// <summary>contact-info: mostly a mail address; null where there is none.</summary>
    public string? ContactInfo { get; init; }

    /// <summary>Beginning of the period, UTC.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>End of the period, UTC; some write its last second, others the moment after it.</summary>
    public required DateTimeOffset End { get; init; }

    /// <summary>What happened under each policy that was found.</summary>
    public required ImmutableArray<ReportedPolicy> Policies { get; init; }

    /// <summary>
    /// Who reports, in a form that stays the same however the report comes: the domain of contact-info, else an organisation name
    /// that is a domain, else the name in lower case.
    /// </summary>
    public string Reporter => ReporterDomain?.Ascii ?? Organization.Trim().ToLowerInvariant();

    /// <summary>The reporter's domain, by which its signature is judged (RFC 8460 §3); null where the report names none.</summary>
    public DomainName? ReporterDomain => DomainOf(ContactInfo) ?? Domain(Organization);

    /// <summary>The day the report is counted for: the one that holds the middle of its period, since periods may begin anywhere.</summary>
    public DateOnly Day => DateOnly.FromDateTime((Start + ((End - Start) / 2)).UtcDateTime);

    private static DomainName? DomainOf(string? contact) =>
        contact is not null && contact.LastIndexOf('@') is var at and >= 0 ? Domain(contact[(at + 1)..].TrimEnd('>', ' ')) : null;

    private static DomainName? Domain(string text) =>
        text.Contains('.', StringComparison.Ordinal) && DomainName.TryParse(text.Trim(), out var name) ? name : null;
}
