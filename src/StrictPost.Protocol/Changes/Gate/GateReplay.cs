using System.Collections.Immutable;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.Text;
using StrictPost.Protocol.TlsRpt.Causes;
using StrictPost.Protocol.TlsRpt.Incidents;
using StrictPost.Protocol.TlsRpt.Reports;

namespace StrictPost.Protocol.Changes.Gate;

/// <summary>What a policy would have refused, had it been enforced when the reports were written (RFC 8461 §5).</summary>
internal static class GateReplay
{
    /// <summary>Failures over which no session is refused: without a policy, a sender delivers (RFC 8461 §5.1); DANE is asked for by others (RFC 8461 §2).</summary>
    private static readonly HashSet<FindingKind> Harmless =
    [
        ReportedFindings.PolicyFetch, ReportedFindings.PolicyInvalid, ReportedFindings.WebPkiInvalid,
        ReportedFindings.TlsaInvalid, ReportedFindings.DnssecInvalid, ReportedFindings.DaneRequired,
    ];

    /// <summary>The latest day first; one entry for each mail host and cause that a reporter tells of.</summary>
    public static ImmutableArray<ReplayedDay> Of(GateInput input) =>
    [
        .. input.Failures.Where(row => IsBelieved(row.Trust) && Refuses(row.Failure, input)).Select(row => row.Failure)
            .GroupBy(row => (row.Day, row.Reporter, Why: GateWords.Why(row.Mx, FailureCause.OfCode(row.Cause))))
            .Select(alike => new ReplayedDay(alike.Key.Day, ReporterName.Of(alike.Key.Reporter), Sum(alike), alike.Key.Why))
            .OrderByDescending(day => day.Day).ThenBy(day => day.Reporter, StringComparer.Ordinal).ThenBy(day => day.Why, StringComparer.Ordinal),
    ];

    /// <summary>Only what the reporter itself signed: whoever forges reports must not open the gate, nor keep it shut.</summary>
    public static bool IsBelieved(ReportTrust trust) => trust == ReportTrust.SignedByReporter;

    private static long Sum(IEnumerable<FailureDay> rows) => rows.Aggregate(0L, (sum, row) => SessionCount.Sum(sum, row.Sessions));

    private static bool Refuses(FailureDay row, GateInput input)
    {
        var cause = FailureCause.OfCode(row.Cause);
        if (row.Sessions < 1 || Harmless.Contains(cause))
            return false;
        if (row.Type == PolicyType.Tlsa)
            return cause == ReportedFindings.StartTlsNotSupported;
        return cause != ReportedFindings.MxNotCovered || !DomainName.TryParse(row.Mx, out var host) || !input.Proposed.Covers(host);
    }
}
