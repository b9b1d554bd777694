using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;

namespace StrictPost.Protocol.Tests.MtaSts;

public sealed class StsPolicyTests
{
    private static StsPolicy Policy => new()
    {
        Mode = PolicyMode.Enforce,
        MaxAge = 604_800,
        Mx = [Pattern("mx1.example.org"), Pattern("*.Example.NET")],
        Extensions = [new PolicyExtension("note", "a: b")],
    };

    [Fact]
    public void ToBody_Policy_IsCanonical() => Assert.Equal(
        "version: STSv1\r\nmode: enforce\r\nmx: mx1.example.org\r\nmx: *.example.net\r\nmax_age: 604800\r\nnote: a: b\r\n",
        Policy.ToBody());

    [Theory]
    [InlineData(PolicyMode.None, "none")]
    [InlineData(PolicyMode.Testing, "testing")]
    [InlineData(PolicyMode.Enforce, "enforce")]
    public void ToText_Mode_IsReadBack(PolicyMode mode, string text)
    {
        Assert.Equal(text, mode.ToText());
        Assert.Equal(mode, PolicyModes.Parse(text));
        Assert.Contains(text, PolicyModes.All, StringComparer.Ordinal);
    }

    [Fact]
    public void Equals_SameBody_IsEqual()
    {
        Assert.True(Policy.Equals(Policy));
        Assert.Equal(Policy.GetHashCode(), Policy.GetHashCode());
        Assert.False(Policy.Equals(Policy with { MaxAge = 1 }));
        Assert.False(Policy.Equals(null));
    }

    [Theory]
    [InlineData("mx1.example.org", true)]
    [InlineData("a.example.net", true)]
    [InlineData("example.net", false)]
    public void Covers_Host_WhenOnePatternMatches(string host, bool covered) =>
        Assert.Equal(covered, Policy.Covers(DomainName.Parse(host).Value!));

    private static MxPattern Pattern(string text) => MxPattern.Parse(text).Value!;
}
