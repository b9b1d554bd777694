using System.Text;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Rules;
using StrictPost.Protocol.Text;

namespace StrictPost.Protocol.Tests.Rules;

public sealed class PolicyLintTests
{
    [Theory]
    [InlineData("enforce", 604800, "mail.strictpost.net", "")]
    [InlineData("enforce", 86400, "mail.strictpost.net", "policy-max-age-short")]
    [InlineData("testing", 86400, "mail.strictpost.net", "")]
    [InlineData("enforce", 60480, "mail.strictpost.net", "policy-max-age-short policy-max-age-digit-slip")]
    [InlineData("enforce", 704800, "mail.strictpost.net", "policy-max-age-digit-slip")]
    [InlineData("enforce", 640800, "mail.strictpost.net", "")] // 178 hours: somebody's round time
    [InlineData("enforce", 2592000, "mail.strictpost.net", "")]
    [InlineData("enforce", 31557600, "mail.strictpost.net", "")]
    [InlineData("none", 604800, "", "policy-mode-none")]
    [InlineData("testing", 604800, "a.strictpost.net A.STRICTPOST.net", "policy-mx-duplicate")]
    [InlineData("testing", 604800, "mta-sts.strictpost.net", "policy-mx-is-policy-host")]
    [InlineData("testing", 604800, "*.net", "policy-mx-too-wide")]
    [InlineData("testing", 604800, "*.strictpost.net", "")]
    [InlineData("testing", 604800, "mail.example.com", "policy-mx-placeholder")]
    [InlineData("testing", 604800, "your-email-server.com", "policy-mx-placeholder")]
    [InlineData("testing", 604800, "mx.yourdomain.com", "policy-mx-placeholder")]
    [InlineData("testing", 604800, "mx.domain.com", "policy-mx-placeholder")]
    [InlineData("testing", 604800, "mx.some-domain.com", "")]
    [InlineData("testing", 604800, "*.google.com", "policy-mx-wildcard-misses-provider")]
    [InlineData("testing", 604800, "aspmx.l.google.com *.aspmx.l.google.com", "")]
    [InlineData("testing", 604800, "smtp.google.com", "")]
    [InlineData("testing", 604800, "*.aspmx.l.google.com", "policy-mx-provider-primary-missing")]
    [InlineData("testing", 604800, "alt1.aspmx.l.google.com", "policy-mx-provider-primary-missing")]
    [InlineData("testing", 604800, "*.mail.protection.outlook.com", "policy-mx-wildcard-covers-every-customer")]
    [InlineData("testing", 604800, "strictpost-net.mail.protection.outlook.com", "")]
    public void Judge_Practice_IsNamedByExactlyTheseCodes(string mode, int maxAge, string hosts, string codes)
    {
        var parsed = Lint($"version: STSv1\nmode: {mode}\n{Mx(hosts)}max_age: {maxAge}\n");

        Assert.Equal(codes, string.Join(' ', parsed.Findings.Select(finding => finding.Code)));
        Assert.True(parsed.IsValid);
        Assert.All(parsed.Findings, finding => Assert.True(finding.Place.IsKnown));
    }

    [Fact]
    public void Judge_OwnReservedName_IsNoPlaceholder()
    {
        var domain = DomainName.Parse("example.org").Value;

        var parsed = Lint("version: STSv1\nmode: testing\nmx: mx1.example.org\nmx: mx.example.net\nmax_age: 604800\n", domain);

        Assert.Equal("mx.example.net", Assert.Single(parsed.Findings).Value);
    }

    [Fact]
    public void Judge_BrokenPolicy_IsStillJudgedByPractice()
    {
        var parsed = Lint("mode: enforce\nmx: mx1.your_domain.tld\nmax_age: 86400\n");

        Assert.Null(parsed.Value);
        Assert.Contains(parsed.Findings, finding => finding.Code == "policy-mx-placeholder");
        Assert.Contains(parsed.Findings, finding => finding.Code == "policy-max-age-short");
    }

    [Fact]
    public void Judge_SecondMaxAge_IsNotTheOneJudged()
    {
        var parsed = Lint("version: STSv1\nmode: enforce\nmx: a.strictpost.net\nmax_age: 604800\nmax_age: 60\n");

        Assert.Equal("policy-key-duplicate", Assert.Single(parsed.Findings).Code);
    }

    private static Parsed<StsPolicy> Lint(string body, DomainName? domain = null) =>
        PolicyLint.Judge(Encoding.UTF8.GetBytes(body), domain);

    private static string Mx(string hosts) =>
        string.Concat(hosts.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(host => $"mx: {host}\n"));
}
