using System.Collections.Immutable;
using StrictPost.Protocol.Ledger;
using StrictPost.Protocol.TlsRpt.Reports;

namespace StrictPost.Protocol.TlsRpt.Incidents;

/// <summary>Failures of one domain that a reporter tells of for one day, all of one cause at one mail host from one network.</summary>
/// <param name="Day">The day, UTC.</param>
/// <param name="Reporter">Who reports (<see cref="TlsReport.Reporter"/>).</param>
/// <param name="Type">What kind of policy was applied.</param>
/// <param name="Version">Which version of it (<see cref="AppliedPolicy.Version"/>); empty where the report shows none.</param>
/// <param name="Mx">The mail host; empty where the report names none.</param>
/// <param name="Cause">The cause's code.</param>
/// <param name="Result">result-type, as it was written.</param>
/// <param name="Network">Where the sender is; empty where that is not known.</param>
/// <param name="Sessions">Failed sessions, 0 or more.</param>
public sealed record FailureDay(
    DateOnly Day, string Reporter, PolicyType Type, string Version, string Mx, string Cause, string Result, string Network, long Sessions);

/// <summary>What a reporter counts for one domain and day.</summary>
/// <param name="Day">The day, UTC.</param>
/// <param name="Reporter">Who reports.</param>
/// <param name="Counts">Its sessions, each once.</param>
public sealed record ReporterDay(DateOnly Day, string Reporter, SessionCount Counts);

/// <summary>All that is known of one domain, from reports that are believed. The order of the lists does not matter.</summary>
public sealed record IncidentInput
{
    /// <summary>All failures.</summary>
    public required IReadOnlyList<FailureDay> Failures { get; init; }

    /// <summary>All days for which reporters reported, with failures or without.</summary>
    public required IReadOnlyList<ReporterDay> Days { get; init; }

    /// <summary>The policies that were applied, by version.</summary>
    public required IReadOnlyDictionary<string, AppliedPolicy> Policies { get; init; }

    /// <summary>Every body that was published for the domain; empty where it is not hosted here.</summary>
    public ImmutableArray<ServedBody> Ledger { get; init; } = [];

    /// <summary>Today, UTC.</summary>
    public required DateOnly Today { get; init; }
}
