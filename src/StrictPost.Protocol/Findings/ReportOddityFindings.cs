using static StrictPost.Protocol.Findings.Severity;

namespace StrictPost.Protocol.Findings;

/// <summary>What is odd about a TLS report that was understood all the same.</summary>
internal static class ReportOddityFindings
{
    private const string Schema = "RFC 8460 §4.4";
    private const string Period = "RFC 8460 §4.1";
    private const string Nothing = "Nothing; the report is used.";
    private const string Common = "Many reporters take liberties with the format. Refusing their reports would hide what they experience. ";

    public static readonly FindingKind TextInvalid = new("report-text-invalid", Warning, Schema)
    {
        Message = "The report holds {detail}; each is shown as U+FFFD.",
        Fix = Nothing,
        Why = Common + "Bytes that are no text mostly stand in a free text that the reporter passes on from somewhere else.",
    };

    public static readonly FindingKind Utf16 = new("report-utf16", Info, Schema)
    {
        Message = "The report is written in UTF-16, and JSON should be UTF-8.",
        Fix = Nothing,
        Why = Common + "Some programs of Windows write files like this.",
    };

    public static readonly FindingKind TextCut = new("report-text-cut", Info, Schema)
    {
        Message = "`{value}` is longer than {expected} characters; the rest of it is not shown.",
        Fix = Nothing,
        Why = "Reports come from strangers, so each text in them has a limit. The report is kept as it came, with the whole text.",
    };

    public static readonly FindingKind FieldUnknown = new("report-field-unknown", Info, Schema)
    {
        Message = "The report holds fields that RFC 8460 does not define, {detail} in all: {value}.",
        Fix = Nothing,
        Why = Common + "The report is kept as it came, and these fields with it.",
    };

    public static readonly FindingKind FieldAlias = new("report-field-alias", Info, Schema)
    {
        Message = "The report writes `{value}` for `{expected}`.",
        Fix = Nothing,
        Why = Common + "What is meant is plain.",
    };

    public static readonly FindingKind KeyTwice = new("report-key-twice", Warning, Schema)
    {
        Message = "`{value}` stands more than once in one object; the first counts.",
        Fix = Nothing,
        Why = Common + "JSON leaves open which of two equal fields counts. What is passed over may be failures, so it is said. The report is kept as it came.",
    };

    public static readonly FindingKind FieldShape = new("report-field-shape", Warning, Schema)
    {
        Message = "`{value}` is {detail}, and should be {expected}.",
        Fix = Nothing,
        Why = Common + "Where what is meant is plain, it is read; otherwise it is passed over, as if it were not there.",
    };

    public static readonly FindingKind PolicyStringNested = new("report-policy-string-nested", Info, Schema)
    {
        Message = "`policy-string` is a list with one text that is a list itself.",
        Fix = Nothing,
        Why = "Microsoft writes TLSA records like this. They are unwrapped.",
    };

    public static readonly FindingKind PolicyTypeUnknown = new("report-policy-type-unknown", Info, Schema)
    {
        Message = "RFC 8460 knows no policy type `{value}`.",
        Fix = Nothing,
        Why = Common + "Its sessions are counted as of a type of their own; whether mail was refused cannot be told.",
    };

    public static readonly FindingKind ResultTypeUnknown = new("report-result-type-unknown", Info, "RFC 8460 §4.3")
    {
        Message = "RFC 8460 knows no result type `{value}`.",
        Fix = Nothing,
        Why = Common + "The word is kept and shown.",
    };

    public static readonly FindingKind CountForm = new("report-count-form", Info, "RFC 8460 §4.2")
    {
        Message = "`{expected}` is written as {value}, and should be a whole number.",
        Fix = Nothing,
        Why = Common + "A number in quotes, or with a fraction of zero, is the number.",
    };

    public static readonly FindingKind CountInvalid = new("report-count-invalid", Warning, "RFC 8460 §4.2")
    {
        Message = "`{expected}` is {value}, which counts no sessions; {detail} is used.",
        Fix = "Do not rely on the figures of this report; tell the reporter.",
        Why = Common + "A count below zero counts as zero, and one beyond all bounds as the largest number, so that sums never turn negative.",
    };

    public static readonly FindingKind CountMissing = new("report-count-missing", Warning, "RFC 8460 §4.2")
    {
        Message = "A policy in the report says nothing of `{value}`; it counts as 0.",
        Fix = "Nothing; tell the reporter that `summary` is missing, or a part of it.",
        Why = "The summary is what counts sessions. The counts of failures may overlap, so it cannot be made up from them.",
    };

    public static readonly FindingKind DateNoZone = new("report-date-no-zone", Info, Period)
    {
        Message = "`{expected}` has no time zone ({value}), and is read as UTC.",
        Fix = Nothing,
        Why = Common + "RFC 8460 has reports run from midnight to midnight UTC.",
    };

    public static readonly FindingKind DateForm = new("report-date-form", Info, Period)
    {
        Message = "`{expected}` is written as {value}, not as RFC 3339 has it.",
        Fix = Nothing,
        Why = Common + "A day without an hour, seconds since 1970, and a blank for the `T` can be understood.",
    };

    public static readonly FindingKind PeriodGuessed = new("report-period-guessed", Warning, "RFC 8460 §5.1")
    {
        Message = "The report does not say which time it is about; the name of the file does: {value}.",
        Fix = Nothing,
        Why = Common + "RFC 8460 §5.1 puts beginning and end into the name of the file.",
    };

    public static readonly FindingKind PeriodReversed = new("report-period-reversed", Warning, Period)
    {
        Message = "The report ends ({value}) before it begins ({expected}); both are swapped.",
        Fix = "Nothing; tell the reporter.",
        Why = Common,
    };

    public static readonly FindingKind OrganizationGuessed = new("report-organization-guessed", Info, Schema)
    {
        Message = "The report does not say who sends it; {detail} says {value}.",
        Fix = Nothing,
        Why = Common,
    };

    public static readonly FindingKind IdGuessed = new("report-id-guessed", Info, Schema)
    {
        Message = "The report has no id; {value} is used, from {detail}.",
        Fix = Nothing,
        Why = Common + "Without an id, the same report that comes twice could count twice.",
    };

    public static readonly FindingKind DomainGuessed = new("report-domain-guessed", Info, Schema)
    {
        Message = "A policy in the report does not say for which domain it is; {detail} says {value}.",
        Fix = Nothing,
        Why = Common + "Postfix leaves `policy-domain` out where no policy was found.",
    };

    public static readonly FindingKind WithoutPolicies = new("report-without-policies", Warning, Schema)
    {
        Message = "The report has an empty list of policies, so it says nothing.",
        Fix = Nothing,
        Why = Common + "A reporter that met no policy should say `no-policy-found`, with the number of its sessions.",
    };

    internal static IReadOnlyList<FindingKind> All { get; } =
    [
        TextInvalid, Utf16, TextCut, FieldUnknown, FieldAlias, KeyTwice, FieldShape, PolicyStringNested, PolicyTypeUnknown, ResultTypeUnknown, CountForm,
        CountInvalid, CountMissing, DateNoZone, DateForm, PeriodGuessed, PeriodReversed, OrganizationGuessed, IdGuessed, DomainGuessed, WithoutPolicies,
    ];
}
