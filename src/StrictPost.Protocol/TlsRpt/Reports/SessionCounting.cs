namespace StrictPost.Protocol.TlsRpt.Reports;

/// <summary>The sessions of one domain in one report, each counted once.</summary>
/// <param name="Sessions">How many.</param>
/// <param name="Reason">How they were counted, in a sentence; null where there was nothing to decide.</param>
public sealed record SessionCounting(SessionCount Sessions, string? Reason)
{
    private const string Sts = "MTA-STS";
    private const string Dane = "DANE";

    /// <summary>
    /// Counts. Policies of one type are different sessions, so they are added: two versions of a policy within a day, for example. Policies of
    /// different types can be the same sessions (some reporters count each under MTA-STS and under DANE), so the type with the most counts;
    /// between equals the one with more failures. Sessions without a policy come on top. spec unclear: RFC 8460 §4.4 does not say what a report
    /// with several policies counts.
    /// </summary>
    /// <param name="policies">The policies of one domain in one report.</param>
    public static SessionCounting Of(IReadOnlyList<ReportedPolicy> policies)
    {
        var without = new SessionCount();
        var types = new SortedDictionary<string, SessionCount>(StringComparer.Ordinal);
        foreach (var policy in policies)
        {
            var counts = Counts(policy);
            if (policy.Type == PolicyType.NoPolicyFound)
                without += counts;
            else
                types[NameOf(policy)] = types.GetValueOrDefault(NameOf(policy)) + counts;
        }

        types = Reported(types);
        var largest = types.Values.Aggregate(new SessionCount(), Larger);
        return new SessionCounting(largest + without, Explain(types, without));
    }

    /// <summary>Without the types that saw no session at all: there is nothing to decide about them.</summary>
    private static SortedDictionary<string, SessionCount> Reported(SortedDictionary<string, SessionCount> types) =>
        new(types.Where(type => type.Value.All > 0).ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal);

    private static SessionCount Counts(ReportedPolicy policy)
    {
        if (policy.Failed == 0)
            return new SessionCount(policy.Successful, 0, 0, 0);
        return new SessionCount(policy.Successful, 0, 0, 0) + FailureEffects.Of(policy.Type, policy.Applied.Policy).Count(policy.Failed);
    }

    private static string NameOf(ReportedPolicy policy) => policy.Type switch
    {
        PolicyType.Sts => Sts,
        PolicyType.Tlsa => Dane,
        _ => $"policy type `{policy.TypeText.ToLowerInvariant()}`",
    };

    private static SessionCount Larger(SessionCount left, SessionCount right) =>
        (right.All, right.Failed).CompareTo((left.All, left.Failed)) > 0 ? right : left;

    private static string? Explain(SortedDictionary<string, SessionCount> types, SessionCount without)
    {
        string overlap = string.Join(" and ", types.Select(type => $"{type.Value.All} under {type.Key}"));
        string? larger = types.Count > 1 ? $"{overlap} can be the same sessions: the larger is counted" : null;
        string? added = types.Count > 0 && without.All > 0 ? $"{without.All} without a policy {(without.All == 1 ? "comes" : "come")} on top" : null;
        return (larger, added) switch
        {
            (null, null) => null,
            (null, _) => $"{overlap}, and {added}.",
            (_, null) => $"{larger}.",
            _ => $"{larger}, and {added}.",
        };
    }
}
