using System.Collections.Immutable;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.TlsRpt.Reports;

namespace StrictPost.Protocol.TlsRpt.Causes;

/// <summary>One failure that a report tells of, with its true cause.</summary>
/// <param name="Detail">The failure detail; null for what only the summary counts.</param>
/// <param name="Cause">One of <see cref="FailureCause.All"/>.</param>
/// <param name="Sessions">Failed sessions, 0 or more. Details may overlap, so these must not be added up to a number of sessions.</param>
public sealed record ReportedFailure(FailureDetail? Detail, FindingKind Cause, long Sessions);

/// <summary>All failures under a policy of a report.</summary>
public static class ReportedFailures
{
    /// <summary>Each failure detail with its cause; last, what the summary counts beyond all details (RFC 8460 §4.4 allows either to be more).</summary>
    public static ImmutableArray<ReportedFailure> Of(ReportedPolicy policy)
    {
        if (policy.Failures.IsEmpty && policy.Failed == 0)
            return [];
        var applied = policy.Type == PolicyType.Sts && !policy.Failures.IsEmpty ? policy.Applied.Policy : null;
        var failures = ImmutableArray.CreateBuilder<ReportedFailure>(policy.Failures.Length + 1);
        long explained = 0;
        foreach (var detail in policy.Failures)
        {
            failures.Add(new ReportedFailure(detail, FailureCause.Of(applied, detail), detail.Sessions));
            explained = SessionCount.Sum(explained, detail.Sessions);
        }

        if (policy.Failed > explained)
            failures.Add(new ReportedFailure(null, ReportedFindings.SummaryOnly, policy.Failed - explained));
        return failures.DrainToImmutable();
    }
}
