using System.Collections.Immutable;
using StrictPost.Protocol.Ledger;
using StrictPost.Protocol.MtaSts;

namespace StrictPost.Protocol.Changes;

/// <summary>Which steps lead from one policy to another, in the only order that refuses no mail (RFC 8461 §8).</summary>
internal static class ChangeSteps
{
    /// <summary>A policy in place of another: first the hosts it must name are looked at, then it is served, then announced.</summary>
    public static ImmutableArray<ChangeStep> Edit(StsPolicy? before, StsPolicy target) => [.. Look(before, target), .. Publish(target)];

    /// <summary>The same, behind the gate.</summary>
    public static ImmutableArray<ChangeStep> Promote(StsPolicy before, StsPolicy target, GateTerms terms) =>
        [new ChangeStep.PassGate(terms), .. Edit(before, target)];

    /// <summary>First the policy names both the old and the new hosts, then mail moves, then the old ones go.</summary>
    /// <param name="before">What was announced before; null where nothing was.</param>
    /// <param name="wide">Names the old and the new hosts.</param>
    /// <param name="narrow">Names the new hosts.</param>
    /// <param name="hosts">The new hosts.</param>
    public static ImmutableArray<ChangeStep> Move(StsPolicy? before, StsPolicy wide, StsPolicy narrow, MailHostSet hosts) =>
    [
        .. wide == before ? [] : Publish(wide),
        new ChangeStep.AwaitHorizon(hosts),
        new ChangeStep.MoveMail(hosts),
        new ChangeStep.AwaitMail(),
        .. narrow == wide ? [] : Publish(narrow),
    ];

    /// <summary>A policy that binds nobody, until nobody holds another; then the record goes, and what it leads to last.</summary>
    public static ImmutableArray<ChangeStep> Leave(StsPolicy before) =>
    [
        .. Publish(Departure.Farewell(before)),
        new ChangeStep.AwaitExpiry(),
        new ChangeStep.Withdraw(),
        new ChangeStep.AwaitRecord(),
        new ChangeStep.StopServing(),
    ];

    private static ImmutableArray<ChangeStep> Publish(StsPolicy policy) =>
        [new ChangeStep.Serve(policy), new ChangeStep.Announce(policy), new ChangeStep.AwaitRecord()];

    /// <summary>Only a policy that enforces more than the one before can refuse what that one let through.</summary>
    private static ImmutableArray<ChangeStep> Look(StsPolicy? before, StsPolicy target) => target.Mode != PolicyMode.Enforce || Contains(before, target)
        ? []
        : [new ChangeStep.SeeMail(target), new ChangeStep.AwaitMail()];

    private static bool Contains(StsPolicy? before, StsPolicy target) =>
        before is { Mode: PolicyMode.Enforce } && before.Mx.All(pattern => target.Mx.Contains(pattern));
}
