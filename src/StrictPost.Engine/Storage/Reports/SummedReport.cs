using System.Collections.Immutable;
using System.Net;
using StrictPost.Engine.Nodes;
using StrictPost.Protocol.TlsRpt.Causes;
using StrictPost.Protocol.TlsRpt.Reports;

namespace StrictPost.Engine.Storage.Reports;

/// <summary>A failure as the sums tell it apart. Texts are empty where the report does not say.</summary>
internal readonly record struct SummedFailure(string Mx, string Cause, string Result, string Network, long Sessions)
{
    /// <summary>Addresses go into sums as networks only.</summary>
    public static SummedFailure Of(ReportedFailure failure) => new(
        MxOf(failure.Detail?.ReceivingMx), failure.Cause.Code, failure.Detail?.ResultText ?? "", NetworkOf(failure.Detail?.SendingMtaIp), failure.Sessions);

    public static string MxOf(string? host) => host?.TrimEnd('.').ToLowerInvariant() ?? "";

    public static string NetworkOf(string? address) =>
        IPAddress.TryParse(address, out var known) ? ClientNetwork.Of(known).ToString() : "";
}

/// <summary>A policy of a report, and what of it is summed.</summary>
/// <param name="Policy">As reported.</param>
/// <param name="Version">Which version was applied.</param>
/// <param name="Failures">Its failures, with their causes as they were found when it was counted.</param>
internal sealed record SummedPolicy(ReportedPolicy Policy, string Version, ImmutableArray<SummedFailure> Failures)
{
    /// <summary>Whether its domain is, or was, enrolled.</summary>
    public bool IsCounted { get; init; }

    /// <summary>The failures as they were reported; none for a report that is in the store already.</summary>
    public ImmutableArray<ReportedFailure> Reported { get; init; } = [];
}

/// <summary>A report as the sums see it.</summary>
/// <param name="Day">Days since 1970.</param>
/// <param name="Reporter">Who reports.</param>
/// <param name="Trust">How sure that is.</param>
/// <param name="Policies">What happened.</param>
/// <param name="Sessions">The sessions of each domain, each counted once.</param>
internal sealed record SummedReport(
    long Day, string Reporter, ReportTrust Trust, ImmutableArray<SummedPolicy> Policies, ImmutableArray<(string Domain, SessionCount Count)> Sessions)
{
    /// <summary>A report whose policies are known.</summary>
    public static SummedReport Of(long day, string reporter, ReportTrust trust, ImmutableArray<SummedPolicy> policies) => new(
        day, reporter, trust, policies,
        [.. policies.GroupBy(policy => policy.Policy.Domain.Ascii, StringComparer.Ordinal)
            .Select(domain => (domain.Key, SessionCounting.Of([.. domain.Select(policy => policy.Policy)]).Sessions))]);
}
