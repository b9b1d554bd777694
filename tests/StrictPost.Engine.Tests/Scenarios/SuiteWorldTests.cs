using StrictPost.Protocol.Findings;

namespace StrictPost.Engine.Tests.Scenarios;

/// <summary>
/// Every record and policy of the published suite, served by real servers, gives the suite's findings and the verdict that follows
/// from what a sender makes of it.
/// </summary>
public sealed class SuiteWorldTests(Rehearsals rehearsals)
{
    public static TheoryData<string> Ids => [.. SuiteWorld.All.Keys];

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Check_OfASuiteCase_SaysWhatTheSuiteSays(string id)
    {
        var item = SuiteWorld.All[id];
        var result = await rehearsals.OfCase(item);

        var found = result.Findings.Where(finding => Catalogue.CategoryOf(finding.Kind) == CategoryOf(item) || IsElsewhere(finding.Code))
            .Select(finding => finding.Code).Distinct(StringComparer.Ordinal);
        CheckAssert.Says($"{id}: {item.Input}", VerdictOf(item), Expected(item), result, found);
    }

    private static Category CategoryOf(SuiteWorld item) => item.Area switch
    {
        "policy" => Category.RetrievalSyntax,
        "record" => Category.Record,
        _ => Category.Reporting,
    };

    /// <summary>What a check says in other words than a parser that sees nothing but the text.</summary>
    private static bool IsElsewhere(string code) =>
        code is "fetch-too-large" or "delegation-record-dangling" or "delegation-tlsrpt-dangling";

    private static IEnumerable<string> Expected(SuiteWorld item) => item switch
    {
        { Area: "policy" } => item.Findings.Select(code => code == "policy-too-large" ? "fetch-too-large" : code),
        { IsDangling: true } => [item.Area == "record" ? "delegation-record-dangling" : "delegation-tlsrpt-dangling"],
        // What is wrong with a text that was meant as a record says enough; that there is none follows from it.
        { Findings.Length: > 1 } => item.Findings.Where(code => code is not ("record-missing" or "tlsrpt-missing")),
        _ => item.Findings.Select(code => code == "tlsrpt-missing" ? "tlsrpt-absent" : code),
    };

    private static string VerdictOf(SuiteWorld item) => item switch
    {
        { Area: "tlsrpt-record" } => "protected",
        { IsUsable: false } => "not-protected",
        { Area: "record" } => "protected",
        _ => item.Sender.GetProperty("mode").GetString() switch
        {
            "enforce" => item.CoversSomebody ? "protected" : "mail-at-risk",
            "testing" => "testing-only",
            _ => "not-protected",
        },
    };
}
