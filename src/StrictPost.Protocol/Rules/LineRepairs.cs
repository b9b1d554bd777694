using StrictPost.Protocol.Findings;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;

namespace StrictPost.Protocol.Rules;

/// <summary>The line after the repair: null to remove it, the same to leave it.</summary>
internal delegate TextLine? LineRepair(TextLine line, Finding finding);

/// <summary>Which findings can be repaired on their line, and how.</summary>
internal static class LineRepairs
{
    private static readonly Dictionary<FindingKind, LineRepair> ByKind = new()
    {
        [PolicyFindings.ByteOrderMark] = (line, _) => line with { Text = line.Text.TrimStart('\uFEFF') },
        [PolicyFindings.Indented] = (line, _) => line with { Text = line.Text.TrimStart(' ', '\t') },
        [PolicyFindings.BareCr] = (line, _) => line with { End = "\n" },
        [PolicyFindings.BlankLine] = (_, _) => null,
        [PolicyFindings.BlankLineAtEnd] = (_, _) => null,
        [PolicyFindings.Comment] = (_, _) => null,
        [PolicyFindings.KeyDuplicate] = (_, _) => null,
        [PolicyFindings.InlineComment] = (line, finding) => line with { Text = line.Text[..(finding.Place.Column - 1)].TrimEnd(' ', '\t') },
        [PolicyFindings.BlankBeforeColon] = (line, finding) => line with { Text = $"{finding.Value}{line.Text[line.Text.IndexOf(':', StringComparison.Ordinal)..]}" },
        [PolicyFindings.EqualsSign] = Expected,
        [PolicyFindings.HostWithoutKey] = Expected,
        [PolicyFindings.KeyMisspelt] = (line, finding) => line with { Text = finding.Expected + line.Text[line.Text.IndexOf(':', StringComparison.Ordinal)..] },
        [PolicyFindings.ModeBrackets] = Mode,
        [PolicyFindings.ModeInvalid] = Mode,
        [PolicyFindings.MaxAgeInvalid] = MaxAge,
        [PolicyFindings.MaxAgeTooLarge] = (line, finding) => Value(line, finding, $"{StsPolicy.LongestMaxAge}"),
        [MxFindings.TrailingDot] = (line, finding) => Value(line, finding, finding.Expected!),
        [MxFindings.NotAscii] = (line, finding) => Value(line, finding, finding.Expected!),
    };

    /// <summary>The repair for a finding, or null where its author has to decide.</summary>
    public static LineRepair? For(Finding finding, Parsed<StsPolicy> parsed)
    {
        // A usable policy has a line that senders ignore: to make it count would change the meaning.
        bool changesMeaning = finding.Kind == PolicyFindings.KeyMisspelt && parsed.Value is not null;
        return changesMeaning ? null : ByKind.GetValueOrDefault(finding.Kind);
    }

    /// <summary>For a fault that is reported once: which lines have it.</summary>
    public static Func<TextLine, bool>? AllLike(Finding finding)
    {
        if (finding.Kind == PolicyFindings.Indented)
            return line => line.Text.StartsWith(' ') || line.Text.StartsWith('\t');
        if (finding.Kind == PolicyFindings.BareCr)
            return line => line.EndedByBareCr;
        return finding.Kind == PolicyFindings.BlankLine || finding.Kind == PolicyFindings.BlankLineAtEnd ? line => line.IsBlank : null;
    }

    private static TextLine Expected(TextLine line, Finding finding) => line with { Text = finding.Expected! };

    private static TextLine Value(TextLine line, Finding finding, string value) =>
        line with { Text = line.Text[..(finding.Place.Column - 1)] + value };

    /// <summary><c>[testing]</c> and <c>Enforce</c> mean one mode; <c>[enforce|testing|none]</c> does not.</summary>
    private static TextLine Mode(TextLine line, Finding finding)
    {
        string bare = finding.Value!.Trim('[', ']', '<', '>', '"', '\'', ' ').ToLowerInvariant();
        return PolicyModes.Parse(bare) is { } mode ? Value(line, finding, mode.ToText()) : line;
    }

    /// <summary><c>86_400</c>, <c>604,800</c> and <c>604800s</c> mean one number; <c>1.5</c> and <c>-1</c> do not.</summary>
    private static TextLine MaxAge(TextLine line, Finding finding)
    {
        string value = finding.Value!;
        string bare = value.EndsWith(" seconds", StringComparison.Ordinal) ? value[..^8] : value.TrimEnd('s');
        bool grouped = bare.Split('_', ',') is { Length: > 1 } groups && groups.Skip(1).All(group => group.Length == 3);
        string digits = grouped ? string.Concat(bare.Split('_', ',')) : bare;
        return digits.Length is >= 1 and <= 10 && digits.All(char.IsAsciiDigit) ? Value(line, finding, digits) : line;
    }
}
