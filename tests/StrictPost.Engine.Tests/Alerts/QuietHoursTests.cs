using StrictPost.Engine.Alerts;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.Monitoring;

namespace StrictPost.Engine.Tests.Alerts;

public sealed class QuietHoursTests
{
    [Theory]
    [InlineData("22:00-07:00", "UTC", "2026-03-01T12:00Z", "2026-03-01T12:00Z")]
    [InlineData("22:00-07:00", "UTC", "2026-03-01T21:59Z", "2026-03-01T21:59Z")]
    [InlineData("22:00-07:00", "UTC", "2026-03-01T22:00Z", "2026-03-02T07:00Z")]
    [InlineData("22:00-07:00", "UTC", "2026-03-02T06:59Z", "2026-03-02T07:00Z")]
    [InlineData("22:00-07:00", "UTC", "2026-03-02T07:00Z", "2026-03-02T07:00Z")]
    [InlineData("12:00-13:30", "UTC", "2026-03-02T13:00Z", "2026-03-02T13:30Z")]
    [InlineData("22:00-07:00", "+01:00", "2026-03-01T21:30Z", "2026-03-02T06:00Z")]
    [InlineData("22:00-07:00", "-05:00", "2026-03-02T03:00Z", "2026-03-02T12:00Z")]
    [InlineData("22:00-07:00", "Europe/Berlin", "2026-07-01T20:30Z", "2026-07-02T05:00Z")]
    [InlineData("22:00-02:30", "Europe/Berlin", "2026-03-28T23:00Z", "2026-03-29T01:30Z")] // 02:30 does not exist in that night
    public void EndAt_TimeOfDay_IsAtOnceOrWhenItEnds(string hours, string zoneName, string at, string expected)
    {
        Assert.True(QuietHours.TryParseZone(zoneName, out var zone));
        Assert.True(QuietHours.TryParse(hours, zone, out var quiet));

        Assert.Equal(Time(expected), quiet.EndAt(Time(at)));
    }

    [Theory]
    [InlineData("22-7")]
    [InlineData("22:00")]
    [InlineData("22:00-25:00")]
    [InlineData("07:00-07:00")]
    [InlineData("")]
    public void TryParse_OfNoHours_IsFalse(string text) => Assert.False(QuietHours.TryParse(text, TimeZoneInfo.Utc, out _));

    [Theory]
    [InlineData("+25:00")]
    [InlineData("Middle/Earth")]
    [InlineData("")]
    public void TryParseZone_OfNoZone_IsFalse(string text) => Assert.False(QuietHours.TryParseZone(text, out _));

    [Fact]
    public void DueAt_Errors_BreakTheQuietWhenTheyBegin()
    {
        Assert.True(QuietHours.TryParse("00:00-23:59", TimeZoneInfo.Utc, out var quiet));
        var plan = new AlertPlan { Quiet = quiet };
        var (now, end) = (Time("2026-03-01T12:00Z"), Time("2026-03-01T23:59Z"));

        Assert.Equal(now, plan.DueAt(now, NoticeKind.Opened, Severity.Error));
        Assert.Equal(end, plan.DueAt(now, NoticeKind.Resolved, Severity.Error));
        Assert.Equal(end, plan.DueAt(now, NoticeKind.Opened, Severity.Warning));
        Assert.Equal(end, (plan with { ErrorsBreakQuiet = false }).DueAt(now, NoticeKind.Opened, Severity.Error));
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
