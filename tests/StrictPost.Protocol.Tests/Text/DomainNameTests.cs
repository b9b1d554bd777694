using StrictPost.Protocol.Text;

namespace StrictPost.Protocol.Tests.Text;

public sealed class DomainNameTests
{
    [Fact]
    public void Equals_OtherSpelling_IsTheSameName()
    {
        Assert.Equal(Name("mta-sts.example.org"), Name("MTA-STS.Example.Org."));
        Assert.NotEqual(Name("example.org"), Name("example.net"));
    }

    [Fact]
    public void Labels_Name_StandLeftToRight() => Assert.Equal(["mx1", "example", "org"], Name("mx1.example.org").Labels);

    [Fact]
    public void Child_Label_StandsInFront() => Assert.Equal("mta-sts.example.org", Name("example.org").Child("mta-sts")!.ToString());

    [Fact]
    public void Child_NoRoom_IsNull()
    {
        var longest = Name(string.Join('.', Enumerable.Repeat(new string('m', 48), 5)));
        Assert.Equal(DomainName.MaxLength, longest.Child("mta-sts2")!.Ascii.Length);
        Assert.Null(longest.Child("mta-sts22"));
    }

    [Theory]
    [InlineData("example.org", true)]
    [InlineData("a.example.org", true)]
    [InlineData("badexample.org", false)]
    [InlineData("org", false)]
    public void IsAtOrBelow_Name_ComparesWholeLabels(string name, bool below) =>
        Assert.Equal(below, Name(name).IsAtOrBelow(Name("example.org")));

    [Theory]
    [InlineData("xn--mnchen-3ya.example", "münchen.example")]
    [InlineData("mx.example.org", "mx.example.org")]
    [InlineData("xn--strae-oqa.example", "straße.example")]
    [InlineData("a.xn--r8jz45g", "a.例え")]
    [InlineData("xn--mx", "xn--mx")]
    [InlineData("xn--a", "xn--a")]
    [InlineData("xn--n3h.example", "xn--n3h.example")]
    public void Unicode_Name_IsWhatLeadsBackToIt(string ascii, string unicode) => Assert.Equal(unicode, Name(ascii).Unicode);

    [Theory]
    [InlineData("مثال.example")]
    [InlineData("हिन्दी.example")]
    [InlineData("日本語.example")]
    public void Parse_OtherScripts_AreNames(string text) => Assert.StartsWith("xn--", Name(text).Ascii, StringComparison.Ordinal);

    [Fact]
    public void TryParse_BadName_IsFalse() => Assert.False(DomainName.TryParse("a b", out _));

    private static DomainName Name(string text) => DomainName.Parse(text).Value!;
}
