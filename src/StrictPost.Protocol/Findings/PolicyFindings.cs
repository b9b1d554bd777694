using static StrictPost.Protocol.Findings.Severity;

namespace StrictPost.Protocol.Findings;

/// <summary>What can be wrong with the lines of a policy (RFC 8461 §3.2), its patterns apart.</summary>
internal static class PolicyFindings
{
    private const string Rfc = "RFC 8461 §3.2";
    private const string Ignored = "Senders that keep to the grammar cannot use the policy: they act as if there were none, "
        + "or keep an older one until that expires. ";

    public static readonly FindingKind TooLarge = new("policy-too-large", Error, "RFC 8461 §3.3")
    {
        Message = "The policy is longer than 65536 bytes, and senders stop reading there.",
        Fix = "Shorten it; use `*.` patterns where many hosts share a name.",
        Why = Ignored + "The limit keeps a hostile server from filling a sender's memory.",
    };

    public static readonly FindingKind NotUtf8 = new("policy-not-utf8", Error, Rfc)
    {
        Message = "The byte {value} is not part of any UTF-8 character.",
        Fix = "Save the file as UTF-8, or use ASCII only.",
        Why = Ignored,
    };

    public static readonly FindingKind ByteOrderMark = new("policy-byte-order-mark", Error, Rfc)
    {
        Message = "The file starts with a byte order mark, three invisible bytes.",
        Fix = "Save it as UTF-8 without a byte order mark (BOM).",
        Why = Ignored + "For a sender the first key is then not `version`, but something that only looks like it.",
    };

    public static readonly FindingKind BareCr = new("policy-bare-cr", Error, Rfc)
    {
        Message = "A line ends with a carriage return alone.",
        Fix = "End lines with LF or CRLF.",
        Why = Ignored + "For a sender everything up to the next LF is one line.",
    };

    public static readonly FindingKind ControlCharacter = new("policy-control-character", Error, Rfc)
    {
        Message = "The line holds {value}.",
        Fix = "Type the line anew.",
        Why = Ignored,
    };

    public static readonly FindingKind Indented = new("policy-indented", Error, Rfc)
    {
        Message = "{detail} with a blank.",
        Fix = "Let each line start with its key, without blanks in front.",
        Why = Ignored + "It happens when a policy is copied from an indented example in a guide.",
    };

    public static readonly FindingKind BlankLine = new("policy-blank-line", Error, Rfc)
    {
        Message = "There is an empty line between the lines of the policy.",
        Fix = "Remove the empty line.",
        Why = Ignored,
    };

    public static readonly FindingKind BlankLineAtEnd = new("policy-blank-line-at-end", Warning, Rfc)
    {
        Message = "There is an empty line at the end.",
        Fix = "Remove the empty line; one line end after the last line is enough.",
        Why = "The grammar does not allow it. Most senders read past it, but one that does not finds no policy.",
    };

    public static readonly FindingKind Comment = new("policy-comment", Error, Rfc)
    {
        Message = "The line is a comment, and a policy has none.",
        Fix = "Remove the line.",
        Why = Ignored,
    };

    public static readonly FindingKind InlineComment = new("policy-inline-comment", Error, Rfc)
    {
        Message = "The line ends with a comment, and a policy has none.",
        Fix = "Remove `{value}`.",
        Why = Ignored + "The comment becomes part of the value. A widely copied template ships with such comments.",
    };

    public static readonly FindingKind BlankBeforeColon = new("policy-blank-before-colon", Error, Rfc)
    {
        Message = "There is a blank between `{value}` and the colon.",
        Fix = "Write `{value}:` without the blank.",
        Why = Ignored,
    };

    public static readonly FindingKind LineWithoutColon = new("policy-line-without-colon", Error, Rfc)
    {
        Message = "The line `{value}` is not of the form `key: value`.",
        Fix = "Remove the line, or write it as `key: value`.",
        Why = Ignored,
    };

    public static readonly FindingKind EqualsSign = new("policy-equals-sign", Error, Rfc)
    {
        Message = "The line uses `=` in place of a colon.",
        Fix = "Write `{expected}`.",
        Why = Ignored + "The record in DNS uses `=`, the policy uses `:`.",
    };

    public static readonly FindingKind HostWithoutKey = new("policy-host-without-key", Error, Rfc)
    {
        Message = "The host `{value}` stands on a line without `mx:` in front.",
        Fix = "Write `{expected}`.",
        Why = Ignored + "Each mail host has a line of its own that starts with `mx:`.",
    };

    public static readonly FindingKind KeyInvalid = new("policy-key-invalid", Error, Rfc)
    {
        Message = "`{value}` is not a valid key.",
        Fix = "Use `version`, `mode`, `mx` or `max_age`; other keys have 1 to 32 letters, digits, `_`, `-`, `.` and start with a letter or digit.",
        Why = Ignored,
    };

    public static readonly FindingKind KeyMisspelt = new("policy-key-misspelt", Warning, Rfc)
    {
        Message = "Senders do not know the key `{value}` and ignore the line.",
        Fix = "Write `{expected}:`.",
        Why = "Keys are compared with their case and to the letter, so `Mode` is not `mode`.",
    };

