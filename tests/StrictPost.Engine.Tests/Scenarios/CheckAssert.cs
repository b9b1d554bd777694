using StrictPost.Protocol.Checking;

namespace StrictPost.Engine.Tests.Scenarios;

/// <summary>Compares what a check said with what it was to say, and shows both when they differ.</summary>
internal static class CheckAssert
{
    public static void Says(string what, string verdict, IEnumerable<string> codes, CheckResult result) =>
        Says(what, verdict, codes, result, result.Findings.Select(finding => finding.Code));

    /// <summary>Compares only some of the codes.</summary>
    public static void Says(string what, string verdict, IEnumerable<string> codes, CheckResult result, IEnumerable<string> actual)
    {
        string expected = Line(verdict, codes);
        string said = Line(result.Verdict.ToText(), actual);
        Assert.True(expected == said, $"{what}\n  expected {expected}\n  actual   {said}\n{Messages(result)}");
    }

    private static string Line(string verdict, IEnumerable<string> codes) =>
        $"{verdict}: {string.Join(' ', codes.Order(StringComparer.Ordinal))}";

    private static string Messages(CheckResult result) =>
        string.Join('\n', result.Findings.Select(finding => $"    {finding.Code}: {finding.Message}"));
}
