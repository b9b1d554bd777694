using CsCheck;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.Monitoring;

namespace StrictPost.Protocol.Tests.Monitoring;

public sealed class IncidentBookTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Alarm Wrong = new(AlarmSource.Domain, "mx-not-covered", "mx.example.org") { Severity = Severity.Error, Message = "Wrong.", Fix = "Do." };

    /// <summary>Looks at any distance, on and off in any order, some of them blind.</summary>
    [Fact]
    public void Look_AnyFlappingWithinADay_IsOneIncidentToldOnceEach() =>
        Gen.Select(Gen.Bool, Gen.Int[1, 400], Gen.Int[0, 9]).Array[1, 80].Sample(
            looks =>
            {
                var diary = new Diary();
                foreach (var (isWrong, minutes, blind) in looks)
                    diary.Look(minutes, blind == 0 ? null : isWrong);
                AssertQuietEnough(diary);
            },
            iter: 5_000);

    [Fact]
    public void Look_GoneForTwoLooksAndAnHour_IsOver()
    {
        var diary = new Diary();
        diary.Look(0, true);
        diary.Look(60, false);
        Assert.Equal([NoticeKind.Opened], diary.Kinds);
        diary.Look(59, false);
        Assert.Equal([NoticeKind.Opened], diary.Kinds);

        diary.Look(1, false);

        Assert.Equal([NoticeKind.Opened, NoticeKind.Resolved], diary.Kinds);
        Assert.Equal(WatchStanding.Resolved, Assert.Single(diary.Incidents).Standing);
    }

    [Fact]
    public void Look_BackWithinADay_IsTheSameIncidentAndThenHasToBeAwayForADay()
    {
        var diary = new Diary();
        diary.Look(0, true);
        diary.Look(60, false);
        diary.Look(60, false);
        diary.Look(600, true);
        for (int i = 0; i < 24; i++)
            diary.Look(60, false);
        Assert.Equal([NoticeKind.Opened, NoticeKind.Resolved, NoticeKind.Returned], diary.Kinds);

        diary.Look(60, false);

        Assert.Equal(NoticeKind.Resolved, diary.Kinds[^1]);
        Assert.Equal(1, Assert.Single(diary.Incidents).Returns);
    }

    [Fact]
    public void Look_BackAfterADay_IsAnother()
    {
        var diary = new Diary();
        diary.Look(0, true);
        diary.Look(60, false);
        diary.Look(60, false);
        diary.Look(24 * 60, true);

        Assert.Equal(2, diary.Incidents.Count);
        Assert.Equal([NoticeKind.Opened, NoticeKind.Resolved, NoticeKind.Opened], diary.Kinds);
    }

    [Fact]
    public void Look_OfAnotherKind_SaysNothing()
    {
        var diary = new Diary();
        diary.Look(0, true);
        for (int i = 0; i < 5; i++)
            diary.Look(60, null);

        Assert.Equal([NoticeKind.Opened], diary.Kinds);
        Assert.Equal(WatchStanding.Open, Assert.Single(diary.Incidents).Standing);
    }

    [Fact]
    public void Look_AlarmThatNeedsASecondLook_IsToldByIt()
    {
        var diary = new Diary(Wrong with { NeedsSecondLook = true });
        diary.Look(0, true);
        Assert.Empty(diary.Kinds);
        diary.Look(5, true);

        Assert.Equal([NoticeKind.Opened], diary.Kinds);
    }

    [Fact]
    public void Look_SuspicionThatComesToNothing_IsForgotten()
    {
        var diary = new Diary(Wrong with { NeedsSecondLook = true });
        diary.Look(0, true);
        diary.Look(5, false);

        Assert.Empty(diary.Kinds);
        Assert.Empty(diary.Incidents);
    }

    [Fact]
    public void Look_AlarmThatComesFurther_IsToldOnceForEachStage()
    {
        var diary = new Diary();
        foreach (int stage in (int[])[1, 1, 2, 1, 2, 3, 3])
            diary.Look(60, true, stage);

        Assert.Equal([NoticeKind.Opened, NoticeKind.Worsened, NoticeKind.Worsened], diary.Kinds);
    }

    [Theory]
    [InlineData("Opened", NoticeKind.Resolved, "Opened", false)]
    [InlineData("", NoticeKind.Resolved, "", true)]
    [InlineData("Worsened", NoticeKind.Resolved, "Worsened", true)]
    [InlineData("Returned", NoticeKind.Resolved, "Returned", false)]
    [InlineData("Resolved", NoticeKind.Returned, "Resolved", false)]
    [InlineData("", NoticeKind.Returned, "", true)]
    [InlineData("Opened", NoticeKind.Worsened, "", false)]
    [InlineData("", NoticeKind.Worsened, "", true)]
    public void Fold_WhatWaits_IsNotToldWhenItIsOver(string waiting, NoticeKind next, string dropped, bool isAdded)
    {
        NoticeKind[] kinds = waiting.Length == 0 ? [] : [Enum.Parse<NoticeKind>(waiting)];

        var fold = NoticeFold.With(kinds, next);

        Assert.Equal((dropped, isAdded), (string.Join(' ', fold.Dropped), fold.IsAdded));
    }

    private static void AssertQuietEnough(Diary diary)
    {
        foreach (var (at, _) in diary.Notices)
        {
            var day = diary.Notices.Where(notice => notice.At >= at && notice.At - at < IncidentBook.OneDay).Select(notice => notice.Kind).ToList();
            Assert.True(day.Count(kind => kind == NoticeKind.Opened) <= 1);
            Assert.True(day.Count(kind => kind == NoticeKind.Resolved) <= 1);
            Assert.True(day.Count(kind => kind == NoticeKind.Returned) <= 1);
        }

        Assert.Equal(diary.Incidents.Count, diary.Kinds.Count(kind => kind == NoticeKind.Opened));
        Assert.Equal(diary.Incidents.Count(incident => incident.Standing == WatchStanding.Open), diary.Open);
    }

    /// <summary>What is known after some looks, and what was told.</summary>
    private sealed class Diary(Alarm? alarm = null)
    {
        private readonly Alarm _alarm = alarm ?? Wrong;
        private DateTimeOffset _now = Start;

        public List<WatchedIncident> Incidents { get; } = [];

        public List<(DateTimeOffset At, NoticeKind Kind)> Notices { get; } = [];

        public List<NoticeKind> Kinds => [.. Notices.Select(notice => notice.Kind)];

        /// <summary>How many were told to have begun, or to be back, and not to be over.</summary>
        public int Open => Kinds.Sum(kind => kind switch { NoticeKind.Resolved => -1, NoticeKind.Worsened => 0, _ => 1 });

        /// <param name="minutes">After the last look.</param>
        /// <param name="isWrong">What is seen; null for a look that says nothing of it.</param>
        /// <param name="stage">How far it has come.</param>
        public void Look(int minutes, bool? isWrong, int stage = 0)
        {
            _now = _now.AddMinutes(minutes);
            AlarmSource[] sources = isWrong is null ? [AlarmSource.Sight] : [AlarmSource.Sight, AlarmSource.Domain];
            foreach (var change in IncidentBook.Look(Incidents, isWrong == true ? [_alarm with { Stage = stage }] : [], sources, _now))
            {
                if (change.Before is not null)
                    Incidents.Remove(change.Before);
                if (change.After is not null)
                    Incidents.Add(change.After);
                if (change.Notice is { } notice)
                    Notices.Add((_now, notice));
            }
        }
    }
}
