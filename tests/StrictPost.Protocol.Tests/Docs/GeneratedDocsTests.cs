using StrictPost.Protocol.Findings;

namespace StrictPost.Protocol.Tests.Docs;

public sealed class GeneratedDocsTests
{
    [Fact]
    public void FindingPages_OnDisk_SayWhatTheCatalogueSays()
    {
        foreach (var kind in Catalogue.All)
            GeneratedDocs.Check($"docs/findings/{kind.Code}.md", FindingPages.Page(kind));
        GeneratedDocs.Check("docs/findings/README.md", FindingPages.Index());
        GeneratedDocs.CheckNothingElse("docs/findings", [.. Catalogue.All.Select(kind => $"{kind.Code}.md"), "README.md"]);
    }

    [Fact]
    public void FindingPages_Text_HasNoPlaceholders() => Assert.All(
        Catalogue.All,
        kind => Assert.DoesNotContain("{value}", FindingPages.Page(kind), StringComparison.Ordinal));

    [Fact]
    public void FindingPages_EachKind_HasAnExample() => Assert.All(Catalogue.All, kind => Assert.NotNull(FindingExample.Of(kind)));

    [Fact]
    public void RfcCoverage_OnDisk_ListsTheCitations() => GeneratedDocs.Check("docs/rfc-coverage.md", RfcCoverage.Page());
}
