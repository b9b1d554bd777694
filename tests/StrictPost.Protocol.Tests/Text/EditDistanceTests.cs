using CsCheck;
using StrictPost.Protocol.Text;

namespace StrictPost.Protocol.Tests.Text;

public sealed class EditDistanceTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("abc", "", 3)]
    [InlineData("604800", "60480", 1)]
    [InlineData("604800", "704800", 1)]
    [InlineData("604800", "640800", 1)]
    [InlineData("kitten", "sitting", 3)]
    public void Between_Texts_CountsEdits(string left, string right, int expected) =>
        Assert.Equal(expected, EditDistance.Between(left, right));

    [Fact]
    public void Between_AnyTexts_IsSymmetricAndBounded()
    {
        var text = Gen.String[Gen.Char['a', 'd'], 0, 8];
        Gen.Select(text, text).Sample((left, right) =>
        {
            int distance = EditDistance.Between(left, right);
            Assert.Equal(distance, EditDistance.Between(right, left));
            Assert.InRange(distance, Math.Abs(left.Length - right.Length), Math.Max(left.Length, right.Length));
            Assert.Equal(left == right, distance == 0);
        });
    }
}
