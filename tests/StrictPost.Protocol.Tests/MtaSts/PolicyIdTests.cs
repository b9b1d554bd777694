using StrictPost.Protocol.MtaSts;

namespace StrictPost.Protocol.Tests.MtaSts;

public sealed class PolicyIdTests
{
    private const string Body = "version: STSv1\r\n";
    private static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Create_Body_StartsWithUtcTime()
    {
        string id = PolicyId.Create(Body, Noon.ToOffset(TimeSpan.FromHours(9)));
        Assert.StartsWith("20260304120000", id, StringComparison.Ordinal);
        Assert.Equal(19, id.Length);
        Assert.Equal(Noon, PolicyId.TimeOf(id));
    }

    [Fact]
    public void Next_ForeignId_StartsAnew()
    {
        Assert.Equal(PolicyId.Create(Body, Noon), PolicyId.Next("abc", "other", Body, Noon));
        Assert.Equal("abc", PolicyId.Next("abc", Body, Body, Noon));
        Assert.Equal(PolicyId.Create(Body, Noon), PolicyId.Next("abc", null, Body, Noon));
    }

    [Fact]
    public void Next_FutureId_GoesOnFromThere()
    {
        string future = PolicyId.Create("other", Noon.AddDays(1));
        Assert.Equal(Noon.AddDays(1).AddSeconds(1), PolicyId.TimeOf(PolicyId.Next(future, "other", Body, Noon.AddMilliseconds(300))));
    }

    [Theory]
    [InlineData("20260101000000")]
    [InlineData("2026010100000012345x")]
    [InlineData("2026130100000012345")]
    [InlineData("9999123123595912345")]
    [InlineData("abcdefghijklmnopqrs")]
    public void TimeOf_ForeignId_IsNull(string id)
    {
        Assert.Null(PolicyId.TimeOf(id));
        Assert.False(PolicyId.Fits(id, Body));
    }
}
