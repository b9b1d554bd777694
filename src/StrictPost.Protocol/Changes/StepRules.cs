using StrictPost.Protocol.Findings;
using StrictPost.Protocol.Ledger;
using StrictPost.Protocol.MtaSts;

namespace StrictPost.Protocol.Changes;

/// <summary>What each kind of step needs, one rule a kind. Each looks at what is so now, never only at what was so before.</summary>
internal static class StepRules
{
    public static StepOutcome Of(Change change, ChangeFacts facts) => change.Current switch
    {
        ChangeStep.PassGate => PassGate(change, facts),
        ChangeStep.SeeMail step => SeeMail(change, step.Policy, facts),
        ChangeStep.AwaitMail => AwaitMail(change, facts),
        ChangeStep.Serve step => Serve(change, step.Policy, facts),
        ChangeStep.Announce step => RecordSteps.Announce(change, step.Policy, facts),
        ChangeStep.AwaitRecord => RecordSteps.AwaitRecord(change, facts),
        ChangeStep.AwaitHorizon step => (StepOutcome?)MovedEarly(change, step.Hosts, facts) ?? AwaitHorizon(step.Hosts, facts),
        ChangeStep.MoveMail step => MoveMail(change, step.Hosts, facts),
        ChangeStep.AwaitExpiry => AwaitExpiry(change, facts),
        ChangeStep.Withdraw => RecordSteps.Withdraw(change, facts),
        ChangeStep.StopServing => StopServing(change, facts),
        _ => throw new InvalidOperationException("The change has ended."),
    };

    /// <summary>Waits until a moment, and no longer.</summary>
    public static StepOutcome.Wait Until(DateTimeOffset? until, Finding why) => new(until, [why]);

    /// <summary>Waits for something to be seen.</summary>
    public static StepOutcome.Wait ForSight(string what, string? gap) => Until(null, ChangeFindings.NotSeen.Found(what, detail: gap));

    private static StepOutcome PassGate(Change change, ChangeFacts facts)
    {
        if (change.Override is not null || facts.Gate is { IsOpen: true })
            return new StepOutcome.Ended();
        return facts.Gate is { } gate
            ? new StepOutcome.Wait(gate.Earliest, gate.Missing)
            : ForSight("What speaks for enforcing", "it was not looked at");
    }

    /// <summary>Evidence that spoke for enforcing may turn, as long as nobody was told to enforce.</summary>
    private static bool HasGateClosed(Change change, ChangeFacts facts) =>
        change.Override is null && facts.Gate is { IsOpen: false } && change.Steps.Take(change.Marks.Length).Any(step => step is ChangeStep.PassGate);

    private static StepOutcome SeeMail(Change change, StsPolicy policy, ChangeFacts facts)
    {
        if (HasGateClosed(change, facts))
            return new StepOutcome.Lost();
        if (Uncovered(policy, facts) is { } blocked)
            return blocked;
        return facts.Mail.Gap is null ? new StepOutcome.Ended() : ForSight("MX", facts.Mail.Gap);
    }

    /// <summary>Counts from when the step before was seen to be so; it has to be so still.</summary>
    private static StepOutcome AwaitMail(Change change, ChangeFacts facts)
    {
        bool lost = change.Steps.Take(change.Marks.Length).LastOrDefault() switch
        {
            ChangeStep.MoveMail moved => facts.Mail.Contradicts(moved.Hosts),
            ChangeStep.SeeMail seen => Uncovered(seen.Policy, facts) is not null || HasGateClosed(change, facts),
            _ => false,
        };
        if (lost)
            return new StepOutcome.Lost();
        var until = change.LastMark + change.MailLife;
        if (facts.Now < until)
            return Until(until, ChangeFindings.OldAnswersKept.Found("MX", Moments.ToText(until)));
        return facts.Mail.Gap is null ? new StepOutcome.Ended() : ForSight("MX", facts.Mail.Gap);
    }

    private static StepOutcome Serve(Change change, StsPolicy policy, ChangeFacts facts)
    {
        string body = policy.ToBody();
        bool isOurs = change.Place == PolicyPlace.Elsewhere || facts.Hosted?.Body == body;
        bool isOut = isOurs && (change.Place == PolicyPlace.Here || facts.Served.Shows(body));
        if (policy.Mode == PolicyMode.Enforce && Refusal(change, policy, facts, isOut) is { } refusal)
            return refusal;
        if (isOurs && facts.Served.IsOnly(body))
            return change.Place == PolicyPlace.Here || facts.Record.Gap is null ? new StepOutcome.Ended() : ForSight("The record", facts.Record.Gap);
        if (!isOurs || (change.Place == PolicyPlace.Elsewhere && facts.Served.Gap is null && !facts.Served.Shows(body)))
            return new StepOutcome.Act(new ChangeAction.Serve(policy));
        return Until(null, ChangeFindings.PolicyNotServed.Found(detail: facts.Served.Gap ?? (facts.Served.IsOnly(null) ? "it has no address, or serves none" : "some address still serves another one")));
    }

