using System.Buffers;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.Text;

namespace StrictPost.Protocol.MtaSts;

/// <summary>One line of a policy: <c>sts-policy-field *WSP</c>, where a field is key, <c>":" *WSP</c>, value.</summary>
internal static class PolicyLine
{
    /// <summary>The keys that RFC 8461 defines.</summary>
    public static readonly IReadOnlyList<string> KnownKeys = ["version", "mode", "mx", "max_age"];

    private static readonly SearchValues<char> Controls =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(c => (char)c), '\x7F']);

    public static void Read(TextLine line, PolicyFields fields, List<Finding> findings)
    {
        string text = line.Text.TrimEnd(' ', '\t');
        int indent = text.Length - text.TrimStart(' ', '\t').Length;
        var place = new Place(line.Number, indent + 1);
        text = text[indent..];

        int control = text.AsSpan().IndexOfAny(Controls);
        if (control >= 0 && !(text[control] == '\t' && IsAfterColon(text, control)))
            findings.Add(WithControl(text, control, place, fields));
        else if (text[0] == '#' || text.StartsWith("//", StringComparison.Ordinal))
            findings.Add(PolicyFindings.Comment.At(place, text));
        else if (text.IndexOf(':', StringComparison.Ordinal) is var colon and >= 0)
            ReadField(text, colon, place, fields, findings);
        else
            findings.Add(WithoutColon(text, place, fields));
    }

    /// <summary>What the author may have meant by a key that no sender knows, or null.</summary>
    public static string? MeantKey(string key)
    {
        string bare = key.ToLowerInvariant().Replace('-', '_').Replace(' ', '_');
        return bare == "maxage" ? "max_age" : KnownKeys.FirstOrDefault(known => known == bare);
    }

    /// <summary>sts-policy-field-delim = ":" *WSP: only blanks and tabs stand between the colon and here.</summary>
    private static bool IsAfterColon(string text, int offset) => text.AsSpan(0, offset).TrimEnd(Characters.Wsp).EndsWith(":");

    private static Finding WithControl(string text, int control, Place place, PolicyFields fields)
    {
        if (MeantKey(text.Split(':')[0].TrimEnd(' ', '\t')) is { } key)
            fields.NoteUnreadable(key);
        return PolicyFindings.ControlCharacter.At(place.Right(control), Printable.Describe(text[control]));
    }

    private static void ReadField(string text, int colon, Place place, PolicyFields fields, List<Finding> findings)
    {
        string key = text[..colon].TrimEnd(' ', '\t');
        string value = text[(colon + 1)..].TrimStart(' ', '\t');
        var valuePlace = place.Right(text.Length - value.Length);
        if (key.Length < colon)
            findings.Add(PolicyFindings.BlankBeforeColon.At(place.Right(key.Length), key));

        if (KnownKeys.Contains(key, StringComparer.Ordinal))
            fields.Add(key, fields.Ignores(key) ? value : WithoutComment(value, valuePlace, findings), place, valuePlace);
        else if (CheckExtension(key, value, place, valuePlace) is { } fault)
            findings.Add(fault);
        else if (MeantKey(key) is { } meant)
            fields.AddMisspelt(key, meant, place);
        else
            fields.AddExtension(key, value, place);
    }

    /// <summary>
    /// sts-policy-ext-name = (ALPHA / DIGIT) *31(ALPHA / DIGIT / "_" / "-" / "."), with a value that is not empty.
    /// </summary>
    private static Finding? CheckExtension(string key, string value, Place place, Place valuePlace)
    {
        if (!Characters.IsExtensionName(key))
            return PolicyFindings.KeyInvalid.At(place, key);
        return value.Length == 0 ? PolicyFindings.ValueEmpty.At(valuePlace, key) : null;
    }

    /// <summary>The popular template ships <c>mode: testing # 1. Decide</c>; there are no comments in a policy.</summary>
    private static string WithoutComment(string value, Place place, List<Finding> findings)
    {
        int hash = value.IndexOf('#', StringComparison.Ordinal);
        if (hash < 0)
            return value;
        findings.Add(PolicyFindings.InlineComment.At(place.Right(hash), value[hash..]));
        return value[..hash].TrimEnd(' ', '\t');
    }

    private static Finding WithoutColon(string text, Place place, PolicyFields fields)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals > 0 && MeantKey(text[..equals].Trim()) is { } key)
        {
            fields.NoteUnreadable(key);
            return PolicyFindings.EqualsSign.At(place, text, $"{key}: {text[(equals + 1)..].Trim()}");
        }

        if (!text.Contains('.') || MxSyntax.Check(text, place) is not null)
            return PolicyFindings.LineWithoutColon.At(place, text);
        fields.NoteUnreadable("mx");
        return PolicyFindings.HostWithoutKey.At(place, text, $"mx: {text}");
    }
}
