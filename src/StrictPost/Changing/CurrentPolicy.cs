using StrictPost.CommandLine;
using StrictPost.Protocol.Changes;
using StrictPost.Protocol.MtaSts;

namespace StrictPost.Changing;

/// <summary>The policy that a change starts from.</summary>
internal static class CurrentPolicy
{
    /// <summary>What is in the store or, for a policy that others serve, what is seen; null where there is none.</summary>
    /// <exception cref="Refusal">It could not be seen, or is not the same everywhere.</exception>
    public static StsPolicy? Of(PolicyPlace place, ChangeFacts facts)
    {
        if (place == PolicyPlace.Here)
            return facts.Hosted is { } hosted ? StsPolicy.Parse(hosted.Body).Value : null;
        if (facts.Served is { Gap: null, Values: [var only] })
            return only is null ? null : StsPolicy.Parse(only).Value;
        throw new Refusal(
            $"The policy that is served now could not be seen: {facts.Served.Gap ?? "its addresses serve different ones"}.",
            "Mend that first: a change begins with what senders get now.",
            ExitCode.Undetermined);
    }
}
