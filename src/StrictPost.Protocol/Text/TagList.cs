using StrictPost.Protocol.Findings;

namespace StrictPost.Protocol.Text;

/// <summary>One <c>name=value</c> of a record, and where it stands.</summary>
internal sealed record Tag(string Name, string Value, Place Place)
{
    public Place ValuePlace => Place.Right(Name.Length + 1);
}

/// <summary>The codes under which one kind of record reports faults of the grammar that both records share.</summary>
internal sealed record TagListFindings(
    FindingKind Empty,
    FindingKind Version,
    FindingKind LeadingBlank,
    FindingKind TrailingBlank,
    FindingKind BlankBeforeSemicolon,
    FindingKind Quoted,
    FindingKind NotAscii,
    FindingKind FieldEmpty,
    FindingKind FieldWithoutEquals,
    FindingKind ExtensionName,
    FindingKind ExtensionValue);

/// <summary>
/// The grammar that the records of RFC 8461 §3.1 and RFC 8460 §3 share:
/// <c>version 1*(*WSP ";" *WSP field) [*WSP ";" *WSP]</c>, a field being <c>name=value</c>.
/// </summary>
internal static class TagList
{
    /// <summary>Reads the fields after the version; faults go to <paramref name="findings"/>.</summary>
    public static IReadOnlyList<Tag> Read(string text, string version, TagListFindings kinds, List<Finding> findings)
    {
        var start = new Place(1, 1);
        int strange = text.AsSpan().IndexOfAnyExcept(Characters.VisibleOrWsp);
        if (strange >= 0)
            findings.Add(kinds.NotAscii.At(start.Right(strange), Printable.Describe(text[strange])));

        if (text.AsSpan().Trim(Characters.Wsp).IsEmpty)
        {
            findings.Add(kinds.Empty.Found());
            return [];
        }

        string[] parts = text.Split(';');
        if (!ReadVersion(parts[0], version, kinds, findings))
            return [];

        var tags = new List<Tag>();
        int offset = parts[0].Length + 1;
        for (int i = 1; i < parts.Length; offset += parts[i].Length + 1, i++)
        {
            bool last = i == parts.Length - 1;
            if (last && parts[i].Trim(' ', '\t').Length == 0)
                break; // [field-delim] at the end
            CheckBlanks(parts[i], last, start.Right(offset), kinds, findings);
            if (ReadField(parts[i], start.Right(offset), kinds, findings) is { } tag)
                tags.Add(tag);
        }

        return tags;
    }

    /// <summary>
    /// sts-extension and tlsrpt-extension:
    /// <c>(ALPHA / DIGIT) *31(ALPHA / DIGIT / "_" / "-" / ".") "=" 1*(%x21-3A / %x3C / %x3E-7E)</c>.
    /// </summary>
    public static void CheckExtension(Tag tag, TagListFindings kinds, List<Finding> findings)
    {
        if (!Characters.IsExtensionName(tag.Name))
            findings.Add(kinds.ExtensionName.At(tag.Place, tag.Name));
        if (tag.Value.Length == 0 || tag.Value.Any(c => c is <= ' ' or '=' or > '~'))
            findings.Add(kinds.ExtensionValue.At(tag.ValuePlace, tag.Value, detail: tag.Name));
    }

    private static bool ReadVersion(string first, string version, TagListFindings kinds, List<Finding> findings)
    {
        var start = new Place(1, 1);
        string bare = first.Trim(' ', '\t');
        if (bare.StartsWith('"'))
        {
            findings.Add(kinds.Quoted.At(start));
            return false;
        }

        if (bare != version)
        {
            findings.Add(kinds.Version.At(start, bare.Length == 0 ? ";" : bare, version));
            return false;
        }

        if (first[0] is ' ' or '\t')
            findings.Add(kinds.LeadingBlank.At(start));
        if (first[^1] is ' ' or '\t')
            findings.Add(kinds.BlankBeforeSemicolon.At(start.Right(first.Length - 1)));
        return true;
    }

    private static void CheckBlanks(string part, bool last, Place place, TagListFindings kinds, List<Finding> findings)
    {
        if (part.Length == 0 || part[^1] is not (' ' or '\t'))
            return;
        var end = place.Right(part.Length - 1);
        findings.Add(last ? kinds.TrailingBlank.At(end) : kinds.BlankBeforeSemicolon.At(end));
    }

    private static Tag? ReadField(string part, Place place, TagListFindings kinds, List<Finding> findings)
    {
        string field = part.Trim(' ', '\t');
        place = place.Right(part.IndexOf(field, StringComparison.Ordinal));
        if (field.Length == 0)
        {
            findings.Add(kinds.FieldEmpty.At(place));
            return null;
        }

        int equals = field.IndexOf('=', StringComparison.Ordinal);
        if (equals >= 0)
            return new Tag(field[..equals], field[(equals + 1)..], place);
        findings.Add(kinds.FieldWithoutEquals.At(place, field));
        return null;
    }
}
