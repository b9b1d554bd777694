using System.Reflection;
using System.Text.RegularExpressions;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.Tests.Conformance;

namespace StrictPost.Protocol.Tests.Findings;

public sealed partial class CatalogueTests
{
    /// <summary>What no parser raises: practice and places, judged by rules, what enrolling a domain asks beyond syntax, the world, what authorities say, why deliveries failed, what came in that is no report, and limits that are our own.</summary>
    private static readonly HashSet<string> RaisedElsewhere = new(
        PracticeFindings.All
            .Concat(SiteFindings.All)
            .Concat([DomainFindings.SingleLabel, DomainFindings.PolicyHost, DomainFindings.AliasOfItself])
            .Concat(WorldFindings.All)
            .Concat(IssuanceFindings.All)
            .Concat(MonitorFindings.All)
            .Concat(ChangeFindings.All)
            .Concat(GateFindings.All)
            .Concat(ReportedFindings.All)
            .Concat(DeliveryFindings.All)
            .Concat([ReportFindings.TooLarge, ReportFindings.TooMany, ReportFindings.TooDeep, ReportOddityFindings.TextCut])
            .Select(kind => kind.Code),
        StringComparer.Ordinal);

    private static readonly HashSet<string> Placeholders =
        new(["{value}", "{expected}", "{detail}", "{host}"], StringComparer.Ordinal);

    private static readonly ILookup<string, string> CasesByCode = Suite.Cases
        .SelectMany(pair => pair.Case.Findings.Select(code => (code, pair.Case.Id)))
        .ToLookup(pair => pair.code, pair => pair.Id, StringComparer.Ordinal);

    public static TheoryData<string> Codes => [.. Catalogue.All.Select(kind => kind.Code)];

    [Fact]
    public void Codes_All_AreUnique() =>
        Assert.Equal(Catalogue.All.Count, Catalogue.All.DistinctBy(kind => kind.Code, StringComparer.Ordinal).Count());

    [Fact]
    public void Catalogue_KindsInTheAssembly_AreAllListed()
    {
        var fields = typeof(Catalogue).Assembly.GetTypes()
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(field => field.FieldType == typeof(FindingKind))
            .Select(field => ((FindingKind)field.GetValue(null)!).Code);
        Assert.Equal(fields.Order(StringComparer.Ordinal), Catalogue.All.Select(kind => kind.Code).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void Kind_Texts_AreThereAndWellFormed(string code)
    {
        var kind = Kind(code);
        Assert.Matches(KebabCase(), kind.Code);
        Assert.Matches(Citation(), kind.Rfc);
        Assert.False(string.IsNullOrWhiteSpace(kind.Why));
        foreach (string text in new[] { kind.Message, kind.Fix })
        {
            Assert.Matches(Sentence(), text);
            Assert.All(Placeholder().Matches(text), match => Assert.Contains(match.Value, Placeholders));
        }
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void Kind_InTheSuite_IsRaisedByOneCaseAndNotByAnother(string code)
    {
        if (RaisedElsewhere.Contains(code))
        {
            Assert.Empty(CasesByCode[code]);
            return;
        }

        Assert.NotEmpty(CasesByCode[code]);
        Assert.True(CasesByCode[code].Count() < Suite.Cases.Count());
    }

    [Fact]
    public void Suite_Codes_AreAllInTheCatalogue() =>
        Assert.Empty(CasesByCode.Select(group => group.Key).Except(Catalogue.All.Select(kind => kind.Code), StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(SuiteTests.Ids), MemberType = typeof(SuiteTests))]
    public void Finding_OfSuiteCase_FillsEveryPlaceholder(string area, string id)
    {
        var input = Suite.Cases.Single(pair => pair.Case.Id == id).Case.Input;
        Assert.All(SuiteReader.Read(area, input).Findings, finding =>
        {
            AssertGiven(finding, "{value}", finding.Value);
            AssertGiven(finding, "{expected}", finding.Expected);
            AssertGiven(finding, "{detail}", finding.Detail);
            AssertGiven(finding, "{host}", finding.Host);
            Assert.DoesNotMatch(Placeholder(), finding.Message);
            Assert.DoesNotMatch(Placeholder(), finding.Fix);
        });
    }

    private static void AssertGiven(Finding finding, string placeholder, string? particular)
    {
        if ((finding.Kind.Message + finding.Kind.Fix).Contains(placeholder, StringComparison.Ordinal))
            Assert.NotNull(particular);
    }

    private static FindingKind Kind(string code) => Catalogue.All.Single(kind => kind.Code == code);

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex KebabCase();

    [GeneratedRegex(@"^RFC \d{4} §\d+(\.\d+)*$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Citation();

    [GeneratedRegex(@"^[^\s](.*[^\s])?[.?]$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Sentence();

    [GeneratedRegex(@"\{[a-z]+\}", RegexOptions.NonBacktracking)]
    private static partial Regex Placeholder();
}
