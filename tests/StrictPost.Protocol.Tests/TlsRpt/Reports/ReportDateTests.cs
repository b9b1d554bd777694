using System.Globalization;
using StrictPost.Protocol.TlsRpt.Reports.Parsing;

namespace StrictPost.Protocol.Tests.TlsRpt.Reports;

public sealed class ReportDateTests
{
    [Theory]
    [InlineData("2026-05-03T00:00:00Z", "2026-05-03T00:00:00", "Proper")]
    [InlineData("2026-05-03T02:00:00+02:00", "2026-05-03T00:00:00", "Proper")]
    [InlineData("2026-05-02T19:00:00-05:00", "2026-05-03T00:00:00", "Proper")]
    [InlineData("2026-05-03T00:00:00.0000000Z", "2026-05-03T00:00:00", "Proper")]
    [InlineData("2026-05-03T00:00:00", "2026-05-03T00:00:00", "NoZone")]
    [InlineData("2026-05-03T00:00:00.000", "2026-05-03T00:00:00", "NoZone")]
    [InlineData("2026-05-03", "2026-05-03T00:00:00", "Odd")]
    [InlineData("2026-05-03 01:02:03", "2026-05-03T01:02:03", "Odd")]
    [InlineData("2026-05-03 01:02:03 UTC", "2026-05-03T01:02:03", "Odd")]
    [InlineData("2026-05-03 01:02:03+01:00", "2026-05-03T00:02:03", "Odd")]
    [InlineData("2026-05-03T01:02:03z", "2026-05-03T01:02:03", "Odd")]
    [InlineData("2026-05-03T01:02Z", "2026-05-03T01:02:00", "Odd")]
    [InlineData("1777766400", "2026-05-03T00:00:00", "Odd")]
    [InlineData("1777766400.75", "2026-05-03T00:00:00", "Odd")]
    public void Time_AsReportersWriteIt_IsRead(string text, string expected, string form)
    {
        var time = ReportDate.Read(text, out var found);

        Assert.Equal(DateTimeOffset.Parse(expected + "Z", CultureInfo.InvariantCulture), time);
        Assert.Equal(TimeSpan.Zero, time!.Value.Offset);
        Assert.Equal(form, found.ToString());
    }

    [Theory]
    [InlineData("yesterday")]
    [InlineData("2026-13-03T00:00:00Z")]
    [InlineData("2026-05-03T25:00:00Z")]
    [InlineData("03/05/2026")]
    [InlineData("0000-00-00T00:00:00Z")]
    [InlineData("0001-01-01T00:00:00+14:00")]
    [InlineData("9999-12-31T23:59:59-14:00")]
    [InlineData("-1")]
    [InlineData("0")]
    [InlineData("99999999999999999999")]
    [InlineData("1e9")]
    [InlineData("NaN")]
    [InlineData("Z")]
    public void Time_NoTime_IsRefused(string text) => Assert.Null(ReportDate.Read(text, out _));
}
