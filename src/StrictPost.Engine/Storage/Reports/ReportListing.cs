using System.Collections.Immutable;
using StrictPost.Protocol.TlsRpt.Reports;

namespace StrictPost.Engine.Storage.Reports;

/// <summary>Which reports to list.</summary>
public sealed record ReportFilter
{
    /// <summary>Most reports of one listing.</summary>
    public const int Most = 10_000;

    /// <summary>About this domain, in A-labels; null for all.</summary>
    public string? Domain { get; init; }

    /// <summary>From this reporter (<see cref="TlsReport.Reporter"/>); null for all.</summary>
    public string? Reporter { get; init; }

    /// <summary>For this day or a later one; null for all.</summary>
    public DateOnly? Since { get; init; }

    /// <summary>For this day or an earlier one; null for all.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>Only those with failed sessions.</summary>
    public bool FailedOnly { get; init; }

    /// <summary>Only those that count for something.</summary>
    public ReportStanding? Standing { get; init; }

    /// <summary>How many, the newest first; at most <see cref="Most"/>.</summary>
    public int Limit { get; init; } = 100;
}

/// <summary>A report in a list.</summary>
/// <param name="Place">Where it is.</param>
/// <param name="ReceivedAt">When it came; null where what came was kept long enough.</param>
/// <param name="Way">By which way, as <see cref="ReportRawStore.Word"/> says it; null as with <paramref name="ReceivedAt"/>.</param>
/// <param name="Organization">Who sent it, in its own words.</param>
/// <param name="Reporter">The same, as sums have it.</param>
/// <param name="ReportId">Its id.</param>
/// <param name="Start">Beginning of its period.</param>
/// <param name="End">End of its period.</param>
/// <param name="Trust">How sure the reporter is.</param>
/// <param name="Signer">The domain of its signature; null where there is none.</param>
/// <param name="Standing">What it counts for: <c>counted</c>, <c>copy</c> or <c>aside</c>.</param>
/// <param name="Policies">Domain, type, successful and failed sessions of each policy in it.</param>
public sealed record ReportListing(
    ReportPlace Place, DateTimeOffset? ReceivedAt, string? Way, string Organization, string Reporter, string ReportId,
    DateTimeOffset Start, DateTimeOffset End, ReportTrust Trust, string? Signer, string Standing, ImmutableArray<ListedPolicy> Policies)
{
    /// <summary>The domains it is about.</summary>
    public IEnumerable<string> Domains => Policies.Select(policy => policy.Domain).Distinct(StringComparer.Ordinal);
}

/// <summary>A policy of a report in a list.</summary>
public sealed record ListedPolicy(string Domain, string Type, long Successful, long Failed);
