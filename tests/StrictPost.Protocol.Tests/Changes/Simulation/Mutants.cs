using System.Collections.Immutable;
using StrictPost.Protocol.Changes;

namespace StrictPost.Protocol.Tests.Changes.Simulation;

/// <summary>Every step left out, every two neighbours swapped, and what is seen taken too lightly.</summary>
internal static class Mutants
{
    private const string Edit = "SeeMail AwaitMail Serve Announce AwaitRecord";
    private const string Leave = "Serve Announce AwaitRecord AwaitExpiry Withdraw AwaitRecord StopServing";

    private static readonly (ChangeKind Kind, string Steps)[] Plans =
    [
        (ChangeKind.Edit, Edit),
        (ChangeKind.Promote, $"PassGate {Edit}"),
        (ChangeKind.Move, "Serve Announce AwaitRecord AwaitHorizon MoveMail AwaitMail Serve Announce AwaitRecord"),
        (ChangeKind.Leave, Leave),
        (ChangeKind.RollBack, Edit),
        (ChangeKind.RollBack, Leave),
    ];

    private static readonly GateResult OpenGate = new([], null, []);

    public static IReadOnlyList<Mutant> All { get; } =
    [
        .. Plans.SelectMany(plan => Of(plan.Kind, plan.Steps.Split(' '))),
        new("one address is enough") { Facts = facts => facts with { Served = First(facts.Served) } },
        new("one server's record is enough") { Facts = facts => facts with { Record = First(facts.Record) } },
        new("one server's MX is enough") { Facts = facts => facts with { Mail = First(facts.Mail) } },
        new("an address that is not seen does not matter") { Facts = facts => facts with { Served = facts.Served with { Gap = null } } },
        new("a server whose record is not seen does not matter") { Facts = facts => facts with { Record = facts.Record with { Gap = null } } },
        new("a server whose MX is not seen does not matter") { Facts = facts => facts with { Mail = facts.Mail with { Gap = null } } },
        new("nobody keeps the record") { Facts = facts => facts with { Record = facts.Record with { Life = TimeSpan.Zero } } },
        new("nobody keeps MX") { Facts = facts => facts with { Mail = facts.Mail with { Life = TimeSpan.Zero } } },
        new("nobody holds a policy") { Facts = facts => facts with { Ledger = [] } },
        new("what is not served any more is not held") { Facts = facts => facts with { Ledger = [.. facts.Ledger.Where(body => body.Standing == Protocol.Ledger.BodyStanding.Current)] } },
        new("the gate is always open") { Facts = facts => facts with { Gate = OpenGate } },
    ];

    private static IEnumerable<Mutant> Of(ChangeKind kind, string[] plan)
    {
        for (int i = 0; i < plan.Length; i++)
        {
            int at = i;
            yield return new($"{kind}: no {Name(plan, i)}") { Steps = Where(kind, plan, steps => steps.RemoveAt(at)) };
            if (i > 0)
                yield return new($"{kind}: {Name(plan, i)} before {Name(plan, i - 1)}") { Steps = Where(kind, plan, steps => steps.RemoveAt(at).Insert(at - 1, steps[at])) };
        }
    }

    private static Func<Change, ImmutableArray<ChangeStep>> Where(ChangeKind kind, string[] plan, Func<ImmutableArray<ChangeStep>, ImmutableArray<ChangeStep>> fault) =>
        change => change.Kind == kind && change.Steps.Select(step => step.GetType().Name).SequenceEqual(plan, StringComparer.Ordinal) ? fault(change.Steps) : change.Steps;

    /// <summary>With its number where it comes twice, and with what tells the two ways back apart.</summary>
    private static string Name(string[] plan, int index)
    {
        string name = plan[index];
        if (plan.Count(other => other == name) > 1)
            name += plan.Take(index).Contains(name, StringComparer.Ordinal) ? " 2" : " 1";
        return plan is [.., "StopServing"] ? $"{name} of leaving" : name;
    }

    private static Seen<T> First<T>(Seen<T> seen) => seen.Values.Length > 0 ? Seen.Everywhere(seen.Values[0], seen.Life) : seen;
}
