using System.Text.RegularExpressions;
using StrictPost.Protocol.Checking;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.Tests.Checking.Cases;

namespace StrictPost.Protocol.Tests.Docs;

/// <summary>Worlds in which <c>check</c> finds something, in the words that it prints then.</summary>
internal static partial class WorldExamples
{
    public static FindingExample? Of(FindingKind kind)
    {
        if (DaneExamples.Of(kind) is { } dane)
            return new FindingExample(Text: null, ForReading(dane));
        var world = Worlds.ByName.Values
            .Where(world => world.Codes.Split(' ').Contains(kind.Code, StringComparer.Ordinal))
            .OrderBy(world => world.Codes.Count(letter => letter == ' '))
            .FirstOrDefault();
        if (world is null)
            return null;
        var result = DomainCheck.Judge(world.Seen, world.Context);
        string? text = Catalogue.CategoryOf(kind) == Category.Coverage ? Patterns(result.Reading) : null;
        return new FindingExample(text, ForReading(result.Findings.First(found => found.Kind == kind)));
    }

    private static string Patterns(DomainReading reading) => string.Join('\n',
    [
        .. reading.Evidence.Mx.Found.Select(mx => $"{reading.Evidence.Domain.Ascii}. MX {mx.Preference} {mx.Exchange}."),
        "",
        .. reading.Policy!.Value!.Mx.Select(pattern => $"mx: {pattern.Text}"),
    ]);

    /// <summary>Certificates are made anew in every run, and nobody reads 64 digits; what the tests' evidence says in passing gets real words.</summary>
    private static Finding ForReading(Finding finding) => finding with
    {
        Value = Short(finding.Value),
        Expected = Short(finding.Expected),
        Detail = finding.Detail?.Replace("as seen", "the connection was closed", StringComparison.Ordinal),
    };

    private static string? Short(string? text) => text is null ? null : Digest().Replace(text, "…");

    [GeneratedRegex("[0-9a-f]{32,}…?", RegexOptions.NonBacktracking)]
    private static partial Regex Digest();
}
