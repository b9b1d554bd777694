using System.Globalization;
using CsCheck;
using StrictPost.Protocol.MtaSts;

namespace StrictPost.Protocol.Tests.Properties;

public sealed class PolicyIdProperties
{
    private static readonly string[] Bodies = ["", "version: STSv1\r\n", "version: STSv1\n", "mode: none\r\n"];
    private static readonly DateTimeOffset Start = new(2026, 12, 31, 23, 59, 50, TimeSpan.FromHours(2));

    /// <summary>Bodies in any order, while the clock runs, stands, or goes back.</summary>
    [Fact]
    public void Next_AnySequenceOfBodies_ChangesWithTheBodyAndAlwaysGrows() =>
        Gen.Select(Gen.Int[0, Bodies.Length - 1], Gen.OneOfConst(-86_400, -1, 0, 0, 1, 60)).Array[1, 40].Sample(
            steps =>
            {
                string? id = null;
                string? body = null;
                var now = Start;
                foreach (var (index, seconds) in steps)
                {
                    now = now.AddSeconds(seconds);
                    string next = PolicyId.Next(id, body, Bodies[index], now);
                    AssertFollows(id, body, next, Bodies[index]);
                    (id, body) = (next, Bodies[index]);
                }
            },
            iter: 2_000);

    private static void AssertFollows(string? id, string? body, string next, string nextBody)
    {
        Assert.Equal(body == nextBody && id is not null, id == next);
        Assert.All(Bodies, other => Assert.Equal(other == nextBody, PolicyId.Fits(next, other)));
        Assert.True(StsRecord.Parse($"v=STSv1; id={next};").IsValid);
        if (id is null || id == next)
            return;
        Assert.True(string.CompareOrdinal(next, id) > 0);
        Assert.True(Number(next) > Number(id));
    }

    private static long Number(string id) => long.Parse(id, CultureInfo.InvariantCulture);
}
