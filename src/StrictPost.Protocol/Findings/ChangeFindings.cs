using static StrictPost.Protocol.Findings.Severity;

namespace StrictPost.Protocol.Findings;

/// <summary>Why a change of policy waits, stops, or is not begun.</summary>
internal static class ChangeFindings
{
    private const string Updating = "RFC 8461 §8.1";
    private const string Removing = "RFC 8461 §8.3";
    private const string Caching = "RFC 8461 §3.1";
    private const string Matching = "RFC 8461 §4.1";
    private const string ByItself = "Nothing; the change goes on by itself.";
    private const string Order = "Senders keep a policy for up to a year, so a change that is made in the wrong order refuses mail days later. ";

    public static readonly FindingKind PolicyNotServed = new("change-policy-not-served", Info, Updating)
    {
        Message = "The policy host does not serve the policy of this step at every address yet: {detail}.",
        Fix = "Have every address serve exactly the policy of this step; the id may not be published before that.",
        Why = Order + "A sender that sees a new id and fetches the old policy keeps that until it expires, and does not ask again before. "
            + "So every address that a sender can meet has to serve the new policy before the record tells of it.",
    };

    public static readonly FindingKind RecordNotSeen = new("change-record-not-seen", Info, Updating)
    {
        Message = "Not every server of the zone shows what this step publishes yet: {detail}.",
        Fix = "Publish the record as the step says; where that is done, wait until the zone's other servers have it.",
        Why = Order + "Senders ask any one of the zone's servers. The time that caches keep the old record counts from when the last server stopped giving it out.",
    };

    public static readonly FindingKind OldAnswersKept = new("change-old-answers-kept", Info, Caching)
    {
        Message = "Until {expected}, resolvers may keep an older answer about {value}.",
        Fix = ByItself,
        Why = Order + "A resolver keeps an answer as long as its TTL says. What follows in the change would be wrong for a sender behind such a resolver.",
    };

    public static readonly FindingKind HorizonAhead = new("change-horizon-ahead", Info, Caching)
    {
        Message = "Until {expected}, some sender may hold a policy that refuses mail to {value}.",
        Fix = "Leave MX as it is until then.",
        Why = Order + "A sender that holds a policy need not look for a new one before it expires: the record's id is an invitation, no recall. "
            + "So a mail host may take mail only when every policy ever served that does not name it has expired, wherever it may be held.",
    };

    public static readonly FindingKind PoliciesHeld = new("change-policies-held", Info, Removing)
    {
        Message = "Until {expected}, some sender may hold a policy of mode testing or enforce.",
        Fix = "Keep the policy host and its certificate working until then.",
        Why = Order + "Who removes the policy host at once leaves senders with the old policy until it expires; they would refuse mail after the next change of MX.",
    };

    public static readonly FindingKind MailNotMoved = new("change-mail-not-moved", Info, Matching)
    {
        Message = "Not every server of the zone names exactly these mail hosts yet: {expected}. {detail}.",
        Fix = "Change the MX records; every policy that some sender may hold allows it now.",
        Why = Order + "What follows narrows the policy to the hosts that are left, so it has to be certain that no others take mail.",
    };

    public static readonly FindingKind MovedEarly = new("change-mail-moved-early", Error, Matching)
    {
        Message = "MX names {host} already, and until {expected} some sender may hold a policy that refuses to deliver there: mail is being lost or delayed.",
        Fix = "Take {host} out of MX again until then.",
        Why = Order + "A new host may take mail when every policy that does not name it has expired, wherever it may be held.",
    };

    public static readonly FindingKind HostNotProven = new("change-host-not-proven", Error, "RFC 8461 §4.2")
    {
        Message = "Mail cannot move to {host} yet: {detail}, and senders that enforce the policy would refuse to deliver to it.",
        Fix = "Give {host} STARTTLS and a certificate of a public authority with that name; `strictpost check` shows what is wrong once it is in MX.",
        Why = Order + "A policy that names a host is not enough: the host has to prove its name, too. That is looked at before MX names it, because afterwards mail is refused.",
    };

    public static readonly FindingKind HostNotAsked = new("change-host-not-asked", Warning, "RFC 8461 §4.2")
    {
        Message = "{host} could not be asked from here whether it proves its name: port 25 gave no answer.",
        Fix = "Have it take connections from this machine, or test it from elsewhere and begin the change with `--override` and what you found.",
        Why = Order + "Many networks let nobody connect to port 25. What cannot be seen is not taken for granted, so the change waits, and asks again.",
        IsUndetermined = true,
    };

