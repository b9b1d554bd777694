using System.Collections.Concurrent;
using System.Collections.Immutable;
using StrictPost.Engine.Intake;
using StrictPost.Protocol.TlsRpt.Causes;
using StrictPost.Protocol.TlsRpt.Reports;

namespace StrictPost.Engine.Storage.Reports;

/// <summary>
/// Works out what reports add to the sums, before anybody's turn to write. A domain's reporters show the same policy day after day, so what
/// was read of it is remembered. Safe for use from several threads.
/// </summary>
internal sealed class ReportSummer
{
    private const int MostRemembered = 10_000;

    private readonly ConcurrentDictionary<string, string> _versions = new(StringComparer.Ordinal);

    public SummedReport Sum(FoundReport found)
    {
        var report = found.Report;
        return SummedReport.Of(ReportDays.Number(report.Day), report.Reporter, found.Trust, [.. report.Policies.Select(Sum)]);
    }

    private SummedPolicy Sum(ReportedPolicy policy)
    {
        var failures = Merge(ReportedFailures.Of(policy));
        return new SummedPolicy(policy, VersionOf(policy), [.. failures.Select(SummedFailure.Of)]) { Reported = failures };
    }

    /// <summary>Details that say the same are one row.</summary>
    private static ImmutableArray<ReportedFailure> Merge(ImmutableArray<ReportedFailure> failures) => failures.Length < 2
        ? failures
        :
        [
            .. failures.GroupBy(failure => (Detail: failure.Detail is { } detail ? detail with { Sessions = 0 } : null, failure.Cause))
                .Select(alike => alike.First() with { Sessions = alike.Aggregate(0L, (sum, failure) => SessionCount.Sum(sum, failure.Sessions)) }),
        ];

    private string VersionOf(ReportedPolicy policy)
    {
        if (policy.Lines.IsEmpty)
            return "";
        string key = $"{policy.Type} {string.Join('\n', policy.Lines)}";
        if (_versions.TryGetValue(key, out string? version))
            return version;
        if (_versions.Count >= MostRemembered)
            _versions.Clear();
        return _versions[key] = policy.Applied.Version;
    }
}
