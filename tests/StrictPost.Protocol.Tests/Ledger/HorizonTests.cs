using CsCheck;
using StrictPost.Protocol.Ledger;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;

namespace StrictPost.Protocol.Tests.Ledger;

public sealed class HorizonTests
{
    private static readonly DateTimeOffset Now = Bodies.Start;

    [Fact]
    public void HeldUntil_RetiredBody_CountsFromTheLastFetch()
    {
        var body = Bodies.Of(PolicyMode.Enforce, 3_600, BodyStanding.Retired, Now.AddMinutes(-10));

        Assert.Equal(Now.AddMinutes(-10) + ServedBody.LongestFetch + TimeSpan.FromHours(1), body.HeldUntil(Now));
        Assert.Equal(body.HeldUntil(Now), body.HeldUntil(Now.AddDays(1)));
    }

    [Fact]
    public void HeldUntil_RetiredBodyNobodyFetched_IsNever() =>
        Assert.Null(Bodies.Of(PolicyMode.Enforce, 3_600, BodyStanding.Retired, null).HeldUntil(Now));

    [Theory]
    [InlineData(BodyStanding.Current)]
    [InlineData(BodyStanding.Unsettled)]
    public void HeldUntil_BodyThatMayBeServed_CountsFromNow(BodyStanding standing)
    {
        var body = Bodies.Of(PolicyMode.Enforce, 3_600, standing, Now.AddDays(-3));

        Assert.Equal(Now + ServedBody.LongestFetch + TimeSpan.FromHours(1), body.HeldUntil(Now));
    }

    [Fact]
    public void RefusedUntil_OldBodyDoesNotNameTheHost_IsThatBodysEnd()
    {
        var old = Bodies.Of(PolicyMode.Enforce, 86_400, BodyStanding.Retired, Now.AddHours(-1), "mx1.example.org");
        var current = Bodies.Of(PolicyMode.Enforce, 3_600, BodyStanding.Current, Now, "mx2.example.org");
        var horizon = Horizon.Of([old, current], Now);

        Assert.Equal(old.HeldUntil(Now), horizon.RefusedUntil(Name("mx2.example.org")));
        Assert.Equal(current.HeldUntil(Now), horizon.RefusedUntil(Name("mx1.example.org")));
        Assert.Equal(old.HeldUntil(Now), horizon.RefusedUntil(Name("mx3.example.org")));
    }

    [Fact]
    public void RefusedUntil_TestingOnly_IsNever() =>
        Assert.Null(Horizon.Of([Bodies.Of(PolicyMode.Testing, 86_400, BodyStanding.Current, Now)], Now).RefusedUntil(Name("mx9.example.org")));

    [Fact]
    public void Until_AnyLedger_IsTheLatestEndOfItsBodies() => Bodies.Ledger.Sample(bodies =>
    {
        var horizon = Horizon.Of(bodies, Now);
        foreach (var mode in Enum.GetValues<PolicyMode>())
        {
            var latest = bodies.Where(body => body.Policy.Mode >= mode).Max(body => body.HeldUntil(Now));
            Assert.Equal(latest > Now ? latest : null, horizon.Until(mode));
        }
    });

    [Fact]
    public void Until_StricterBodiesOnly_IsNeverLater() => Bodies.Ledger.Sample(bodies =>
    {
        var horizon = Horizon.Of(bodies, Now);
        var ends = new[] { PolicyMode.None, PolicyMode.Testing, PolicyMode.Enforce }.Select(mode => horizon.Until(mode) ?? DateTimeOffset.MinValue).ToList();
        Assert.Equal(ends.OrderDescending(), ends);
    });

    [Fact]
    public void Until_TimePasses_NeverComesCloserAndStandsStillOnceRetired() => Gen.Select(Bodies.Ledger, Gen.Int[0, 1_000_000]).Sample((bodies, seconds) =>
    {
        var later = Now.AddSeconds(seconds);
        foreach (var body in bodies)
        {
            Assert.True(body.HeldUntil(later) >= body.HeldUntil(Now) || body.HeldUntil(Now) is null);
            if (body.Standing == BodyStanding.Retired)
                Assert.Equal(body.HeldUntil(Now), body.HeldUntil(later));
        }
    });

    [Fact]
    public void Held_BodySettles_IsNeverHeldLonger() => Bodies.Ledger.Sample(bodies =>
    {
        foreach (var body in bodies.Where(body => body.Standing != BodyStanding.Retired && body.LastServed <= Now))
            Assert.True((body with { Standing = BodyStanding.Retired }).HeldUntil(Now) <= body.HeldUntil(Now));
    });

    private static DomainName Name(string text) => DomainName.Parse(text).Value!;
}
