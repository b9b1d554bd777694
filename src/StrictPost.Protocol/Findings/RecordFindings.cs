using StrictPost.Protocol.Text;
using static StrictPost.Protocol.Findings.Severity;

namespace StrictPost.Protocol.Findings;

/// <summary>What can be wrong with the <c>_mta-sts</c> record (RFC 8461 §3.1).</summary>
internal static class RecordFindings
{
    private const string Rfc = "RFC 8461 §3.1";
    private const string Ignored = "A sender that cannot read the record acts as if the domain had no MTA-STS at all: "
        + "mail flows, but unprotected, and a sender that holds an older policy keeps that one. ";

    public static readonly FindingKind Missing = new("record-missing", Error, Rfc)
    {
        Message = "There is no MTA-STS record among the TXT records.",
        Fix = "Publish one TXT record at `_mta-sts.<domain>`, such as `v=STSv1; id=20260101000000;`.",
        Why = Ignored + "Senders look for the record first, and fetch the policy only when they find it.",
    };

    public static readonly FindingKind Several = new("record-several", Error, Rfc)
    {
        Message = "There are {detail} MTA-STS records, and exactly one is allowed.",
        Fix = "Delete all but the newest record at `_mta-sts.<domain>`.",
        Why = Ignored + "With two records a sender cannot know which id is the present one, so the RFC tells it to use "
            + "neither. It often happens when an updated record is added instead of replaced.",
    };

    public static readonly FindingKind Version = new("record-version-invalid", Error, Rfc)
    {
        Message = "The record starts with `{value}` instead of `{expected}`.",
        Fix = "Let the record start with exactly `{expected};`, in this case and with nothing in front.",
        Why = Ignored + "The version must come first, is `v=STSv1` to the letter, and a semicolon follows.",
    };

    public static readonly FindingKind Empty = new("record-empty", Error, Rfc)
    {
        Message = "The record is empty.",
        Fix = "Publish `v=STSv1; id=…;` with an id of letters and digits.",
        Why = Ignored,
    };

    public static readonly FindingKind IsTlsRpt = new("record-is-tlsrpt", Error, Rfc)
    {
        Message = "This is a TLS reporting record, not an MTA-STS record.",
        Fix = "Move it to `_smtp._tls.<domain>`, and publish `v=STSv1; id=…;` here.",
        Why = Ignored + "The two records look alike and are easily swapped.",
    };

    public static readonly FindingKind IsPolicy = new("record-is-policy", Error, Rfc)
    {
        Message = "This is the text of a policy, not of a record.",
        Fix = "Serve this text at `https://mta-sts.<domain>/.well-known/mta-sts.txt`, and publish `v=STSv1; id=…;` here.",
        Why = Ignored + "DNS holds only the record; the policy is fetched over HTTPS, so that its certificate proves it.",
    };

    public static readonly FindingKind IsZoneLine = new("record-is-zone-line", Error, Rfc)
    {
        Message = "This is a whole line of a zone file, not the text of the record.",
        Fix = "Take only what stands between the quotes.",
        Why = Ignored + "Web forms for DNS ask for name, type and text separately.",
    };

    public static readonly FindingKind Quoted = new("record-quoted", Error, Rfc)
    {
        Message = "The record's text itself starts with a quotation mark.",
        Fix = "Remove the quotation marks; most DNS forms add their own.",
        Why = Ignored + "Quotes belong to the zone file's syntax. Typed into a web form they become part of the text.",
    };

    public static readonly FindingKind LeadingBlank = new("record-leading-blank", Error, Rfc)
    {
        Message = "The record starts with a blank.",
        Fix = "Remove the blank in front of `v=STSv1`.",
        Why = Ignored + "The text must begin with `v=STSv1`.",
    };

    public static readonly FindingKind TrailingBlank = new("record-trailing-blank", Error, Rfc)
    {
        Message = "The record ends with a blank that no semicolon precedes.",
        Fix = "Remove the blank at the end.",
        Why = Ignored + "Blanks are allowed around semicolons only; several senders are strict about it.",
    };

    public static readonly FindingKind BlankBeforeSemicolon = new("record-blank-before-semicolon", Warning, Rfc)
    {
        Message = "There is a blank before a semicolon.",
        Fix = "Remove the blank: write `v=STSv1; id=…;`.",
        Why = "The grammar allows it, but the RFC's prose says that the record begins with `v=STSv1;`, and a sender that "
            + "takes the prose to the letter discards the record.",
    };

