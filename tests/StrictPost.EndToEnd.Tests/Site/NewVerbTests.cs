using System.Text;
using StrictPost.Lab.World;
using StrictPost.Protocol.MtaSts;

namespace StrictPost.EndToEnd.Tests.Site;

/// <summary><c>strictpost new</c>: what it writes, and what it refuses.</summary>
public sealed class NewVerbTests
{
    private static readonly string[] PagesFiles =
        [".gitattributes", ".github/workflows/mta-sts.yml", ".nojekyll", ".well-known/mta-sts.txt", "CNAME", "README.md", "index.html"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task New_ForGitHubPages_WritesTheWholeSite()
    {
        await using var place = await Workplace.OpenAsync();

        var ended = await place.StrictPostAsync("new", "example.org", "--mx", "mx1.example.org", "*.example.net", "--github-user", "somebody");

        Assert.Equal(0, ended.ExitCode);
        string site = place.PathOf("mta-sts.example.org");
        Assert.Equal(PagesFiles, FilesIn(site));
        Assert.Equal(
            "version: STSv1\r\nmode: testing\r\nmx: mx1.example.org\r\nmx: *.example.net\r\nmax_age: 604800\r\n",
            await File.ReadAllTextAsync(Path.Combine(site, ".well-known/mta-sts.txt"), Cancellation));
        Assert.Equal("mta-sts.example.org\n", await File.ReadAllTextAsync(Path.Combine(site, "CNAME"), Cancellation));
        Assert.Contains("example.org", await File.ReadAllTextAsync(Path.Combine(site, "index.html"), Cancellation), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("github-pages")]
    [InlineData("static")]
    [InlineData("nginx")]
    [InlineData("caddy")]
    public async Task New_ForAnyTarget_PassesLint(string target)
    {
        await using var place = await Workplace.OpenAsync();
        await NewAsync(place, "--target", target, "--output", "site");

        var lint = await place.StrictPostAsync("lint", "site");

        Assert.True(lint.ExitCode == 0, lint.Output + lint.Error);
    }

    [Fact]
    public async Task New_AnyReadme_TellsTheStepsInTheSafeOrder()
    {
        await using var place = await Workplace.OpenAsync();
        await NewAsync(place, "--target", "static", "--address", "192.0.2.1", "--rua", "https://reports.example.org/tls?a='b'", "--output", "site");

        string readme = await File.ReadAllTextAsync(place.PathOf("site/README.md"), Cancellation);

        Assert.Equal(
            ["Serve the file", "Get the certificate", "See that it works", "Publish the record", "Ask for reports", "Watch the reports", "Enforce"],
            readme.Split('\n').Where(line => line.StartsWith("## ", StringComparison.Ordinal) && char.IsAsciiDigit(line[3])).Select(line => line[6..]).ToArray());
        string id = readme.Split("v=STSv1; id=")[1][..19];
        Assert.True(PolicyId.Fits(id, await File.ReadAllTextAsync(place.PathOf("site/.well-known/mta-sts.txt"), Cancellation)));
        Assert.Contains("    mta-sts.example.org  A  192.0.2.1\n", readme, StringComparison.Ordinal);
        Assert.Contains(@"--rua 'https://reports.example.org/tls?a='\''b'\'''", readme, StringComparison.Ordinal);
        Assert.True(readme.IndexOf("_mta-sts.example.org  TXT", StringComparison.Ordinal) < readme.IndexOf("_smtp._tls.example.org  TXT", StringComparison.Ordinal));
    }

    [Fact]
    public async Task New_OverAnExistingSite_RefusesAndWritesNothing()
    {
        await using var place = await Workplace.OpenAsync();
        Directory.CreateDirectory(place.PathOf("site"));
        await File.WriteAllTextAsync(place.PathOf("site/README.md"), "mine", Cancellation);

        var ended = await place.StrictPostAsync("new", "example.org", "--mx", "mx1.example.org", "--output", "site");

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains("site/README.md", ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("index.html", ended.Error, StringComparison.Ordinal);
        Assert.Equal(["README.md"], FilesIn(place.PathOf("site")));
        Assert.Equal("mine", await File.ReadAllTextAsync(place.PathOf("site/README.md"), Cancellation));
    }

    [Fact]
    public async Task New_AgainWithForce_ChangesNoByte()
    {
        await using var place = await Workplace.OpenAsync();
        await NewAsync(place, "--output", "site", "--changed", "2026-01-01T00:00:00Z");
        var before = await ContentsAsync(place.PathOf("site"));

        await NewAsync(place, "--output", "site", "--force");

        Assert.Equal(before, await ContentsAsync(place.PathOf("site")));
        Assert.Contains("id=20260101000000", before["README.md"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task New_AgainWithAnotherPolicy_HasANewId()
    {
        await using var place = await Workplace.OpenAsync();
        await NewAsync(place, "--output", "site", "--changed", "2026-01-01T00:00:00Z");

        await NewAsync(place, "--output", "site", "--force", "--mode", "enforce", "--changed", "2026-02-02T00:00:00Z");

        Assert.Contains("id=20260202000000", (await ContentsAsync(place.PathOf("site")))["README.md"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task New_ForSeveralDomains_GivesEachAFolder()
    {
        await using var place = await Workplace.OpenAsync();

        var ended = await place.StrictPostAsync("new", "example.org", "bücher.example", "EXAMPLE.org", "--mx", "mx.example.net", "--target", "static", "--output", "sites");

        Assert.Equal(0, ended.ExitCode);
        Assert.Equal(
            ["mta-sts.example.org", "mta-sts.xn--bcher-kva.example"],
            new DirectoryInfo(place.PathOf("sites")).GetDirectories().Select(folder => folder.Name).Order(StringComparer.Ordinal).ToArray());
    }

    [Fact]
    public async Task New_WithMxFromDns_CoversTheHostsInTheirOrder()
    {
        await using var place = await Workplace.OpenAsync(
            LabDomain.Healthy("good.example") with { Mx = [new LabMx(20, "B.good.example"), new LabMx(10, "a.good.example")] });

        var ended = await place.StrictPostAsync(["new", "good.example", "--mx-from-dns", "--output", "site", .. place.Network]);

        Assert.True(ended.ExitCode == 0, ended.Error);
        Assert.Contains(
            "mx: a.good.example\r\nmx: b.good.example\r\n",
            await File.ReadAllTextAsync(place.PathOf("site/.well-known/mta-sts.txt"), Cancellation),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task New_WithMxFromDnsForADomainWithoutMail_RefusesIt()
    {
        await using var place = await Workplace.OpenAsync(LabDomain.Healthy("good.example") with { Mx = [new LabMx(0, ".")] });

        var ended = await place.StrictPostAsync(["new", "good.example", "--mx-from-dns", .. place.Network]);

        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("takes no mail", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task New_WithMxFromDnsThatFails_CannotSay()
    {
        await using var place = await Workplace.OpenAsync(
            LabDomain.Healthy("good.example").With(new DnsFault.ServerFailure(DnsPlace.MailExchangers)));

        var ended = await place.StrictPostAsync(["new", "good.example", "--mx-from-dns", .. place.Network]);

        Assert.Equal(3, ended.ExitCode);
        Assert.Contains("SERVFAIL", ended.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(place.Folder));
    }

    [Theory]
    [InlineData("new example.org", "--mx")]
    [InlineData("new example.org --mx mx.example.org.", "trailing")]
    [InlineData("new localhost --mx mx.example.org", "full domain name")]
    [InlineData("new example.org --mx mx.example.org --mx-from-dns", "contradict")]
    [InlineData("new example.org --mx mx.example.org --mode strict", "strict")]
    [InlineData("new example.org --mx mx.example.org --max-age 99999999", "31557600")]
    [InlineData("new example.org --mx mx.example.org --github-user a.b", "GitHub")]
    [InlineData("new example.org --mx mx.example.org --github-user a --target nginx", "GitHub")]
    [InlineData("new example.org --mx mx.example.org --policy-host h.example --address 192.0.2.1", "either")]
    [InlineData("new example.org --mx mx.example.org --rua tls@example.org", "mailto:")]
    [InlineData("new example.org --mx mx.example.org --target apache", "apache")]
    public async Task New_WithAWrongOption_SaysWhatToMend(string commandLine, string expected)
    {
        await using var place = await Workplace.OpenAsync();

        var ended = await place.StrictPostAsync(commandLine.Split(' '));

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains(expected, ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ended.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(place.Folder));
    }

    private static async Task NewAsync(Workplace place, params string[] options)
    {
        var ended = await place.StrictPostAsync(["new", "example.org", "--mx", "mx1.example.org", .. options]);
        Assert.True(ended.ExitCode == 0, ended.Error);
    }

    private static string[] FilesIn(string folder) =>
        [.. Directory.GetFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
            .Select(path => Path.GetRelativePath(folder, path)).Order(StringComparer.Ordinal)];

    private static async Task<Dictionary<string, string>> ContentsAsync(string folder)
    {
        var contents = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string file in FilesIn(folder))
            contents[file] = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(Path.Combine(folder, file), Cancellation));
        return contents;
    }
}