    public static readonly FindingKind NotSeen = new("change-not-seen", Warning, Updating)
    {
        Message = "{value} could not be seen: {detail}.",
        Fix = "Look whether the servers named here answer; a server that is gone for good should leave the zone.",
        Why = Order + "A step rests on what is seen from outside. What cannot be seen is not taken for granted, so the change waits, and looks again.",
        IsUndetermined = true,
    };

    public static readonly FindingKind RecordEdited = new("change-record-edited", Error, Updating)
    {
        Message = "Somebody else changed the record: it has the id {value}, which this change neither found nor published.",
        Fix = "Find out who changed it. Have {expected} there again, or cancel the change with `strictpost change cancel`.",
        Why = Order + "Two hands at one record undo each other's work. What somebody wrote by hand is never overwritten; the change stops until the record is as it knows it.",
    };

    public static readonly FindingKind MailNotCovered = new("change-mail-not-covered", Error, Matching)
    {
        Message = "{host} takes the domain's mail, and the policy to come does not name it: senders would refuse to deliver to it.",
        Fix = "Add it with `--add-mx {host}`, or take it out of MX first with `strictpost change plan DOMAIN --move`.",
        Why = Order + "With mode enforce, a sender delivers only to hosts that a pattern of the policy covers.",
    };

    public static readonly FindingKind Nothing = new("change-nothing", Info, Updating)
    {
        Message = "There is nothing to change: the policy is so already, and its record tells of it.",
        Fix = "Nothing.",
        Why = "A change that was made already is no fault: scripts may ask for it again.",
    };

    public static readonly FindingKind NeedsProof = new("change-needs-proof", Error, "RFC 8461 §8.1")
    {
        Message = "The policy would be enforced without having been tested.",
        Fix = "Publish it with mode testing first, then `strictpost change plan {value} --promote`; or give the reason why that is not needed with `--override`.",
        Why = Order + "In mode testing, reports tell what enforcing would refuse, and nothing is refused. Who enforces at once learns it from lost mail.",
    };

    public static readonly FindingKind NotTesting = new("change-not-testing", Error, "RFC 8461 §5")
    {
        Message = "Only a policy of mode testing can be promoted; this one has mode {value}.",
        Fix = "Have mode testing first: `strictpost change plan DOMAIN --mode testing`.",
        Why = Order + "The evidence for enforcing is what senders report of the same policy while it is tested.",
    };

    public static readonly FindingKind NoPolicy = new("change-no-policy", Error, Updating)
    {
        Message = "There is no policy of {value} that could be changed so: {detail}.",
        Fix = "Publish a first policy: `strictpost change plan {value} --mode testing --mx HOST`.",
        Why = "Moving, promoting and leaving begin with what senders hold; where nothing was ever published there is nothing to wait for.",
    };

    public static readonly FindingKind OtherRunning = new("change-other-running", Error, Updating)
    {
        Message = "Another change of {value} is running: {detail}.",
        Fix = "Let it come to its end, which is {expected}; or give it up with `strictpost change cancel {value}`.",
        Why = Order + "Each change rests on what the one before left behind, so a domain has one at a time.",
    };

    public static readonly FindingKind OnTheWayBack = new("change-on-the-way-back", Info, Updating)
    {
        Message = "The change is on its way back already; it can be over on {expected}.",
        Fix = ByItself,
        Why = Order + "A way back is in the same order as a way there. One that cannot go on can be given up where it is.",
    };

    public static readonly FindingKind PastReturn = new("change-past-return", Error, Updating)
    {
        Message = "The change cannot be taken back any more: {detail}.",
        Fix = "Let it come to its end, or plan the way back as a change of its own; it is safe by {expected} at the earliest.",
        Why = Order + "Once mail goes to other hosts, or the record is gone, going back takes as long as going there did.",
    };

    internal static IReadOnlyList<FindingKind> All { get; } =
    [
        PolicyNotServed, RecordNotSeen, OldAnswersKept, HorizonAhead, PoliciesHeld, MailNotMoved, MovedEarly, HostNotProven, HostNotAsked, NotSeen, RecordEdited, MailNotCovered,
        Nothing, NeedsProof, NotTesting, NoPolicy, OtherRunning, OnTheWayBack, PastReturn,
    ];
}
