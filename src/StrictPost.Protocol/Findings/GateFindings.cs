using static StrictPost.Protocol.Findings.Severity;

namespace StrictPost.Protocol.Findings;

/// <summary>What is missing before a policy that is being tested may be enforced.</summary>
internal static class GateFindings
{
    private const string Enforcing = "RFC 8461 §5";
    private const string Reporting = "RFC 8460 §4";
    private const string Override = "or say with `--override` why that does not matter.";
    private const string Order = "In mode testing, senders report what enforcing would refuse, and deliver all the same. Once it is enforced, the same fault costs mail. ";

    public static readonly FindingKind CheckMissing = new("gate-check-missing", Warning, Enforcing)
    {
        Message = "The mail hosts were not seen at work: {detail}.",
        Fix = "Run the check from a machine that can reach every mail host on port 25; " + Override,
        Why = Order + "Reports tell of the past; only a look at every address of every mail host tells how its certificate is today.",
        IsUndetermined = true,
    };

    public static readonly FindingKind CheckErrors = new("gate-check-errors", Error, Enforcing)
    {
        Message = "The check of {host} finds what would refuse mail, or keep the policy from working: {detail}.",
        Fix = "Run `strictpost check {host}` and mend what it lists as an error.",
        Why = Order + "A fault that can be seen from here will be met by senders, too.",
    };

    public static readonly FindingKind DaysMissing = new("gate-days-missing", Info, Reporting)
    {
        Message = "Days with reports and without a refused session, {detail}: {value}; {expected} are needed.",
        Fix = "Nothing; reports come in once a day. If there are none at all, see whether the domain asks for them: `strictpost check`.",
        Why = Order + "Some faults show only on some days: a second mail host, a weekend's backup line. A day counts when at least one reporter that is proven "
            + "applied the present version of the policy, and no session of that day or a later one would have been refused.",
    };

    public static readonly FindingKind ReportersMissing = new("gate-reporters-missing", Info, Reporting)
    {
        Message = "Reporters that are proven, and applied the policy on those days: {value}; {expected} are needed. {detail}.",
        Fix = "Wait until mail comes from other large senders; " + Override,
        Why = Order + "One reporter sees the mail hosts from one network only. Only reports count that come by mail with a valid signature of the "
            + "reporter: anybody can post others.",
    };

    public static readonly FindingKind SessionsRefused = new("gate-sessions-refused", Error, Enforcing)
    {
        Message = "Enforcing would have refused {value} since {expected}. The last: {detail}.",
        Fix = "Mend what the reports tell of: `strictpost reports incidents`. Days count again from the day after the last such session.",
        Why = Order + "Certificates, missing STARTTLS and mail hosts that the policy lacks all refuse mail, and so may failures for which the report gives no reason.",
    };

    public static readonly FindingKind OtherVersion = new("gate-version-other", Info, Reporting)
    {
        Message = "All reports so far are about another version of the policy, the last of {detail}.",
        Fix = "Nothing; reporters fetch the present one when they see its id, or when the old one expires.",
        Why = Order + "What reporters say of another policy proves little about this one: its patterns may be others.",
    };

    internal static IReadOnlyList<FindingKind> All { get; } = [CheckMissing, CheckErrors, DaysMissing, ReportersMissing, SessionsRefused, OtherVersion];
}
