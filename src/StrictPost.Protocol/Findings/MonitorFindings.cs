using static StrictPost.Protocol.Findings.Severity;

namespace StrictPost.Protocol.Findings;

/// <summary>What only somebody can find who knows what should be there, and looks again and again.</summary>
internal static class MonitorFindings
{
    private const string Told = "A monitor of `strictpost serve` says so; where alerts are set up, it is told once, and once more when it is over. ";

    public static readonly FindingKind RecordBehind = new("monitor-record-behind", Warning, "RFC 8461 §3.1")
    {
        Message = "The record of {host} has the id {value}; the policy that is served has the id {expected}.",
        Fix = "Publish the record with `id={expected}`; `strictpost records` prints it.",
        Why = Told + "Senders fetch a policy again when the id changes. Until then those that hold the older one go on using it. Mostly the policy was "
            + "changed, and DNS was forgotten; it is told an hour after the change, and not while a change is under way.",
    };

    public static readonly FindingKind PolicyDiffers = new("monitor-policy-differs", Error, "RFC 8461 §3.3")
    {
        Message = "{host} serves another policy than the one that is set here: {detail}.",
        Fix = "See where {host} points to. If the policy is served by another host on purpose, put the same policy there.",
        Why = Told + "What senders get is what counts for them. Mostly the name points to an older installation, or something in between keeps an old answer.",
    };

    public static readonly FindingKind PolicyHostFailing = new("monitor-policy-host-failing", Error, "RFC 8461 §3.3")
    {
        Message = "No sender can fetch the policy from {host}: {detail}.",
        Fix = "Run `strictpost check {value}`, which shows where the way to the policy ends.",
        Why = Told + "Senders that hold the policy go on using it until it expires; all others deliver without it. It is told when two looks in a row fail, "
            + "a few minutes apart, so that a restart is no alarm.",
    };

    public static readonly FindingKind TestingForgotten = new("monitor-testing-forgotten", Warning, "RFC 8461 §3.2")
    {
        Message = "The policy of {host} has been in mode testing since {value}.",
        Fix = "Look at `strictpost reports summary {host}`; when the reports are clean, `strictpost change apply {host} --promote` enforces it.",
        Why = Told + "In `testing` nothing is enforced: senders deliver whatever they find, so the domain has the work of MTA-STS and not its protection. "
            + "`monitor.forgotten_days` says after how many days it is told.",
    };

    public static readonly FindingKind NotSeen = new("monitor-not-seen", Warning, "RFC 8461 §3.1")
    {
        Message = "{host} could not be looked at since {value}: {detail}.",
        Fix = "See whether this machine can ask DNS; if it can, see whether the servers of the zone answer.",
        Why = Told + "As long as DNS does not answer, nobody here can tell whether all is well, so nothing else is told. It is told after a day of that.",
        IsUndetermined = true,
    };

    internal static IReadOnlyList<FindingKind> All { get; } = [RecordBehind, PolicyDiffers, PolicyHostFailing, TestingForgotten, NotSeen];
}
