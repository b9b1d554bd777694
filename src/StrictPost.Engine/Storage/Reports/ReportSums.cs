using System.Runtime.InteropServices;
using StrictPost.Protocol.TlsRpt.Reports;

namespace StrictPost.Engine.Storage.Reports;

/// <summary>Sums of many reports, added up here first: one write for each row of the sums, however many reports a row has.</summary>
internal sealed class ReportSums
{
    /// <summary>Most sessions that one number of a report adds: more than any domain has in a day, so that no sum overflows.</summary>
    public const long Most = 1_000_000_000_000;

    private readonly Dictionary<DayKey, DaySum> _days = [];
    private readonly Dictionary<PolicyKey, (long Successful, long Failed)> _policies = [];
    private readonly Dictionary<FailureKey, long> _failures = [];

    public IReadOnlyDictionary<DayKey, DaySum> Days => _days;

    public IReadOnlyDictionary<PolicyKey, (long Successful, long Failed)> Policies => _policies;

    public IReadOnlyDictionary<FailureKey, long> Failures => _failures;

    /// <summary>Adds a report, or takes it away again.</summary>
    public void Add(SummedReport report, bool takeAway = false)
    {
        int sign = takeAway ? -1 : 1;
        foreach (var (domain, sessions) in report.Sessions)
        {
            var policies = report.Policies.Where(policy => policy.IsCounted && policy.Policy.Domain.Ascii == domain).ToList();
            if (policies.Count == 0)
                continue;
            var key = new DayKey(domain, report.Day, report.Reporter, (int)report.Trust);
            CollectionsMarshal.GetValueRefOrAddDefault(_days, key, out _).Add(sessions, sign);
            foreach (var policy in policies)
                Add(key, policy, sign);
        }
    }

    private void Add(DayKey day, SummedPolicy policy, int sign)
    {
        var key = new PolicyKey(day, policy.Policy.TypeText, policy.Version);
        ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(_policies, key, out _);
        sum = (sum.Successful + (sign * Cap(policy.Policy.Successful)), sum.Failed + (sign * Cap(policy.Policy.Failed)));
        foreach (var failure in policy.Failures.Where(failure => failure.Sessions > 0))
        {
            CollectionsMarshal.GetValueRefOrAddDefault(
                _failures, new FailureKey(key, failure.Mx, failure.Cause, failure.Result, failure.Network), out _) += sign * Cap(failure.Sessions);
        }
    }

    private static long Cap(long sessions) => Math.Min(sessions, Most);

    /// <param name="Domain">In A-labels.</param>
    /// <param name="Day">Days since 1970.</param>
    /// <param name="Reporter">As <see cref="TlsReport.Reporter"/>.</param>
    /// <param name="Trust">As <see cref="ReportTrust"/>.</param>
    public readonly record struct DayKey(string Domain, long Day, string Reporter, int Trust);

    public readonly record struct PolicyKey(DayKey Day, string Type, string Version);

    public readonly record struct FailureKey(PolicyKey Policy, string Mx, string Cause, string Result, string Network);

    public record struct DaySum(long Reports, long Successful, long Refused, long Delivered, long Unclear)
    {
        public void Add(SessionCount count, int sign)
        {
            Reports += sign;
            Successful += sign * Cap(count.Successful);
            Refused += sign * Cap(count.Refused);
            Delivered += sign * Cap(count.Delivered);
            Unclear += sign * Cap(count.Unclear);
        }
    }
}
