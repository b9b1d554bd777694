using static StrictPost.Protocol.Findings.Severity;

namespace StrictPost.Protocol.Findings;

/// <summary>What a body can be when it is no policy at all.</summary>
internal static class BodyFindings
{
    private const string Rfc = "RFC 8461 §3.2";
    private const string Ignored = "A sender that fetches this finds no policy in it, and acts as if there were none, or keeps "
        + "an older one until that expires. A policy is a plain text file of a few lines: `version: STSv1`, `mode: …`, "
        + "`mx: …`, `max_age: …`.";

    public static readonly FindingKind Empty = new("policy-empty", Error, Rfc)
    {
        Message = "The policy is empty.",
        Fix = "Write a policy, for example with `strictpost new`.",
        Why = Ignored,
    };

    public static readonly FindingKind IsHtml = new("policy-is-html", Error, Rfc)
    {
        Message = "This is {detail}, not a policy.",
        Fix = "Serve the plain text file itself; the web server is answering with a page of its own.",
        Why = Ignored + " Web servers that answer every path with the same page are the usual cause.",
    };

    public static readonly FindingKind IsRtf = new("policy-is-rtf", Error, Rfc)
    {
        Message = "This is a rich text (RTF) document, not a policy.",
        Fix = "Save it as plain text (in TextEdit: Format, Make Plain Text).",
        Why = Ignored,
    };

    public static readonly FindingKind IsJson = new("policy-is-json", Error, Rfc)
    {
        Message = "This is JSON, not a policy.",
        Fix = "Write one `key: value` on each line, without brackets and quotes.",
        Why = Ignored,
    };

    public static readonly FindingKind IsRecord = new("policy-is-record", Error, Rfc)
    {
        Message = "This is the DNS record, not the policy.",
        Fix = "Publish this text as the TXT record at `_mta-sts.<domain>`, and write the policy into this file.",
        Why = Ignored + " MTA-STS needs both: the record in DNS, and the policy in this file.",
    };

    public static readonly FindingKind IsUtf16 = new("policy-is-utf16", Error, Rfc)
    {
        Message = "The file is stored as UTF-16.",
        Fix = "Save it as UTF-8 without a byte order mark (in Notepad: Save as, Encoding UTF-8), or as ASCII.",
        Why = Ignored,
    };

    public static readonly FindingKind IsOther = new("policy-is-other", Error, Rfc)
    {
        Message = "This is not a policy; it begins with `{value}`.",
        Fix = "Replace it by a policy, for example one written by `strictpost new`.",
        Why = Ignored,
    };

    internal static IReadOnlyList<FindingKind> All { get; } = [Empty, IsHtml, IsRtf, IsJson, IsRecord, IsUtf16, IsOther];
}
