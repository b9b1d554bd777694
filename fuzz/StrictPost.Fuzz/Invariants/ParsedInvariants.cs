using System.Text.RegularExpressions;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.Text;
using static StrictPost.Fuzz.Invariants.InvariantBrokenException;

namespace StrictPost.Fuzz.Invariants;

/// <summary>What holds for the outcome of every parser.</summary>
public static partial class ParsedInvariants
{
    /// <summary>Checks an outcome for a text of lines (a policy).</summary>
    public static void CheckLines<T>(Parsed<T> parsed, string text)
        where T : class => Check(parsed, Lines().Split(text));

    /// <summary>Checks an outcome for a text that is read as one line, whatever it holds (a record, a pattern, a name).</summary>
    public static void CheckLine<T>(Parsed<T> parsed, string text)
        where T : class => Check(parsed, [text]);

    private static void Check<T>(Parsed<T> parsed, string[] lines)
        where T : class
    {
        Unless(parsed.Value is null == parsed.Findings.Any(f => f.Kind.Breaks), "there is a value exactly when no finding breaks the input");
        Unless(parsed.IsValid == parsed.Findings.All(f => f.Severity < Severity.Error), "valid means without errors");
        foreach (var finding in parsed.Findings)
            Check(finding, lines);
    }

    private static void Check(Finding finding, string[] lines)
    {
        var place = finding.Place;
        bool inside = place.IsKnown
            ? place.Column >= 1 && place.Line <= lines.Length && place.Column - 1 <= lines[place.Line - 1].Length
            : place == Place.Whole;
        Unless(inside, $"`{finding.Code}` stands inside the text, not at {place}");
        Unless(finding.Value is not { Length: > Finding.LongestQuote + 1 }, $"`{finding.Code}` quotes {Finding.LongestQuote} characters at most");
        Unless(IsSafe(finding.Message) && IsSafe(finding.Fix), $"`{finding.Code}` can be shown");
    }

    private static bool IsSafe(string text) => !Printable.Escape(text).Any(c => char.IsControl(c) || c is '\u2028' or '\u2029' or '\u202E');

    [GeneratedRegex(@"\r\n|\n|\r", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Lines();
}
