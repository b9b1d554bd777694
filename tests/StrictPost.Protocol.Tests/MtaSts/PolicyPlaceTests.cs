using System.Text;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.MtaSts;

namespace StrictPost.Protocol.Tests.MtaSts;

/// <summary>Where in a policy a finding points.</summary>
public sealed class PolicyPlaceTests
{
    [Theory]
    [InlineData("version: STSv1\nmode:  Enforce\nmx: a.b\nmax_age: 1\n", "policy-mode-invalid", 2, 8)]
    [InlineData("version: STSv1\r\nmode: none\r\nmax_age: 1w\r\n", "policy-max-age-invalid", 3, 10)]
    [InlineData("version: STSv1\nmode: none # no\nmax_age: 1\n", "policy-inline-comment", 2, 12)]
    [InlineData("version: STSv1\nmode : none\nmax_age: 1\n", "policy-blank-before-colon", 2, 5)]
    [InlineData("version: STSv1\n\tmode: none\nmax_age: 1\n", "policy-indented", 2, 1)]
    [InlineData("version: STSv1\nmode: none\n\nmax_age: 1\n", "policy-blank-line", 3, 1)]
    [InlineData("version: STSv1\nmode: none\nmax_age: 1\n\n\n", "policy-blank-line-at-end", 4, 1)]
    [InlineData("version: STSv1\nmode: none\rmax_age: 1\n", "policy-bare-cr", 2, 11)]
    [InlineData("version: STSv1\nmode: enforce\nmx: a.b c=d\nmax_age: 1\n", "policy-mx-blank", 3, 8)]
    [InlineData("version: STSv1\nmode: none\nmax_age: 1\nnote: a\tb\n", "policy-control-character", 4, 8)]
    [InlineData("version: STSv1\nmax_age: 1\n", "policy-mode-missing", 0, 0)]
    public void Parse_Fault_PointsAtIt(string body, string code, int line, int column) =>
        Assert.Equal(new Place(line, column), Find(Encoding.UTF8.GetBytes(body), code).Place);

    [Fact]
    public void Parse_BadByteAfterBareCr_CountsLinesAsTheOthersDo()
    {
        byte[] body = [.. "version: STSv1\rnote: ü"u8, 0xFF, .. "\nmode: none\nmax_age: 1\n"u8];
        var finding = Find(body, "policy-not-utf8");
        Assert.Equal(new Place(2, 8), finding.Place);
        Assert.Equal("0xFF", finding.Value);
    }

    [Fact]
    public void Parse_Findings_StandInTheOrderOfTheText()
    {
        var lines = StsPolicy.Parse("mode: x\nmax_age: y\nversion: z\n\n").Findings.Select(finding => finding.Place.Line).ToList();
        Assert.Equal(lines.Order(), lines);
        Assert.Equal(4, lines.Count);
    }

    [Fact]
    public void Parse_UnreadableLine_IsNotAlsoMissing() =>
        Assert.All(StsPolicy.Parse("version=STSv1\nmode=none\nmax_age = 1\n").Findings, finding => Assert.Equal("policy-equals-sign", finding.Code));

    private static Finding Find(byte[] body, string code) =>
        Assert.Single(StsPolicy.Parse(body).Findings, finding => finding.Code == code);
}