    public static readonly FindingKind NotAscii = new("record-not-ascii", Error, Rfc)
    {
        Message = "The record holds {value}, which is not plain ASCII.",
        Fix = "Type the record anew, with plain letters, digits and blanks.",
        Why = Ignored + "Typographic dashes, quotes and invisible blanks come along when text is copied from a web page.",
    };

    public static readonly FindingKind FieldEmpty = new("record-field-empty", Error, Rfc)
    {
        Message = "There is an empty field: two semicolons with nothing between them.",
        Fix = "Remove one of the semicolons.",
        Why = Ignored,
    };

    public static readonly FindingKind FieldWithoutEquals = new("record-field-without-equals", Error, Rfc)
    {
        Message = "The field `{value}` has no `=`.",
        Fix = "Write it as `name=value`, or remove it.",
        Why = Ignored,
    };

    public static readonly FindingKind ExtensionName = new("record-field-name-invalid", Error, Rfc)
    {
        Message = "`{value}` is not a valid name of a field.",
        Fix = "Use 1 to 32 letters, digits, `_`, `-`, `.`, and start with a letter or digit; or remove the field.",
        Why = Ignored,
    };

    public static readonly FindingKind ExtensionValue = new("record-field-value-invalid", Error, Rfc)
    {
        Message = "The value of the field `{detail}` is empty, or holds a blank or an equals sign.",
        Fix = "Correct or remove the field `{detail}`; a record needs only `v` and `id`.",
        Why = Ignored,
    };

    public static readonly FindingKind ExtensionUnknown = new("record-field-unknown", Info, Rfc)
    {
        Message = "The field `{value}` is not defined; senders ignore it.",
        Fix = "Remove it unless you know what it is for.",
        Why = "Fields that an RFC does not define are ignored. They do no harm.",
    };

    public static readonly FindingKind IdMissing = new("record-id-missing", Error, Rfc)
    {
        Message = "The record has no id.",
        Fix = "Add one: `v=STSv1; id=20260101000000;`.",
        Why = Ignored + "The id tells senders when to fetch the policy again.",
    };

    public static readonly FindingKind IdInvalid = new("record-id-invalid", Error, Rfc)
    {
        Message = "The id `{value}` is not valid: {detail}.",
        Fix = "Use 1 to 32 letters and digits, such as the date and time `20260101000000`.",
        Why = Ignored + "Ids such as `2026-01-01` or `-` are the most frequent fault in records.",
    };

    public static readonly FindingKind IdDuplicate = new("record-id-duplicate", Warning, Rfc)
    {
        Message = "There is a second id, `{value}`; the first one, `{expected}`, counts.",
        Fix = "Keep one id.",
        Why = "Senders use the first of several fields with the same name, so a change of the second is never seen.",
    };

    public static readonly FindingKind IdCase = new("record-id-case", Warning, Rfc)
    {
        Message = "`{value}=` is not the id; only lower-case `id=` is.",
        Fix = "Write `id=`.",
        Why = "Names of fields are compared with their case, so `ID=` is a field of its own that senders ignore.",
    };

    public static readonly FindingKind OtherText = new("record-other-text", Info, Rfc)
    {
        Message = "{detail} other TXT record(s) stand at `_mta-sts` beside the MTA-STS record.",
        Fix = "Remove them unless you know what they are for; a wildcard TXT record is the usual cause.",
        Why = "Senders discard TXT records that do not begin with `v=STSv1;`, so they do no harm.",
    };

    /// <summary>How this record names faults of the shared grammar.</summary>
    public static TagListFindings Grammar { get; } = new(
        Empty, Version, LeadingBlank, TrailingBlank, BlankBeforeSemicolon, Quoted, NotAscii,
        FieldEmpty, FieldWithoutEquals, ExtensionName, ExtensionValue);

    internal static IReadOnlyList<FindingKind> All { get; } =
    [
        Missing, Several, Version, Empty, IsTlsRpt, IsPolicy, IsZoneLine, Quoted, LeadingBlank, TrailingBlank,
        BlankBeforeSemicolon, NotAscii, FieldEmpty, FieldWithoutEquals, ExtensionName, ExtensionValue,
        ExtensionUnknown, IdMissing, IdInvalid, IdDuplicate, IdCase, OtherText,
    ];
}
