using StrictPost.Protocol.Text;

namespace StrictPost.Protocol.Tests.Text;

public sealed class DurationTests
{
    [Theory]
    [InlineData(0, "0 seconds")]
    [InlineData(1, "1 second")]
    [InlineData(90, "90 seconds")]
    [InlineData(3600, "1 hour")]
    [InlineData(86400, "1 day")]
    [InlineData(604800, "1 week")]
    [InlineData(691200, "8 days")]
    [InlineData(60480, "16.8 hours")]
    [InlineData(704800, "1.2 weeks")]
    public void InWords_Seconds_TakesTheLargestUnitWithoutRest(long seconds, string words) =>
        Assert.Equal(words, Duration.InWords(seconds));

    [Theory]
    [InlineData("604800", 604800L)]
    [InlineData("1w", 604800L)]
    [InlineData("30d", 2592000L)]
    [InlineData("12h", 43200L)]
    [InlineData("15m", 900L)]
    [InlineData("10s", 10L)]
    [InlineData("", null)]
    [InlineData("w", null)]
    [InlineData("-1", null)]
    [InlineData("1.5d", null)]
    [InlineData("1 d", null)]
    [InlineData("99999999999", null)]
    public void Parse_Text_GivesSecondsOrNothing(string text, long? seconds) =>
        Assert.Equal(seconds, Duration.Parse(text));
}
