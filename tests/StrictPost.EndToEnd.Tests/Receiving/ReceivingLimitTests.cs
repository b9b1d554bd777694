using CsCheck;
using Microsoft.Extensions.Time.Testing;
using StrictPost.Server.Receiving;

namespace StrictPost.EndToEnd.Tests.Receiving;

/// <summary>Limits on what is received.</summary>
public sealed class ReceivingLimitTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 5, 1, 12, 0, 40, TimeSpan.Zero));

    [Fact]
    public void Rate_Used_HoldsForTheRestOfTheMinuteAndForOneOnly()
    {
        var rate = new MinuteRate<string>(2, _time);

        Assert.Null(rate.TryCount("a"));
        Assert.Null(rate.TryCount("a"));
        Assert.Equal(TimeSpan.FromSeconds(20), rate.TryCount("a"));
        Assert.Null(rate.TryCount("b"));

        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.Null(rate.TryCount("a"));
    }

    [Fact]
    public void Rate_OfMoreThanAreRemembered_IsShared()
    {
        var rate = new MinuteRate<int>(2, _time);
        for (int i = 0; i < 65_536; i++)
            Assert.Null(rate.TryCount(i));

        Assert.Null(rate.TryCount(-1));
        Assert.Null(rate.TryCount(-2));
        Assert.NotNull(rate.TryCount(-3));
        Assert.Null(rate.TryCount(7));
    }

    [Fact]
    public void Rate_OfZero_IsNoLimit()
    {
        var rate = new MinuteRate<string>(0, _time);

        Assert.All(Enumerable.Range(0, 1000), _ => Assert.Null(rate.TryCount("a")));
    }

    [Fact]
    public void Bytes_InPieces_AreHeldInTheirOrderAndPaidFor() => Gen.Byte.Array[0, 9000].Array[0, 6].Sample(pieces =>
    {
        var budget = new MemoryBudget(1_000_000);
        using (var held = new HeldBytes(budget, 100_000))
        {
            foreach (byte[] piece in pieces)
                held.Append(piece);
            Assert.Equal(pieces.SelectMany(piece => piece), held.Bytes.ToArray());
            Assert.True(budget.Taken >= held.Bytes.Length);
        }

        Assert.Equal(0, budget.Taken);
    });

    [Fact]
    public void Bytes_BeyondTheBudget_AreLetGo()
    {
        var budget = new MemoryBudget(10_000);
        using var first = new HeldBytes(budget, 100_000);
        using var second = new HeldBytes(budget, 100_000);
        first.Append(new byte[6000]);
        second.Append(new byte[6000]);

        Assert.Equal((HoldFault.None, HoldFault.NoRoom), (first.Fault, second.Fault));
        Assert.Equal(6000, budget.Taken);
    }

    [Theory]
    [InlineData("{}", true)]
    [InlineData(" \r\n\t{", true)]
    [InlineData("\u00EF\u00BB\u00BF{", true)]
    [InlineData("\u001F\u008B", true)]
    [InlineData("PK\u0003\u0004", true)]
    [InlineData("From: a", true)]
    [InlineData("From a@b Mon", true)]
    [InlineData("TLS-Report-Domain: x", true)]
    [InlineData("", false)]
    [InlineData("hello", false)]
    [InlineData("hello world: x", false)]
    [InlineData("<html>", false)]
    [InlineData("[]", false)]
    [InlineData(": x", false)]
    public void Bytes_AtFirstSight_MayHoldAReport(string latin1, bool may) => Assert.Equal(may, ReportBytes.MayHoldReport(System.Text.Encoding.Latin1.GetBytes(latin1)));

    [Theory]
    [InlineData(0, true)]
    [InlineData(long.MaxValue, false)]
    public void Disk_WithSoMuchToStayFree_HasRoomOrNot(long least, bool has) => Assert.Equal(has, new DiskRoom(Path.GetTempPath(), least, _time).IsThere());
}
