using StrictPost.Protocol.Changes;

namespace StrictPost.Engine.Changes;

/// <summary>What a change has to know beyond what every look sees, at the step that it is at.</summary>
/// <param name="Gate">What has to be proven before enforcing; null where nothing has.</param>
/// <param name="Hosts">Hosts that mail is about to move to, and that have to prove themselves; null where there are none.</param>
public sealed record ChangeQuestions(GateQuestion? Gate, MailHostSet? Hosts)
{
    /// <summary>What somebody says of the time before the first look, in seconds; null for what is on record. Believed for this look only.</summary>
    public int? EarlierMaxAge { get; init; }

    /// <summary>Nothing.</summary>
    public static ChangeQuestions None { get; } = new(null, null);

    /// <summary>What a change asks now.</summary>
    public static ChangeQuestions Of(Change change) => new(
        GateQuestion.Of(change),
        change.Current is ChangeStep.AwaitHorizon or ChangeStep.MoveMail ? change.Steps.OfType<ChangeStep.MoveMail>().FirstOrDefault()?.Hosts : null);
}
