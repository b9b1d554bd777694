using static StrictPost.Protocol.Findings.Severity;

namespace StrictPost.Protocol.Findings;

/// <summary>What keeps a TLS report, or one policy in it, from being understood.</summary>
internal static class ReportFindings
{
    private const string Schema = "RFC 8460 §4.4";
    private const string Kept = "What came in is kept as it came, so that it can be read again. ";
    private const string Bounded = Kept + "Reports come from strangers; without limits, one of them could fill the memory.";

    public static readonly FindingKind NotAReport = new("report-not-a-report", Error, Schema)
    {
        Message = "This is no TLS report: it is {detail}.",
        Fix = "Nothing, unless a report is missing: then look at what the sender attached.",
        Why = Kept + "A TLS report is one JSON object with `policies` and `date-range`. The address of reports also gets other mail: DMARC reports, "
            + "which are XML, advertisements, bounces.",
    };

    public static readonly FindingKind JsonInvalid = new("report-json-invalid", Error, Schema)
    {
        Message = "The report is broken JSON in line {value}, at byte {detail} of that line.",
        Fix = "Nothing; where a reporter's every report is broken, tell its contact address.",
        Why = Kept + "The report was cut off on its way, or the reporter writes JSON by hand. Guessing what it meant would make up figures.",
    };

    public static readonly FindingKind TooLarge = new("report-too-large", Error, Schema)
    {
        Message = "The report has {value} bytes; at most {expected} are read.",
        Fix = "Nothing; where an honest reporter sends so much, ask it for one report for each domain.",
        Why = Bounded,
    };

    public static readonly FindingKind TooMany = new("report-too-many", Error, Schema)
    {
        Message = "The report holds more than {expected} {value}.",
        Fix = "Nothing; where an honest reporter sends so much, ask it for one report for each domain.",
        Why = Bounded + " Of a report that is read in part, the counts would be wrong, so none of it is used.",
    };

    public static readonly FindingKind TooDeep = new("report-too-deep", Error, Schema)
    {
        Message = "The report nests values more than {expected} deep in `{value}`.",
        Fix = "Nothing; no honest reporter does this.",
        Why = Bounded,
    };

    public static readonly FindingKind PeriodUnreadable = new("report-period-unreadable", Error, "RFC 8460 §4.1")
    {
        Message = "The report does not say which time it is about: {detail}.",
        Fix = "Tell the reporter that `start-datetime` and `end-datetime` must be times as in RFC 3339.",
        Why = Kept + "Without a time, its figures belong to no day, and nobody can tell whether the trouble is over.",
    };

    public static readonly FindingKind OrganizationMissing = new("report-organization-missing", Error, Schema)
    {
        Message = "The report does not say who sends it.",
        Fix = "Tell the reporter, if you can find out who it is, that `organization-name` is missing.",
        Why = Kept + "Neither the report nor what stands around it names anybody. Figures of nobody can be neither believed nor compared with the next day's.",
    };

    public static readonly FindingKind DomainMissing = new("report-domain-missing", Error, Schema)
    {
        Message = "A policy in the report was left out, since it does not say for which domain it is: `policy-domain` is {detail}.",
        Fix = "Tell the reporter that `policy-domain` must be the domain of the mail addresses.",
        Why = "Neither the report, its mail's header, the file's name nor the report's id name the domain. The rest of the report is used.",
        SenderTolerates = true,
    };

    public static readonly FindingKind NothingLeft = new("report-nothing-left", Error, Schema)
    {
        Message = "No policy in the report says for which domain it is, so nothing is left of it.",
        Fix = "Tell the reporter that `policy-domain` must be the domain of the mail addresses.",
        Why = Kept + "A report whose policies belong to no domain has nothing to tell anybody.",
    };

    internal static IReadOnlyList<FindingKind> All { get; } =
    [
        NotAReport, JsonInvalid, TooLarge, TooMany, TooDeep, PeriodUnreadable, OrganizationMissing, DomainMissing, NothingLeft,
    ];
}
