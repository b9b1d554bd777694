using StrictPost.Protocol.Findings;
using StrictPost.Protocol.Text;

namespace StrictPost.Protocol.TlsRpt;

/// <summary>The <c>_smtp._tls</c> TXT record (RFC 8460 §3): where senders deliver their reports.</summary>
/// <param name="Rua">One or more addresses; a reporter delivers to each.</param>
public sealed record TlsRptRecord(IReadOnlyList<ReportUri> Rua)
{
    /// <summary>Where the record stands, in front of the domain.</summary>
    public const string Label = "_smtp._tls";

    private const string Version = "v=TLSRPTv1";

    /// <summary>The record's text, as it is published.</summary>
    public string Text => $"{Version}; rua={string.Join(',', Rua)};";

    /// <summary>
    /// The reporter's choice among all TXT records at <c>_smtp._tls</c>, each with its character-strings joined: exactly
    /// one must be a TLSRPT record, or the domain is taken to want no reports.
    /// </summary>
    public static Parsed<TlsRptRecord> Choose(IReadOnlyList<string> texts)
    {
        var candidates = texts.Where(IsCandidate).ToList();
        return candidates.Count switch
        {
            1 => Parse(candidates[0]),
            0 => new(null, [TlsRptFindings.Missing.Found(), .. texts.SelectMany(text => Parse(text).Findings)]),
            _ => new(null, [TlsRptFindings.Several.Found(detail: $"{candidates.Count}")]),
        };
    }

    /// <summary>Reads one record by the ABNF of RFC 8460 §3.</summary>
    public static Parsed<TlsRptRecord> Parse(string text)
    {
        var findings = new List<Finding>();
        var tags = TagList.Read(text, Version, TlsRptFindings.Grammar, findings);
        var rua = ReadRua(tags, findings);
        foreach (var tag in tags.Where(tag => tag.Name != "rua"))
            TagList.CheckExtension(tag, TlsRptFindings.Grammar, findings);

        bool versioned = tags.Count > 0 || !findings.Exists(finding => finding.Kind.Breaks);
        if (rua.Count == 0 && versioned)
            findings.Add(TlsRptFindings.NoUsableRua.Found());
        bool broken = findings.Exists(finding => finding.Kind.Breaks);
        return new Parsed<TlsRptRecord>(broken ? null : new TlsRptRecord(rua), findings);
    }

    private static bool IsCandidate(string text) =>
        text.StartsWith(Version, StringComparison.Ordinal)
        && text.AsSpan(Version.Length).TrimStart(Characters.Wsp).StartsWith(";");

    /// <summary>
    /// tlsrpt-rua = %s"rua=" tlsrpt-uri *(*WSP "," *WSP tlsrpt-uri).
    /// spec unclear: the ABNF allows several rua fields; all their addresses are used.
    /// </summary>
    private static List<ReportUri> ReadRua(IReadOnlyList<Tag> tags, List<Finding> findings)
    {
        var uris = new List<ReportUri>();
        foreach (var tag in tags.Where(tag => tag.Name == "rua"))
        {
            var place = tag.ValuePlace;
            foreach (string part in tag.Value.Split(','))
            {
                string trimmed = part.Trim(' ', '\t');
                if (ReportUri.Read(trimmed, place, findings) is { } uri)
                    uris.Add(uri);
                place = place.Right(part.Length + 1);
            }
        }

        return uris;
    }
}
