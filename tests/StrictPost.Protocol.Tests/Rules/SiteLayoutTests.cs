using StrictPost.Protocol.Rules;

namespace StrictPost.Protocol.Tests.Rules;

public sealed class SiteLayoutTests
{
    [Theory]
    [InlineData(".well-known/mta-sts.txt", "")]
    [InlineData("public/.well-known/mta-sts.txt index.html", "")]
    [InlineData("index.html", "site-policy-missing")]
    [InlineData("mta-sts.txt", "site-policy-misplaced:.well-known/mta-sts.txt")]
    [InlineData("well-known/mta-sts.txt", "site-policy-misplaced:.well-known/mta-sts.txt")]
    [InlineData("site/.Well-Known/mta-sts.txt", "site-policy-misplaced:site/.well-known/mta-sts.txt")]
    [InlineData(".well-known/mta-sts.txt.txt", "site-policy-misplaced:.well-known/mta-sts.txt")]
    [InlineData(".well-known/MTA-STS.txt", "site-policy-misplaced:.well-known/mta-sts.txt")]
    [InlineData(".well-known/mta_sts.txt", "site-policy-misplaced:.well-known/mta-sts.txt")]
    [InlineData(".well-known/mta-sts", "site-policy-misplaced:.well-known/mta-sts.txt")]
    [InlineData(".well-known/mta-sts.txt mta-sts.txt", "site-policy-elsewhere:.well-known/mta-sts.txt")]
    [InlineData("_config.yml .well-known/mta-sts.txt", "site-jekyll-drops-folder")]
    [InlineData("_config.yml .nojekyll .well-known/mta-sts.txt", "")]
    public void JudgeSite_Files_GiveExactlyThese(string paths, string expected)
    {
        var findings = SiteLayout.JudgeSite(paths.Split(' '));

        Assert.Equal(expected, string.Join(' ', findings.Select(f => f.Expected is null ? f.Code : $"{f.Code}:{f.Expected}")));
    }

    [Theory]
    [InlineData("/home/me/site/.well-known/mta-sts.txt", "")]
    [InlineData("/home/me/draft.txt", "")]
    [InlineData("/home/me/mta-sts.txt", "site-policy-elsewhere")]
    [InlineData("/home/me/mta-sts.txt.txt", "site-policy-elsewhere")]
    public void JudgeFile_Path_WarnsOnlyOfNamesThatArePolicies(string path, string expected) =>
        Assert.Equal(expected, string.Join(' ', SiteLayout.JudgeFile(path).Select(finding => finding.Code)));
}
