using StrictPost.Protocol.TlsRpt.Incidents;
using StrictPost.Protocol.TlsRpt.Reports;
using static StrictPost.Protocol.Tests.TlsRpt.Incidents.IncidentWorld;

namespace StrictPost.Protocol.Tests.TlsRpt.Incidents;

public sealed class SilentReportersTests
{
    [Theory]
    [InlineData(9, false)]
    [InlineData(10, true)]
    [InlineData(60, true)]
    public void Of_DailyReporterThatStops_IsSilentAfterThreeDays(int today, bool silent)
    {
        var found = SilentReporters.Of(Days(GoogleCom, 2, 3, 4, 5, 6), May(today));

        Assert.Equal(silent ? [new SilentReporter(GoogleCom, May(6), 1)] : [], found);
    }

    [Theory]
    [InlineData(19, false)]
    [InlineData(20, true)]
    public void Of_ReporterWithGaps_GetsThreeTimesItsUsualGap(int today, bool silent) =>
        Assert.Equal(silent, SilentReporters.Of(Days(GoogleCom, 1, 3, 6, 9, 10, 13), May(today + 3)).Length == 1);

    [Fact]
    public void Of_ReporterThatWasNeverSteady_IsNotMissed() => Assert.Empty(SilentReporters.Of([.. Days(GoogleCom, 2, 3, 4, 5), .. Days(MicrosoftCom, 1, 8, 15, 22, 29)], May(60)));

    [Fact]
    public void Of_SameDayTwiceAndDaysAhead_CountOnce()
    {
        Assert.Empty(SilentReporters.Of(Days(GoogleCom, 2, 2, 2, 3, 4, 4), May(20)));
        Assert.Empty(SilentReporters.Of(Days(GoogleCom, 25), May(20)));
    }

    [Fact]
    public void Of_SeveralSilent_TheLatestFirst() => Assert.Equal(
        [MicrosoftCom, "b.example.net", GoogleCom],
        SilentReporters.Of(
            [.. Days(GoogleCom, 1, 2, 3, 4, 5), .. Days(MicrosoftCom, 3, 4, 5, 6, 7), .. Days("b.example.net", 2, 3, 4, 5, 6), .. Days("alive.example.net", 15, 16, 17, 18, 19)],
            May(20)).Select(silent => silent.Reporter), StringComparer.Ordinal);

    private static ReporterDay[] Days(string reporter, params int[] days) => [.. days.Select(day => new ReporterDay(May(day), reporter, new SessionCount(1, 0, 0, 0)))];
}
