using StrictPost.Protocol.MtaSts;

namespace StrictPost.Protocol.Tests.MtaSts;

/// <summary>A fix that is offered for a pattern is itself a good pattern.</summary>
public sealed class MxAdviceTests
{
    [Theory]
    [InlineData("mx1.example.org.", "Write `mx: mx1.example.org`.")]
    [InlineData("*.example.org..", "Write `mx: *.example.org`.")]
    [InlineData(".example.org", "Write `mx: *.example.org` for all hosts one level below, or name the hosts.")]
    [InlineData("mx.münchen.example", "Write `mx: mx.xn--mnchen-3ya.example`.")]
    [InlineData("*.münchen.example", "Write `mx: *.xn--mnchen-3ya.example`.")]
    [InlineData("postmaster@example.org", "Write the name of the mail host, as `dig MX <domain>` shows it.")]
    [InlineData("mx1.example.org:25", "Write only the name: `mx: mx1.example.org`. Mail between servers always uses port 25.")]
    [InlineData("mx1.example.org, *.example.net", "Give each its own line: `mx: mx1.example.org`, `mx: *.example.net`.")]
    [InlineData("mx1.example.org a=b", "Write only the name: `mx: mx1.example.org`.")]
    public void Parse_Slip_NamesTheRepair(string text, string fix) =>
        Assert.Equal(fix, Assert.Single(MxPattern.Parse(text).Findings).Fix);

    [Theory]
    [InlineData(".*")]
    [InlineData("..")]
    [InlineData("*..")]
    [InlineData(".*.example.org")]
    [InlineData("*.")]
    public void Parse_NothingToRepair_GivesNoUselessAdvice(string text)
    {
        var finding = Assert.Single(MxPattern.Parse(text).Findings);
        Assert.True(finding.Code is "policy-mx-wildcard-misplaced" or "policy-mx-invalid", finding.Code);
    }

    [Fact]
    public void ToString_Pattern_IsLowerCase() => Assert.Equal("*.example.org", MxPattern.Parse("*.Example.ORG").Value!.ToString());
}