    public static readonly FindingKind KeyUnknown = new("policy-key-unknown", Info, Rfc)
    {
        Message = "The key `{value}` is not defined; senders ignore the line.",
        Fix = "Remove it unless you know what it is for.",
        Why = "Keys that an RFC does not define are ignored. They do no harm.",
    };

    public static readonly FindingKind KeyDuplicate = new("policy-key-duplicate", Warning, Rfc)
    {
        Message = "There is a second `{value}`; senders use the first.",
        Fix = "Keep one `{value}` line.",
        Why = "Of several lines with the same key, `mx` apart, only the first counts. A change of a later one has no effect.",
    };

    public static readonly FindingKind ValueEmpty = new("policy-value-empty", Error, Rfc)
    {
        Message = "The key `{value}` has no value.",
        Fix = "Fill in the value, or remove the line.",
        Why = Ignored,
    };

    public static readonly FindingKind VersionMissing = new("policy-version-missing", Error, Rfc)
    {
        Message = "The policy has no version.",
        Fix = "Add `version: STSv1` as the first line.",
        Why = Ignored,
    };

    public static readonly FindingKind VersionUnsupported = new("policy-version-unsupported", Error, Rfc)
    {
        Message = "The version is `{value}`; only `STSv1` exists.",
        Fix = "Write `version: STSv1`.",
        Why = Ignored,
    };

    public static readonly FindingKind VersionNotFirst = new("policy-version-not-first", Warning, Rfc)
    {
        Message = "The version is not the first line.",
        Fix = "Move `version: STSv1` to the top.",
        Why = "The grammar allows any order, but some senders expect the version first.",
    };

    public static readonly FindingKind ModeMissing = new("policy-mode-missing", Error, Rfc)
    {
        Message = "The policy has no mode.",
        Fix = "Add `mode: testing`, and change it to `mode: enforce` once reports show no failures.",
        Why = Ignored,
    };

    public static readonly FindingKind ModeInvalid = new("policy-mode-invalid", Error, Rfc)
    {
        Message = "The mode `{value}` does not exist.",
        Fix = "Write `{expected}`; the modes are `testing`, `enforce` and `none`, in lower case.",
        Why = Ignored,
    };

    public static readonly FindingKind ModeBrackets = new("policy-mode-brackets", Error, Rfc)
    {
        Message = "The mode stands in brackets: `{value}`.",
        Fix = "Remove the brackets and keep one mode: `{expected}`.",
        Why = Ignored + "The brackets of a widely copied template only mean `choose one of these`.",
    };

    public static readonly FindingKind MaxAgeMissing = new("policy-max-age-missing", Error, Rfc)
    {
        Message = "The policy has no max_age.",
        Fix = "Add `max_age: 604800` (one week, in seconds).",
        Why = Ignored + "Without it a sender does not know how long to keep the policy.",
    };

    public static readonly FindingKind MaxAgeInvalid = new("policy-max-age-invalid", Error, Rfc)
    {
        Message = "The max_age `{value}` is not a number of seconds: {detail}.",
        Fix = "Write plain seconds, such as `max_age: 604800` for one week.",
        Why = Ignored,
    };

    public static readonly FindingKind MaxAgeTooLarge = new("policy-max-age-too-large", Error, Rfc)
    {
        Message = "The max_age {value} is more than the longest allowed, 31557600 seconds (a year).",
        Fix = "Write `max_age: 31557600` or less.",
        Why = "Senders shorten it to a year, and some may refuse the policy.",
        SenderTolerates = true,
    };

    public static readonly FindingKind MaxAgeZero = new("policy-max-age-zero", Warning, Rfc)
    {
        Message = "With max_age 0 the policy expires at once.",
        Fix = "Write at least `max_age: 86400` (a day); a week or more protects better.",
        Why = "A policy protects mail only while a sender holds it. One that is never held protects nothing.",
    };

    public static readonly FindingKind MxMissing = new("policy-mx-missing", Error, Rfc)
    {
        Message = "The policy has mode `{value}`, but no `mx`.",
        Fix = "Add a line `mx: <host>` for each mail host, as the MX records name them.",
        Why = Ignored + "Only a policy with `mode: none` may do without.",
    };

    internal static IReadOnlyList<FindingKind> All { get; } =
    [
        TooLarge, NotUtf8, ByteOrderMark, BareCr, ControlCharacter, Indented, BlankLine, BlankLineAtEnd, Comment,
        InlineComment, BlankBeforeColon, LineWithoutColon, EqualsSign, HostWithoutKey, KeyInvalid, KeyMisspelt,
        KeyUnknown, KeyDuplicate, ValueEmpty, VersionMissing, VersionUnsupported, VersionNotFirst, ModeMissing,
        ModeInvalid, ModeBrackets, MaxAgeMissing, MaxAgeInvalid, MaxAgeTooLarge, MaxAgeZero, MxMissing,
    ];
}
