using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;
using static StrictPost.Fuzz.Invariants.InvariantBrokenException;

namespace StrictPost.Fuzz.Invariants;

/// <summary>What holds for every domain name and every mx pattern.</summary>
public static class NameInvariants
{
    /// <summary>Checks a text as a domain name.</summary>
    public static void CheckName(string text)
    {
        var parsed = DomainName.Parse(text);
        ParsedInvariants.CheckLine(parsed, text);
        Unless(DomainName.TryParse(text, out _) == parsed.Value is not null, "both ways of reading agree");
        if (parsed.Value is not { } name)
            return;

        Unless(name.Ascii.Length is >= 1 and <= DomainName.MaxLength, "a name has 1 to 253 characters");
        Unless(name.Labels.All(IsLabel), "a label is 1 to 63 lower-case letters, digits and hyphens");
        Unless(name == DomainName.Parse(name.Ascii).Value, "the A-label form reads as the same name");
        Unless(name == DomainName.Parse(name.Ascii.ToUpperInvariant() + ".").Value, "case and a dot at the end do not count");
        Unless(name == DomainName.Parse(name.Unicode).Value, "the form for people reads as the same name");
        Unless(name.Child("a")?.IsAtOrBelow(name) ?? name.Ascii.Length > DomainName.MaxLength - 2, "a name is above what is below it");
    }

    /// <summary>Checks the first line of a text as a pattern, and the second as a host to match with it.</summary>
    public static void CheckPattern(string text)
    {
        var lines = text.Split('\n', 2);
        var parsed = MxPattern.Parse(lines[0]);
        ParsedInvariants.CheckLine(parsed, lines[0]);
        if (parsed.Value is not { } pattern)
            return;

        Unless(pattern == MxPattern.Parse(pattern.Text).Value, "a pattern's text reads as the same pattern");
        if (lines.Length == 2 && DomainName.Parse(lines[1]).Value is { } host)
            CheckMatch(pattern, host);
        CheckMatch(pattern, pattern.Name);
        if (pattern.Name.Child("mx1") is { } child)
            CheckMatch(pattern, child);
        if (pattern.Name.Child("a.mx1") is { } grandchild)
            CheckMatch(pattern, grandchild);
    }

    /// <summary>A match is what RFC 8461 §4.1 says when both names are taken label by label.</summary>
    public static void CheckMatch(MxPattern pattern, DomainName host)
    {
        string[] wanted = pattern.Text.Split('.');
        bool expected = !pattern.IsAddress
            && wanted.Length == host.Labels.Count
            && wanted.Zip(host.Labels).Select((pair, i) => pair.First == pair.Second || (i == 0 && pair.First == "*")).All(same => same);
        Unless(pattern.Matches(host) == expected, $"`{pattern}` {(expected ? "matches" : "does not match")} `{host}`");
    }

    private static bool IsLabel(string label) => label.Length is >= 1 and <= DomainName.MaxLabelLength
        && label.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
