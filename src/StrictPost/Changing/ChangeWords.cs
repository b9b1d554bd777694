using StrictPost.Protocol.Changes;
using StrictPost.Protocol.MtaSts;

namespace StrictPost.Changing;

/// <summary>A change in a few words.</summary>
internal static class ChangeWords
{
    public static string Title(Change change) => change.Kind switch
    {
        ChangeKind.Promote => "from testing to enforce",
        ChangeKind.Move => $"mail moves to {change.Steps.OfType<ChangeStep.MoveMail>().First().Hosts}",
        ChangeKind.Leave => "leave MTA-STS",
        ChangeKind.RollBack => $"back to {Short(Target(change))}",
        _ when change.Before == Target(change) => $"tell of the policy that is served: {Short(Target(change))}",
        _ when change.Before is null => $"a first policy: {Short(Target(change))}",
        _ => $"another policy: {Short(Target(change))}",
    };

    public static string Kind(Change change) => change.Kind switch
    {
        ChangeKind.RollBack => "roll-back",
        var kind => $"{kind}".ToLowerInvariant(),
    };

    public static string Standing(ChangeStanding standing) => $"{standing}".ToLowerInvariant();

    private static StsPolicy? Target(Change change) => change.Steps.OfType<ChangeStep.Serve>().LastOrDefault()?.Policy;

    private static string Short(StsPolicy? policy) => policy is null ? "none" : StepText.Short(policy);
}
