using StrictPost.Protocol.Text;

namespace StrictPost.Protocol.TlsRpt.Reports.Parsing;

/// <summary>What the header and the name of the file say of a report (RFC 8460 §5.1, §5.3).</summary>
internal sealed class ReportSurroundings(ReportHints hints)
{
    private static readonly string[] Endings = [".gz", ".zip", ".json"];

    private readonly string[] _name = Parts(hints.FileName);

    /// <summary>Who sends the report, and where that stands.</summary>
    public (string Value, string From)? Organization => Header(hints.Submitter) ?? InSubject("Submitter:") ?? InName(0);

    /// <summary>The report's id, and where that stands.</summary>
    public (string Value, string From)? Id => InSubject("Report-ID:") ?? InName(4);

    /// <summary>For which domain the report is, and where that stands.</summary>
    public (DomainName Domain, string From)? Domain =>
        Domains(Header(hints.Domain)) ?? Domains(InSubject("Report Domain:")) ?? Domains(InName(1));

    /// <summary>The times in the file's name: beginning and end.</summary>
    public (DateTimeOffset Start, DateTimeOffset End)? Period =>
        _name.Length > 3 && ReportDate.Seconds(_name[2]) is { } start && ReportDate.Seconds(_name[3]) is { } end ? (start, end) : null;

    /// <summary>The domain in ids such as <c>…_idx1_example.org</c> and <c>…+example.org@google.com</c>.</summary>
    public static DomainName? DomainInId(string? id)
    {
        if (id is null || id.LastIndexOfAny(['_', '+']) is not (>= 0 and var at))
            return null;
        string text = id[(at + 1)..].Trim('>');
        if (id[at] == '+' && text.IndexOf('@', StringComparison.Ordinal) is > 0 and var sign)
            text = text[..sign];
        return Dotted(text);
    }

    private static (DomainName Domain, string From)? Domains((string Value, string From)? said) =>
        said is var (value, from) && Dotted(value) is { } domain ? (domain, from) : null;

    /// <summary>A guess needs a dot: a single word is seldom a domain.</summary>
    private static DomainName? Dotted(string text) =>
        text.Contains('.', StringComparison.Ordinal) && DomainName.TryParse(text, out var domain) ? domain : null;

    private static (string Value, string From)? Header(string? value) =>
        string.IsNullOrWhiteSpace(value) ? null : (Bounded(value.Trim()), "the mail's header");

    private (string Value, string From)? InName(int part) =>
        _name.Length > Math.Max(part, 3) && _name[part].Length > 0 ? (Bounded(_name[part]), "the file's name") : null;

    private (string Value, string From)? InSubject(string word)
    {
        if (hints.Subject?.IndexOf(word, StringComparison.OrdinalIgnoreCase) is not (>= 0 and var at))
            return null;
        string[] rest = hints.Subject[(at + word.Length)..].Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries);
        return rest is [var value, ..] && value.Trim('<', '>') is { Length: > 0 } bare ? (Bounded(bare), "the mail's subject") : null;
    }

    private static string Bounded(string text) =>
        JsonText.Mend(text.Length <= ReportParser.MaxText ? text : text[..ReportParser.MaxText], out _);

    /// <summary>sender!domain!begin!end[!unique-id].extension.</summary>
    private static string[] Parts(string? fileName)
    {
        string name = fileName ?? "";
        name = name[(name.LastIndexOfAny(['/', '\\']) + 1)..].Trim();
        while (Array.Find(Endings, ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) is { } known)
            name = name[..^known.Length];
        return name.Split('!');
    }
}
