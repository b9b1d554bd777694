using StrictPost.Protocol.Text;
using static StrictPost.Protocol.Findings.Severity;

namespace StrictPost.Protocol.Findings;

/// <summary>What can be wrong with the <c>_smtp._tls</c> record (RFC 8460 §3).</summary>
internal static class TlsRptFindings
{
    private const string Rfc = "RFC 8460 §3";
    private const string NoReports = "No mail is lost, but senders that cannot read the record send no reports, and "
        + "reports are the only way to learn what senders experience. ";

    public static readonly FindingKind Missing = new("tlsrpt-missing", Error, Rfc)
    {
        Message = "There is no TLS reporting record among the TXT records.",
        Fix = "Publish one TXT record at `_smtp._tls.<domain>`, such as `v=TLSRPTv1; rua=mailto:reports@example.org;`.",
        Why = NoReports,
    };

    public static readonly FindingKind Several = new("tlsrpt-several", Error, Rfc)
    {
        Message = "There are {detail} TLS reporting records, and exactly one is allowed.",
        Fix = "Keep one record, and put all addresses into its `rua`, separated by commas.",
        Why = NoReports + "With several records a sender must assume that there is none.",
    };

    public static readonly FindingKind Version = new("tlsrpt-version-invalid", Error, Rfc)
    {
        Message = "The record starts with `{value}` instead of `{expected}`.",
        Fix = "Let the record start with exactly `{expected};`, in this case and with nothing in front.",
        Why = NoReports + "The version must be the first field.",
    };

    public static readonly FindingKind Empty = new("tlsrpt-empty", Error, Rfc)
    {
        Message = "The record is empty.",
        Fix = "Publish `v=TLSRPTv1; rua=mailto:…;`.",
        Why = NoReports,
    };

    public static readonly FindingKind Quoted = new("tlsrpt-quoted", Error, Rfc)
    {
        Message = "The record's text itself starts with a quotation mark.",
        Fix = "Remove the quotation marks; most DNS forms add their own.",
        Why = NoReports,
    };

    public static readonly FindingKind LeadingBlank = new("tlsrpt-leading-blank", Error, Rfc)
    {
        Message = "The record starts with a blank.",
        Fix = "Remove the blank in front of `v=TLSRPTv1`.",
        Why = NoReports,
    };

    public static readonly FindingKind TrailingBlank = new("tlsrpt-trailing-blank", Error, Rfc)
    {
        Message = "The record ends with a blank that no semicolon precedes.",
        Fix = "Remove the blank at the end.",
        Why = NoReports,
    };

    public static readonly FindingKind BlankBeforeSemicolon = new("tlsrpt-blank-before-semicolon", Warning, Rfc)
    {
        Message = "There is a blank before a semicolon.",
        Fix = "Remove the blank.",
        Why = "The grammar allows it, but some senders look for `v=TLSRPTv1;` to the letter.",
    };

    public static readonly FindingKind NotAscii = new("tlsrpt-not-ascii", Error, Rfc)
    {
        Message = "The record holds {value}, which is not plain ASCII.",
        Fix = "Type the record anew; percent-encode other characters in an address.",
        Why = NoReports,
    };

    public static readonly FindingKind FieldEmpty = new("tlsrpt-field-empty", Error, Rfc)
    {
        Message = "There is an empty field: two semicolons with nothing between them.",
        Fix = "Remove one of the semicolons.",
        Why = NoReports,
    };

    public static readonly FindingKind FieldWithoutEquals = new("tlsrpt-field-without-equals", Error, Rfc)
    {
        Message = "The field `{value}` has no `=`.",
        Fix = "Write it as `name=value`; separate addresses by commas, and write a semicolon in an address as `%3B`.",
        Why = NoReports,
    };

    public static readonly FindingKind ExtensionName = new("tlsrpt-field-name-invalid", Error, Rfc)
    {
        Message = "`{value}` is not a valid name of a field.",
        Fix = "Use 1 to 32 letters, digits, `_`, `-`, `.`, and start with a letter or digit; or remove the field.",
        Why = NoReports,
    };

    public static readonly FindingKind ExtensionValue = new("tlsrpt-field-value-invalid", Error, Rfc)
    {
        Message = "The value of the field `{detail}` is empty, or holds a blank or an equals sign.",
        Fix = "Correct or remove the field `{detail}`; a record needs only `v` and `rua`.",
        Why = NoReports,
    };

    public static readonly FindingKind RuaEmpty = new("tlsrpt-rua-empty", Error, Rfc)
    {
        Message = "An address in `rua` is empty.",
        Fix = "Remove the extra comma, or fill in the address.",
        Why = NoReports + "Senders may skip such an address and use the others, or give up on the record.",
        SenderTolerates = true,
    };

    public static readonly FindingKind RuaReserved = new("tlsrpt-rua-character", Error, Rfc)
    {
        Message = "The address `{value}` holds {detail}.",
        Fix = "Write it as `{expected}`.",
        Why = NoReports + "`!`, `,` and `;` separate parts of the record, so inside an address they are percent-encoded.",
    };

    public static readonly FindingKind RuaScheme = new("tlsrpt-rua-scheme", Warning, Rfc)
    {
        Message = "Senders ignore the address `{value}`: {detail}.",
        Fix = "Write `{expected}`.",
        Why = NoReports + "An address of an unknown scheme is skipped; the others are used.",
    };

    public static readonly FindingKind RuaInvalid = new("tlsrpt-rua-invalid", Error, Rfc)
    {
        Message = "No report can be delivered to `{value}`: {detail}.",
        Fix = "Correct the address.",
        Why = NoReports + "Senders may skip such an address and use the others, or give up on the record.",
        SenderTolerates = true,
    };

    public static readonly FindingKind NoUsableRua = new("tlsrpt-rua-missing", Error, Rfc)
    {
        Message = "The record names no address that reports can go to.",
        Fix = "Add `rua=mailto:reports@example.org` or `rua=https://…`.",
        Why = NoReports,
    };

    /// <summary>How this record names faults of the shared grammar.</summary>
    public static TagListFindings Grammar { get; } = new(
        Empty, Version, LeadingBlank, TrailingBlank, BlankBeforeSemicolon, Quoted, NotAscii,
        FieldEmpty, FieldWithoutEquals, ExtensionName, ExtensionValue);

    internal static IReadOnlyList<FindingKind> All { get; } =
    [
        Missing, Several, Version, Empty, Quoted, LeadingBlank, TrailingBlank, BlankBeforeSemicolon, NotAscii,
        FieldEmpty, FieldWithoutEquals, ExtensionName, ExtensionValue, RuaEmpty, RuaReserved, RuaScheme, RuaInvalid,
        NoUsableRua,
    ];
}
