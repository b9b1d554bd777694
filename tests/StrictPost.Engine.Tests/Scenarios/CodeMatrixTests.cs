using System.Collections.Frozen;
using StrictPost.Lab.Scenarios;
using StrictPost.Protocol.Findings;

namespace StrictPost.Engine.Tests.Scenarios;

/// <summary>Over all worlds: each code is raised by one and absent from another.</summary>
public sealed class CodeMatrixTests(Rehearsals rehearsals)
{
    private const string OfTexts = "about a name that somebody typed: there is nothing to look at until it is a domain";
    private const string OfFolders = "about a folder of files that is to be published, and not about a world";

    private const string OfReports = "about the reports that senders send, and not about what can be seen of a domain";
    private const string OfMonitors = "about what should be there, which a look from outside does not know";
    private const string OfOurOwn = "about the certificates of domains that are enrolled here, and not about what others see of one";

    private static readonly Dictionary<string, string> Reports = Catalogue.All
        .Where(kind => Catalogue.CategoryOf(kind) is Category.Report or Category.Monitoring or Category.Change)
        .ToDictionary(kind => kind.Code, kind => Catalogue.CategoryOf(kind) == Category.Report ? OfReports : OfMonitors, StringComparer.Ordinal);

    /// <summary>Codes that a check never gives, and why.</summary>
    private static readonly FrozenDictionary<string, string> Never = new Dictionary<string, string>(Reports, StringComparer.Ordinal)
    {
        ["domain-empty"] = OfTexts,
        ["domain-is-url"] = OfTexts,
        ["domain-is-mail-address"] = OfTexts,
        ["domain-is-ip-address"] = OfTexts,
        ["domain-too-long"] = OfTexts,
        ["domain-label-invalid"] = OfTexts,
        ["domain-unicode-invalid"] = OfTexts,
        ["domain-single-label"] = OfTexts,
        ["domain-is-policy-host"] = OfTexts,
        ["domain-alias-of-itself"] = "about two settings that contradict each other",
        ["site-policy-missing"] = OfFolders,
        ["site-policy-misplaced"] = OfFolders,
        ["site-policy-elsewhere"] = OfFolders,
        ["site-jekyll-drops-folder"] = OfFolders,
        ["issuance-not-pointing-here"] = OfOurOwn,
        ["issuance-caa-forbids"] = OfOurOwn,
        ["issuance-dns-unanswered"] = OfOurOwn,
        ["issuance-validation-failed"] = OfOurOwn,
        ["issuance-rate-limited"] = OfOurOwn,
        ["issuance-authority-unreachable"] = OfOurOwn,
        ["issuance-account-refused"] = OfOurOwn,
        ["issuance-refused"] = OfOurOwn,
        ["policy-too-large"] = "a fetch stops at 64 KiB, and says `fetch-too-large`",
        ["tlsrpt-missing"] = "a check knows the name, too: it says `tlsrpt-absent`, or what is wrong with the text that was meant",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static TheoryData<string> Sights => [.. ForeignSight.All.Keys];

    [Theory]
    [MemberData(nameof(Sights))]
    public async Task Check_OfWhatNoLabCanShow_SaysWhatFollows(string name)
    {
        var sight = ForeignSight.All[name];

        CheckAssert.Says(sight.Why, sight.Verdict, sight.Codes, await rehearsals.OfEvidence(sight));
    }

    [Fact]
    public async Task Codes_OfAllWorlds_AreEachRaisedByOneAndAbsentFromAnother()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has all of 127.0.0.0/8.");
        var worlds = await Task.WhenAll(
            BuiltInScenarios.All.Keys.Select(rehearsals.OfScenario)
                .Concat(SuiteWorld.All.Values.Select(rehearsals.OfCase))
                .Concat(ForeignSight.All.Values.Select(rehearsals.OfEvidence)));
        var seen = worlds.Select(result => result.Findings.Select(finding => finding.Code).ToHashSet(StringComparer.Ordinal)).ToList();
        string[] codes = [.. Catalogue.All.Select(kind => kind.Code).Where(code => !Never.ContainsKey(code))];

        var raised = seen.SelectMany(world => world).ToHashSet(StringComparer.Ordinal);
        var always = seen.Aggregate((left, right) => [.. left.Intersect(right, StringComparer.Ordinal)]);
        Assert.Equal(codes.Order(StringComparer.Ordinal), raised.Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.Empty(always);
    }

    [Fact]
    public void Never_Codes_AreInTheCatalogue() =>
        Assert.Empty(Never.Keys.Except(Catalogue.All.Select(kind => kind.Code), StringComparer.Ordinal));
}
