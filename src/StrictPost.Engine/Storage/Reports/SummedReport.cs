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
/// <param name="IsCounted">Whether its domain is, or was, enrolled.</param>
/// <param name="Failures">Its failures, with their causes as they were found when it was counted.</param>
internal sealed record SummedPolicy(ReportedPolicy Policy, string Version, bool IsCounted, ImmutableArray<SummedFailure> Failures);

/// <summary>A report as the sums see it.</summary>
/// <param name="Day">Days since 1970.</param>
/// <param name="Reporter">Who reports.</param>
/// <param name="Trust">How sure that is.</param>
/// <param name="Policies">What happened.</param>
internal sealed record SummedReport(long Day, string Reporter, ReportTrust Trust, ImmutableArray<SummedPolicy> Policies);
