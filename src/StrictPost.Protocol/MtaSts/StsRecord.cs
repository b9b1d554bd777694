using StrictPost.Protocol.Findings;
using StrictPost.Protocol.Text;

namespace StrictPost.Protocol.MtaSts;

/// <summary>The <c>_mta-sts</c> TXT record (RFC 8461 §3.1): it says that there is a policy, and by its id when it changed.</summary>
/// <param name="Id">1 to 32 letters and digits; compared for equality only.</param>
public sealed record StsRecord(string Id)
{
    /// <summary>Where the record stands, in front of the domain.</summary>
    public const string Label = "_mta-sts";

    /// <summary>Longest id, in characters.</summary>
    public const int MaxIdLength = 32;

    private const string Version = "v=STSv1";

    /// <summary>The record's text, as it is published.</summary>
    public string Text => $"{Version}; id={Id};";

    /// <summary>
    /// The sender's choice among all TXT records at <c>_mta-sts</c>, each with its character-strings already joined
    /// without a blank (RFC 7208 §3.3 has the same rule): exactly one must be an MTA-STS record, or there is none.
    /// </summary>
    public static Parsed<StsRecord> Choose(IReadOnlyList<string> texts)
    {
        var candidates = texts.Where(IsCandidate).ToList();
        if (candidates.Count == 1)
        {
            var record = Parse(candidates[0]);
            return texts.Count == 1
                ? record
                : record with { Findings = [.. record.Findings, RecordFindings.OtherText.Found(detail: $"{texts.Count - 1}")] };
        }

        return candidates.Count > 1
            ? new Parsed<StsRecord>(null, [RecordFindings.Several.Found(detail: $"{candidates.Count}")])
            : new Parsed<StsRecord>(null, [RecordFindings.Missing.Found(), .. texts.SelectMany(text => Parse(text).Findings)]);
    }

    /// <summary>Reads one record. Its parts are judged by the ABNF of RFC 8461 §3.1, with erratum 6285.</summary>
    public static Parsed<StsRecord> Parse(string text)
    {
        var findings = new List<Finding>();
        if (RecordNature.WhatElse(text) is { } nature)
            return new Parsed<StsRecord>(null, [nature]);

        var tags = TagList.Read(text, Version, RecordFindings.Grammar, findings);
        bool versioned = !findings.Exists(f => f.Kind == RecordFindings.Version || f.Kind == RecordFindings.Quoted || f.Kind == RecordFindings.Empty);
        string? id = versioned ? ReadId(tags, findings) : null;
        foreach (var tag in tags.Where(tag => tag.Name != "id"))
            ReadExtension(tag, findings);

        bool broken = findings.Exists(finding => finding.Kind.Breaks);
        return new Parsed<StsRecord>(broken || id is null ? null : new StsRecord(id), findings);
    }

    /// <summary>
    /// "Records that do not begin with v=STSv1; are discarded" (RFC 8461 §3.1).
    /// spec unclear: the ABNF allows blanks before the semicolon, so they count as the beginning too.
    /// </summary>
    private static bool IsCandidate(string text) =>
        text.StartsWith(Version, StringComparison.Ordinal)
        && text.AsSpan(Version.Length).TrimStart(Characters.Wsp).StartsWith(";");

    /// <summary>sts-id = %s"id=" 1*32(ALPHA / DIGIT); the first one counts.</summary>
    private static string? ReadId(IReadOnlyList<Tag> tags, List<Finding> findings)
    {
        var ids = tags.Where(tag => tag.Name == "id").ToList();
        if (ids.Count == 0)
        {
            findings.Add(RecordFindings.IdMissing.Found());
            return null;
        }

        if (ids.Count > 1)
            findings.Add(RecordFindings.IdDuplicate.At(ids[1].Place, ids[1].Value, ids[0].Value));
        if (IdFault(ids[0].Value) is { } fault)
            findings.Add(RecordFindings.IdInvalid.At(ids[0].ValuePlace, ids[0].Value, detail: fault));
        return ids[0].Value;
    }

    private static string? IdFault(string id)
    {
        if (id.Length == 0)
            return "it is empty";
        if (id.AsSpan().IndexOfAnyExcept(Characters.Alphanumeric) is var bad and >= 0)
            return $"it holds {Printable.Describe(id[bad])}, and only letters and digits are allowed";
        return id.Length > MaxIdLength ? $"it is {id.Length} characters long, and {MaxIdLength} is the most" : null;
    }

    private static void ReadExtension(Tag tag, List<Finding> findings)
    {
        int before = findings.Count;
        TagList.CheckExtension(tag, RecordFindings.Grammar, findings);
        if (findings.Count > before)
            return;
        findings.Add(tag.Name.Equals("id", StringComparison.OrdinalIgnoreCase)
            ? RecordFindings.IdCase.At(tag.Place, tag.Name)
            : RecordFindings.ExtensionUnknown.At(tag.Place, tag.Name));
    }
}
