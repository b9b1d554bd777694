using System.Collections.Immutable;
using StrictPost.Protocol.Ledger;
using StrictPost.Protocol.MtaSts;

namespace StrictPost.Protocol.Changes;

/// <summary>A step with its dates.</summary>
/// <param name="Step">The step.</param>
/// <param name="Ended">When it ended; null while it has not.</param>
/// <param name="Earliest">When it ended, or ends at the earliest: if whoever has to act does so at once, and no sender fetches from now on.</param>
/// <param name="Expected">The same if senders go on fetching until a policy is replaced: the date to plan with.</param>
public sealed record DatedStep(ChangeStep Step, DateTimeOffset? Ended, DateTimeOffset Earliest, DateTimeOffset Expected);

/// <summary>Works out when each step can end.</summary>
public static class ChangeForecast
{
    /// <summary>All steps of a change, in their order.</summary>
    public static ImmutableArray<DatedStep> Of(Change change, ChangeFacts facts)
    {
        var told = change.Learn(facts);
        var steps = ImmutableArray.CreateBuilder<DatedStep>(told.Steps.Length);
        for (int i = 0; i < told.Marks.Length; i++)
            steps.Add(new DatedStep(told.Steps[i], told.Marks[i].At, told.Marks[i].At, told.Marks[i].At));
        var earliest = new ForecastWalk(told, facts, fetchesGoOn: false);
        var expected = new ForecastWalk(told, facts, fetchesGoOn: true);
        foreach (var step in told.Steps.Skip(told.Marks.Length))
            steps.Add(new DatedStep(step, null, earliest.After(step), expected.After(step)));
        return steps.MoveToImmutable();
    }

    /// <summary>When the last step can end at the earliest.</summary>
    public static DateTimeOffset EndOf(Change change, ChangeFacts facts) => Of(change, facts) is [.., var last] ? last.Earliest : facts.Now;

    /// <summary>When the last step can be expected to end.</summary>
    public static DateTimeOffset ExpectedEndOf(Change change, ChangeFacts facts) => Of(change, facts) is [.., var last] ? last.Expected : facts.Now;
}

/// <summary>Goes through the steps to come as if all went well.</summary>
internal sealed class ForecastWalk(Change change, ChangeFacts facts, bool fetchesGoOn)
{
    /// <summary>Policies that senders can hold, and until when; null for one that is still handed out.</summary>
    private readonly List<(StsPolicy Policy, DateTimeOffset? Until)> _held =
        [.. facts.Ledger.Select(body => (body.Policy, Until(body, facts.Now, fetchesGoOn)))];

    private DateTimeOffset _at = facts.Now;
    private DateTimeOffset _mark = change.LastMark;

    /// <summary>When a step can end that follows those asked for before.</summary>
    public DateTimeOffset After(ChangeStep step)
    {
        _at = Later(_at, step switch
        {
            ChangeStep.PassGate gate when change.Override is null => facts.Gate is { IsOpen: true } ? _at : facts.Gate?.Earliest ?? Unforeseen(gate),
            ChangeStep.AwaitMail => _mark + change.MailLife,
            ChangeStep.AwaitRecord => _mark + change.RecordLife,
            ChangeStep.AwaitHorizon horizon => HeldUntil(policy => policy.Mode == PolicyMode.Enforce && horizon.Hosts.NotCoveredBy(policy).Any()),
            ChangeStep.AwaitExpiry => Later(_mark + Departure.Shortest, HeldUntil(policy => policy.Mode != PolicyMode.None)),
            _ => _at,
        });
        if (step is ChangeStep.Serve serve)
            Replace(serve.Policy);
        _mark = _at;
        return _at;
    }

    /// <summary>Where nobody can tell when the gate opens, the reports it asks for take at least their days.</summary>
    private DateTimeOffset Unforeseen(ChangeStep.PassGate gate) => fetchesGoOn ? _at.AddDays(gate.Terms.Days) : _at;

    private DateTimeOffset HeldUntil(Func<StsPolicy, bool> which) =>
        _held.Where(held => which(held.Policy)).Select(held => held.Until ?? Expiry(held.Policy, _at)).Append(_at).Max();

    /// <summary>From now on the new policy is handed out; what was handed out before has as long as it says.</summary>
    private void Replace(StsPolicy policy)
    {
        for (int i = 0; i < _held.Count; i++)
            _held[i] = (_held[i].Policy, _held[i].Until ?? Expiry(_held[i].Policy, _at));
        if (fetchesGoOn)
            _held.Add((policy, null));
    }

    private static DateTimeOffset? Until(ServedBody body, DateTimeOffset now, bool fetchesGoOn)
    {
        if (fetchesGoOn && body.Standing == BodyStanding.Current)
            return null;
        var served = fetchesGoOn ? body.ServedUntil(now) : body.LastServed;
        return served is { } until ? Expiry(body.Policy, until) : DateTimeOffset.MinValue;
    }

    private static DateTimeOffset Expiry(StsPolicy policy, DateTimeOffset servedUntil) =>
        servedUntil + ServedBody.LongestFetch + TimeSpan.FromSeconds(policy.MaxAge);

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
