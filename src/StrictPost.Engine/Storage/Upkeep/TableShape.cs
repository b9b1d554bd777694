using System.Collections.Immutable;

namespace StrictPost.Engine.Storage.Upkeep;

/// <summary>What upkeep must know about a table, whatever its columns are.</summary>
/// <param name="Name">The table.</param>
/// <param name="Key">The columns of its primary key, in order.</param>
internal sealed record TableShape(string Name, params ImmutableArray<string> Key)
{
    /// <summary>The column that <see cref="StoreSecrets"/> sealed; null where nothing is secret.</summary>
    public string? Sealed { get; init; }

    /// <summary>What the column is sealed for: this word, and the row's first key column.</summary>
    public string SealedFor { get; init; } = "";

    /// <summary>All tables of a store, but for its version and the leases, which are about running processes only.</summary>
    public static ImmutableArray<TableShape> All { get; } =
    [
        new("counter", "name"),
        new("change_log", "topic", "name"),
        new("domain", "name"),
        new("publication", "domain", "policy_id"),
        new("policy_fetch", "domain", "policy_id", "day", "family", "network"),
        new("node", "name"),
        new("unrecorded", "node", "ended_at"),
        new("certificate", "host") { Sealed = "sealed_key", SealedFor = CertificateStore.SealedFor },
        new("acme_account", "directory") { Sealed = "sealed_key", SealedFor = AccountStore.SealedFor },
        new("issuance", "host") { Sealed = "sealed_key", SealedFor = IssuanceStore.SealedFor },
        new("challenge", "host"),
        new("issuance_event", "directory", "kind", "registered", "host", "at"),
        new("report_address", "domain"),
        new("report_raw", "id"),
        new("report_pending", "id"),
        new("report_quarantine", "id", "position"),
        new("report", "id", "position"),
        new("report_policy", "id", "report", "position"),
        new("report_failure", "id", "report", "policy", "position"),
        new("report_version", "version"),
        new("report_day", "day", "domain", "reporter", "trust"),
        new("report_day_policy", "day", "domain", "reporter", "trust", "type", "version"),
        new("report_day_failure", "day", "domain", "reporter", "trust", "type", "version", "mx", "cause", "result", "network"),
        new("report_domain_day", "day", "domain", "verified"),
        new("report_domain_month", "month", "domain", "verified"),
        new("domain_change", "id"),
        new("change_event", "change_id", "number"),
        new("seen_policy", "domain", "body"),
        new("seen_since", "domain"),
        new("monitor", "domain"),
        new("incident", "id"),
        new("alert", "id"),
    ];

    /// <summary>All rows, in the order of the key, which both databases sort by bytes.</summary>
    public string SelectAll => $"SELECT * FROM {Name} ORDER BY {string.Join(", ", Key)};";
}
