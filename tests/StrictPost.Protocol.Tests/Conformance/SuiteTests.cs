using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace StrictPost.Protocol.Tests.Conformance;

/// <summary>Our parsers against the published suite, and the suite against itself.</summary>
public sealed partial class SuiteTests
{
    public static TheoryData<string, string> Ids
    {
        get
        {
            var ids = new TheoryData<string, string>();
            foreach (var (area, item) in Suite.Cases)
                ids.Add(area, item.Id);
            return ids;
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Parser_SuiteCase_SeesWhatTheSuiteSays(string area, string id)
    {
        var item = Suite.Cases.Single(pair => pair.Case.Id == id).Case;
        var answer = SuiteReader.Read(area, item.Input);

        Assert.True(
            JsonNode.DeepEquals(item.Sender, answer.Sender),
            $"{item.Why}\nexpected {item.Sender.ToJsonString()}\nactual   {answer.Sender.ToJsonString()}");
        Assert.Equal(
            item.Findings,
            answer.Findings.Select(finding => finding.Code).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
            StringComparer.Ordinal);
    }

    [Fact]
    public void Suite_Size_IsAtLeast110Cases() => Assert.True(Suite.Cases.Count() >= 110);

    [Fact]
    public void Suite_Ids_AreUniqueAndReadable()
    {
        Assert.Equal(Suite.Cases.Count(), Suite.Cases.DistinctBy(pair => pair.Case.Id, StringComparer.Ordinal).Count());
        Assert.All(Suite.Cases, pair => Assert.Matches(KebabCase(), pair.Case.Id));
    }

    [Fact]
    public void Suite_Cases_SayWhyAndCiteAnRfc() => Assert.All(Suite.Cases, pair =>
    {
        Assert.Matches(Citation(), pair.Case.Rfc);
        Assert.EndsWith(".", pair.Case.Why, StringComparison.Ordinal);
    });

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex KebabCase();

    [GeneratedRegex(@"^RFC \d{4} §\d+(\.\d+)*$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Citation();
}
