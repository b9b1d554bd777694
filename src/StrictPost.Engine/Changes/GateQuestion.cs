using StrictPost.Protocol.Changes;
using StrictPost.Protocol.MtaSts;

namespace StrictPost.Engine.Changes;

/// <summary>What the gate is asked.</summary>
/// <param name="Terms">What has to be proven.</param>
/// <param name="Tested">The policy that is being tested.</param>
/// <param name="Proposed">The policy to come.</param>
public sealed record GateQuestion(GateTerms Terms, StsPolicy Tested, StsPolicy Proposed)
{
    /// <summary>What a change has to ask as long as nobody was told to enforce; null where it has to ask nothing.</summary>
    public static GateQuestion? Of(Change change)
    {
        if (change.Override is not null || change.Before is not { } before || change.Steps.OfType<ChangeStep.PassGate>().FirstOrDefault() is not { } gate)
            return null;
        var serve = change.Steps.OfType<ChangeStep.Serve>().First();
        return change.Standing == ChangeStanding.Running && change.Marks.Length <= change.Steps.IndexOf(serve)
            ? new GateQuestion(gate.Terms, before, serve.Policy)
            : null;
    }
}
