using CsCheck;
using StrictPost.Protocol.Ledger;
using StrictPost.Protocol.MtaSts;

namespace StrictPost.Protocol.Tests.Ledger;

public sealed class DepartureTests
{
    private static readonly DateTimeOffset Since = Bodies.Start;

    [Fact]
    public void Farewell_Enforce_IsNoneForADayAtMost()
    {
        var policy = Bodies.Of(PolicyMode.Enforce, 604_800, BodyStanding.Current, null).Policy;

        Assert.Equal(policy with { Mode = PolicyMode.None, MaxAge = 86_400 }, Departure.Farewell(policy));
        Assert.Equal(600, Departure.Farewell(policy with { MaxAge = 600 }).MaxAge);
    }

    [Fact]
    public void Farewell_NoneAlready_KeepsTheBodyAndSoItsId()
    {
        var policy = Bodies.Of(PolicyMode.None, 604_800, BodyStanding.Current, null).Policy;

        Assert.Equal(policy, Departure.Farewell(policy));
    }

    [Fact]
    public void Of_BodyFetchedAndSettled_EndsWhenItExpires()
    {
        var old = Bodies.Of(PolicyMode.Enforce, 604_800, BodyStanding.Retired, Since.AddHours(-1));

        var departure = Departure.Of([old, Farewell()], Since, Since.AddHours(1));

        Assert.Equal(old.HeldUntil(Since), departure.StopsAt);
        Assert.False(departure.IsOver(departure.StopsAt.AddTicks(-1)));
        Assert.True(departure.IsOver(departure.StopsAt));
    }

    [Fact]
    public void Of_OlderBodyWithLongerMaxAge_CountsToo()
    {
        var oldest = Bodies.Of(PolicyMode.Testing, StsPolicy.LongestMaxAge, BodyStanding.Retired, Since.AddDays(-30));
        var last = Bodies.Of(PolicyMode.Enforce, 86_400, BodyStanding.Retired, Since);

        Assert.Equal(oldest.HeldUntil(Since), Departure.Of([oldest, last, Farewell()], Since, Since).StopsAt);
    }

    [Fact]
    public void Of_ShortMaxAge_LastsADayAllTheSame() =>
        Assert.Equal(Since.AddDays(1), Departure.Of([Bodies.Of(PolicyMode.Enforce, 60, BodyStanding.Retired, Since)], Since, Since).StopsAt);

    [Fact]
    public void Of_NobodyEverFetched_IsOverAtOnce() =>
        Assert.True(Departure.Of([Bodies.Of(PolicyMode.Enforce, 604_800, BodyStanding.Retired, null), Farewell()], Since, Since).IsOver(Since));

    [Fact]
    public void Of_NodeMayStillServeTheOldBody_IsNotOverHoweverLateItIs()
    {
        var later = Since.AddYears(3);
        var departure = Departure.Of([Bodies.Of(PolicyMode.Enforce, 604_800, BodyStanding.Unsettled, null)], Since, later);

        Assert.False(departure.IsOver(later));
        Assert.True(departure.StopsAt > later);
    }

    [Fact]
    public void Of_AnyLedger_IsOverOnlyWhenNobodyHoldsAPolicyThatBinds() => Gen.Select(Bodies.Ledger, Gen.Int[0, 40_000_000]).Sample((bodies, seconds) =>
    {
        var now = Since.AddSeconds(seconds);
        bool held = Horizon.Of(bodies, now).Until(PolicyMode.Testing) is not null;
        Assert.False(held && Departure.Of(bodies, Since, now).IsOver(now));
    });

    private static ServedBody Farewell() => Bodies.Of(PolicyMode.None, 86_400, BodyStanding.Current, Since);
}
