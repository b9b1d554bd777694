using StrictPost.Protocol.Changes;
using StrictPost.Protocol.MtaSts;

namespace StrictPost.Engine.Changes;

/// <summary>What the gate is asked.</summary>
/// <param name="Terms">What has to be proven.</param>
/// <param name="Tested">The policy that is being tested.</param>
/// <param name="Proposed">The policy to come.</param>
public sealed record GateQuestion(GateTerms Terms, StsPolicy Tested, StsPolicy Proposed)
{
    /// <summary>
    /// What a change has to ask at the step that it is at; null where it has to ask nothing. Until the policy is served, evidence that was
    /// good enough may turn.
    /// </summary>
    public static GateQuestion? Of(Change change) =>
        change is { Override: null, Before: { } before, Current: ChangeStep.PassGate or ChangeStep.SeeMail or ChangeStep.AwaitMail or ChangeStep.Serve }
        && change.Steps.Take(change.Marks.Length + 1).OfType<ChangeStep.PassGate>().FirstOrDefault() is { } gate
        && change.Steps.OfType<ChangeStep.Serve>().FirstOrDefault() is { } serve
            ? new GateQuestion(gate.Terms, before, serve.Policy)
            : null;
}
