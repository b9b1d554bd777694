using StrictPost.Protocol.Text;

namespace StrictPost.Protocol.Tests.Text;

public sealed class NearestNameTests
{
    [Theory]
    [InlineData("exmaple.org", "example.org")]
    [InlineData("EXAMPLE.NET", "example.net")]
    [InlineData("exampel.net", "example.net")]
    [InlineData("something.else", null)]
    [InlineData("", null)]
    public void To_Typed_FindsOnlyWhatIsNear(string typed, string? expected) =>
        Assert.Equal(expected, NearestName.To(typed, ["example.org", "example.net"]));
}
