using StrictPost.Protocol.MtaSts;

namespace StrictPost.Protocol.Changes;

/// <summary>A step in words.</summary>
/// <param name="Title">What happens, as an order: such as "Serve the new policy".</param>
/// <param name="Ended">What happened, for a log.</param>
/// <param name="Reason">Why it is there, and why at this place.</param>
/// <param name="Rfc">Where that comes from.</param>
public sealed record StepText(string Title, string Ended, string Reason, string Rfc)
{
    private const string Updating = "RFC 8461 §8.1";
    private const string Validating = "RFC 8461 §4.1";
    private const string Caching = "RFC 8461 §3.2";
    private const string Removing = "RFC 8461 §8.3";

    /// <summary>The words for a step.</summary>
    public static StepText Of(ChangeStep step) => step switch
    {
        ChangeStep.PassGate gate => new(
            "Pass the gate",
            "The gate opened: nothing speaks against enforcing.",
            $"A check without errors, and {gate.Terms.Days} days of reports from at least {gate.Terms.Reporters} proven reporters, without a session that enforce would have refused.",
            "RFC 8460 §1"),
        ChangeStep.SeeMail => new(
            "See that the policy names every mail host",
            "Every mail host is named by the policy to come.",
            "With mode enforce, senders deliver only to hosts that the policy names.",
            Validating),
        ChangeStep.AwaitMail => new(
            "Wait until older MX answers have expired",
            "Older MX answers have expired.",
            "A resolver may still lead senders to hosts that were in MX before, for as long as the TTL says.",
            "RFC 1034 §3.6"),
        ChangeStep.Serve serve => new(
            $"Serve the policy: {Short(serve.Policy)}",
            $"Every address of the policy host serves the policy: {Short(serve.Policy)}.",
            "The body comes before its id: a sender that sees a new id and gets the old body keeps that until it expires.",
            Updating),
        ChangeStep.Announce => new(
            "Publish the new id in the _mta-sts record",
            "Every server of the zone has the new id.",
            "The id tells senders to fetch the policy again; it has to be seen at every server of the zone.",
            "RFC 8461 §3.1"),
        ChangeStep.AwaitRecord => new(
            "Wait until older records have expired",
            "Older records have expired.",
            "Until then some resolver may still hand out the record as it was.",
            "RFC 1034 §3.6"),
        ChangeStep.AwaitHorizon horizon => new(
            $"Wait until no sender holds a policy that refuses {horizon.Hosts}",
            $"No sender holds a policy that refuses {horizon.Hosts}.",
            "A sender may keep what it fetched for max_age, and need not look for a new id before; all that was ever served counts.",
            Caching),
        ChangeStep.MoveMail move => new(
            $"Change MX to {move.Hosts}",
            $"MX names {move.Hosts} at every server of the zone.",
            "Every policy that a sender can hold allows these hosts now.",
            Validating),
        ChangeStep.AwaitExpiry => new(
            "Wait until no sender holds a policy of mode testing or enforce",
            "No sender holds a policy of mode testing or enforce.",
            "The policy host and its certificate have to work until the last sender has had the chance to learn of mode none.",
            Removing),
        ChangeStep.Withdraw => new(
            "Remove the _mta-sts record",
            "No server of the zone has the record any more.",
            "The record goes before what it leads to, so that no sender looks for a policy that is not there.",
            Removing),
        _ => new(
            "Stop serving the policy, and remove the policy host's name",
            "The policy is served no more.",
            "Nobody is led to it any more.",
            Removing),
    };

    /// <summary>A policy in a few words.</summary>
    public static string Short(StsPolicy policy) =>
        $"mode {policy.Mode.ToText()}, {(policy.Mx.IsEmpty ? "no mx" : $"mx {string.Join(' ', policy.Mx)}")}, max_age {policy.MaxAge}";
}
