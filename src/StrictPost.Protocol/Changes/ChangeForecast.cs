using System.Collections.Immutable;
using StrictPost.Protocol.Ledger;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;

namespace StrictPost.Protocol.Changes;

/// <summary>A step with its date.</summary>
/// <param name="Step">The step.</param>
/// <param name="Ended">When it ended; null while it has not.</param>
/// <param name="Earliest">When it ended, or ends at the earliest, if whoever has to act does so at once.</param>
public sealed record DatedStep(ChangeStep Step, DateTimeOffset? Ended, DateTimeOffset Earliest);

/// <summary>Works out when each step can end at the earliest.</summary>
public static class ChangeForecast
{
    /// <summary>All steps of a change, in their order.</summary>
    public static ImmutableArray<DatedStep> Of(Change change, ChangeFacts facts)
    {
        var told = change.Learn(facts);
        var steps = ImmutableArray.CreateBuilder<DatedStep>(told.Steps.Length);
        for (int i = 0; i < told.Marks.Length; i++)
            steps.Add(new DatedStep(told.Steps[i], told.Marks[i].At, told.Marks[i].At));
        var walk = new Walk(told, facts);
        foreach (var step in told.Steps.Skip(told.Marks.Length))
            steps.Add(new DatedStep(step, null, walk.After(step)));
        return steps.MoveToImmutable();
    }

    /// <summary>When the last step can end at the earliest.</summary>
    public static DateTimeOffset EndOf(Change change, ChangeFacts facts) => Of(change, facts) is [.., var last] ? last.Earliest : facts.Now;

    /// <summary>Goes through the steps to come as if all went well.</summary>
    private sealed class Walk(Change change, ChangeFacts facts)
    {
        private DateTimeOffset _at = facts.Now;
        private DateTimeOffset _mark = change.LastMark;

        public DateTimeOffset After(ChangeStep step)
        {
            _at = Later(_at, step switch
            {
                ChangeStep.PassGate when change.Override is null => facts.Gate?.Earliest ?? _at,
                ChangeStep.AwaitMail => _mark + change.MailLife,
                ChangeStep.AwaitRecord => _mark + change.RecordLife,
                ChangeStep.AwaitHorizon horizon => HeldUntil(policy => Refuses(policy, horizon.Hosts.Hosts)),
                ChangeStep.AwaitExpiry => Later(_mark + Departure.Shortest, HeldUntil(policy => policy.Mode != PolicyMode.None)),
                _ => _at,
            });
            _mark = _at;
            return _at;
        }

        /// <summary>As if nobody fetched from now on, and nobody did of whom nobody told: each fetch to come can only put it off.</summary>
        private DateTimeOffset HeldUntil(Func<StsPolicy, bool> which) =>
            facts.Ledger.Where(body => which(body.Policy)).Select(body => body.LastServed + ServedBody.LongestFetch + TimeSpan.FromSeconds(body.Policy.MaxAge))
                .Append(_at).Max()!.Value;

        private static bool Refuses(StsPolicy policy, ImmutableArray<DomainName> hosts) =>
            policy.Mode == PolicyMode.Enforce && hosts.Any(host => !policy.Covers(host));

        private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
    }
}
