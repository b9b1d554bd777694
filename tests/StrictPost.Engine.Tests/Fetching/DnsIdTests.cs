using StrictPost.Protocol.Tls;
using StrictPost.Protocol.Text;

namespace StrictPost.Engine.Tests.Fetching;

public sealed class DnsIdTests
{
    [Theory]
    [InlineData("mta-sts.example.org")]
    [InlineData("MTA-STS.Example.ORG")]
    [InlineData("*.example.org")]
    [InlineData("*.EXAMPLE.org")]
    public void Matches_NameOrItsWildcard_IsTrue(string presented) => Assert.True(DnsId.Matches(presented, Host));

    [Theory]
    [InlineData("example.org")]
    [InlineData("*.org")]
    [InlineData("*")]
    [InlineData("*.")]
    [InlineData("*.*.org")]
    [InlineData("mta-*.example.org")]
    [InlineData("*mta-sts.example.org")]
    [InlineData("mta-sts.*.org")]
    [InlineData("*.mta-sts.example.org")]
    [InlineData("mta-sts.example.org.")]
    [InlineData("mta-sts.example.org\0.evil.example")]
    [InlineData("evil-mta-sts.example.org")]
    [InlineData(".example.org")]
    [InlineData("")]
    public void Matches_AnythingElse_IsFalse(string presented) => Assert.False(DnsId.Matches(presented, Host));

    [Fact]
    public void Matches_WildcardForTwoLabels_IsFalse() =>
        Assert.False(DnsId.Matches("*.example.org", DomainName.Parse("mta-sts.sub.example.org").Value!));

    [Fact]
    public void Matches_WildcardOverATopLevel_IsFalse() =>
        Assert.False(DnsId.Matches("*.org", DomainName.Parse("example.org").Value!));

    private static DomainName Host => DomainName.Parse("mta-sts.example.org").Value!;
}
