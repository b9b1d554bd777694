using StrictPost.Protocol.Text;

namespace StrictPost.Protocol.Tests.Text;

public sealed class TextLineTests
{
    [Fact]
    public void Split_AllLineEnds_GiveLinesWithTheirEnds()
    {
        var lines = TextLine.Split("a\nb\r\nc\rd");
        Assert.Equal(["a", "b", "c", "d"], lines.Select(line => line.Text), StringComparer.Ordinal);
        Assert.Equal(["\n", "\r\n", "\r", ""], lines.Select(line => line.End), StringComparer.Ordinal);
        Assert.Equal([1, 2, 3, 4], lines.Select(line => line.Number));
        Assert.Equal([false, false, true, false], lines.Select(line => line.EndedByBareCr));
    }

    [Fact]
    public void Split_LineEndAtTheEnd_StartsNoLine() => Assert.Single(TextLine.Split("a\r\n"));

    [Fact]
    public void Split_CarriageReturnAtTheEnd_IsBare() => Assert.True(Assert.Single(TextLine.Split("a\r")).EndedByBareCr);

    [Fact]
    public void Split_OtherSeparators_EndNoLine() => Assert.Single(TextLine.Split("a\u2028b\u0085c\u000Bd"));

    [Fact]
    public void Split_Nothing_GivesNothing() => Assert.Empty(TextLine.Split(""));
}