    /// <summary>
    /// Why a policy may not be enforced now; null where it may. As long as nobody was given it, what was seen before is looked for again,
    /// with the waits that belong to it: a host that came and went is still in caches.
    /// </summary>
    private static StepOutcome? Refusal(Change change, StsPolicy policy, ChangeFacts facts, bool isOut)
    {
        var uncovered = Uncovered(policy, facts);
        bool waited = change.Steps.Take(change.Marks.Length).LastOrDefault() is ChangeStep.AwaitMail;
        if (isOut || (uncovered is not null && !waited))
            return uncovered;
        if (uncovered is not null || HasGateClosed(change, facts))
            return new StepOutcome.Lost();
        return facts.Mail.Gap is null ? null : ForSight("MX", facts.Mail.Gap);
    }

    private static StepOutcome AwaitHorizon(MailHostSet hosts, ChangeFacts facts) => RefusedUntil(hosts, facts) is { } until
        ? Until(until, ChangeFindings.HorizonAhead.Found(hosts.ToString(), Moments.ToText(until)))
        : new StepOutcome.Ended();

    /// <summary>MX names a host before every policy that refuses it has expired: mail is being refused now.</summary>
    private static StepOutcome.Blocked? MovedEarly(Change change, MailHostSet hosts, ChangeFacts facts)
    {
        var horizon = Horizon.Of(facts.Ledger, facts.Now);
        var before = change.MailBefore.SelectMany(set => set.Hosts).ToHashSet();
        var early = hosts.Hosts.Where(host => !before.Contains(host) && facts.Mail.Values.Any(set => set.Hosts.Contains(host)))
            .Select(host => (Host: host, Until: horizon.RefusedUntil(host)))
            .Where(host => host.Until is not null)
            .Select(host => ChangeFindings.MovedEarly.On(host.Host.Ascii, expected: Moments.ToText(host.Until!.Value)));
        return early.ToList() is { Count: > 0 } findings ? new StepOutcome.Blocked([.. findings]) : null;
    }

    private static StepOutcome MoveMail(Change change, MailHostSet hosts, ChangeFacts facts)
    {
        if (facts.Mail.IsOnly(hosts))
            return new StepOutcome.Ended();
        if (!facts.Mail.Shows(hosts) && AwaitHorizon(hosts, facts) is StepOutcome.Wait notYet)
            return notYet;
        if (facts.Mail.Shows(hosts) || facts.Mail.Gap is not null)
            return Until(null, ChangeFindings.MailNotMoved.Found(expected: hosts.ToString(), detail: facts.Mail.Gap ?? "Some server still names others"));
        return Unproven(change, facts) ?? new StepOutcome.Act(new ChangeAction.MoveMail(hosts));
    }

    /// <summary>Where the policy is enforced, nobody is sent to a host that senders would refuse.</summary>
    private static StepOutcome? Unproven(Change change, ChangeFacts facts)
    {
        if (change.Before?.Mode != PolicyMode.Enforce || change.Override is not null)
            return null;
        if (facts.NewHosts is not { } problems)
            return ForSight("What the new mail hosts prove", "they were not asked");
        if (problems.IsEmpty)
            return null;
        return problems.Any(problem => problem.Kind.Breaks && !problem.Kind.IsUndetermined) ? new StepOutcome.Blocked(problems) : new StepOutcome.Wait(null, problems);
    }

    private static StepOutcome AwaitExpiry(Change change, ChangeFacts facts)
    {
        var held = Horizon.Of(facts.Ledger, facts.Now).Until(PolicyMode.Testing);
        var shortest = change.LastMark + Departure.Shortest;
        var until = held > shortest ? held.Value : shortest;
        return held is not null || facts.Now < shortest
            ? Until(until, ChangeFindings.PoliciesHeld.Found(expected: Moments.ToText(until)))
            : new StepOutcome.Ended();
    }

    private static StepOutcome StopServing(Change change, ChangeFacts facts)
    {
        if (facts.Record.Contradicts(null))
            return new StepOutcome.Lost();
        if (facts.Record.Gap is not null)
            return ForSight("The record", facts.Record.Gap);
        bool served = change.Place == PolicyPlace.Here ? facts.Hosted is not null : !facts.Served.IsOnly(null);
        return served ? new StepOutcome.Act(new ChangeAction.StopServing()) : new StepOutcome.Ended();
    }

    /// <summary>Hosts that take mail, and that an enforced policy does not name; null where there are none.</summary>
    public static StepOutcome.Blocked? Uncovered(StsPolicy policy, ChangeFacts facts)
    {
        if (policy.Mode != PolicyMode.Enforce)
            return null;
        var hosts = facts.Mail.Values.SelectMany(set => set.NotCoveredBy(policy)).Distinct().ToList();
        return hosts.Count == 0 ? null : new StepOutcome.Blocked([.. hosts.Select(host => ChangeFindings.MailNotCovered.On(host.Ascii))]);
    }

    private static DateTimeOffset? RefusedUntil(MailHostSet hosts, ChangeFacts facts)
    {
        var horizon = Horizon.Of(facts.Ledger, facts.Now);
        return hosts.Hosts.Max(horizon.RefusedUntil);
    }
}
