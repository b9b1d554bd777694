using CsCheck;
using StrictPost.Protocol.Text;
using StrictPost.Protocol.TlsRpt.Reports;

namespace StrictPost.Protocol.Tests.TlsRpt.Reports;

public sealed class SessionCountingTests
{
    private static readonly Gen<ReportedPolicy> AnyPolicy = Gen.Select(
        Gen.OneOfConst("sts", "tlsa", "no-policy-found", "new-type", "other-type"),
        Gen.OneOf(Gen.Long[0, 50], Gen.OneOfConst(long.MaxValue, long.MaxValue - 1)),
        Gen.OneOf(Gen.Long[0, 50], Gen.OneOfConst(long.MaxValue)),
        Gen.OneOfConst("", "enforce", "testing", "none", "broken")).Select((type, ok, failed, mode) => Policy(type, ok, failed, mode));

    [Fact]
    public void Of_NothingToDecide_GivesNoReason()
    {
        Assert.Equal(new SessionCounting(new SessionCount(5, 2, 0, 0), null), SessionCounting.Of([Policy("sts", 5, 2)]));
        Assert.Equal(new SessionCounting(new SessionCount(8, 4, 0, 0), null), SessionCounting.Of([Policy("sts", 5, 2), Policy("sts", 3, 2)]));
        Assert.Equal(new SessionCounting(default, null), SessionCounting.Of([]));
        Assert.Null(SessionCounting.Of([Policy("sts", 5, 0), Policy("tlsa", 0, 0), Policy("no-policy-found", 0, 0)]).Reason);
    }

    [Theory]
    [InlineData("sts", "enforce", 3, 0, 0)]
    [InlineData("sts", "testing", 0, 3, 0)]
    [InlineData("sts", "none", 0, 3, 0)]
    [InlineData("sts", "broken", 0, 0, 3)]
    [InlineData("sts", "", 0, 0, 3)]
    [InlineData("tlsa", "", 3, 0, 0)]
    [InlineData("no-policy-found", "", 0, 3, 0)]
    [InlineData("new-type", "enforce", 0, 0, 3)]
    public void Of_FailedSessions_DependsOnThePolicyWhatBecameOfMail(string type, string mode, long refused, long delivered, long unclear) =>
        Assert.Equal(new SessionCount(1, refused, delivered, unclear), SessionCounting.Of([Policy(type, 1, 3, mode)]).Sessions);

    [Fact]
    public void Of_StsAndDane_TakesTheLarger()
    {
        var counting = SessionCounting.Of([Policy("sts", 3, 1), Policy("tlsa", 2, 7)]);

        Assert.Equal(new SessionCount(2, 7, 0, 0), counting.Sessions);
        Assert.Equal("9 under DANE and 4 under MTA-STS can be the same sessions: the larger is counted.", counting.Reason);
    }

    [Fact]
    public void Of_AsManyUnderBoth_TakesTheOneWithMoreFailures()
    {
        Assert.Equal(new SessionCount(2, 0, 7, 0), SessionCounting.Of([Policy("tlsa", 9, 0), Policy("sts", 2, 7, "testing")]).Sessions);
        Assert.Equal(new SessionCount(2, 0, 7, 0), SessionCounting.Of([Policy("sts", 2, 7, "testing"), Policy("tlsa", 9, 0)]).Sessions);
    }

    [Fact]
    public void Of_SessionsWithoutPolicy_ComeOnTop()
    {
        Assert.Equal(
            new SessionCounting(new SessionCount(11, 0, 1, 0), "9 under MTA-STS, and 3 without a policy come on top."),
            SessionCounting.Of([Policy("no-policy-found", 2, 1), Policy("sts", 9, 0)]));
        Assert.Equal(
            "5 under DANE and 9 under MTA-STS can be the same sessions: the larger is counted, and 1 without a policy comes on top.",
            SessionCounting.Of([Policy("no-policy-found", 1, 0), Policy("sts", 9, 0), Policy("tlsa", 5, 0)]).Reason);
    }

    [Fact]
    public void Of_UnknownType_IsATypeOfItsOwn() => Assert.Equal(
        new SessionCounting(new SessionCount(9, 0, 0, 3), "5 under MTA-STS and 12 under policy type `new-type` can be the same sessions: the larger is counted."),
        SessionCounting.Of([Policy("sts", 5, 0), Policy("New-Type", 4, 3), Policy("new-type", 5, 0)]));

    /// <summary>The order does not matter, no sum is negative, and the result lies between the largest policy and all together.</summary>
    [Fact]
    public void Of_AnyPolicies_KeepsBounds() => AnyPolicy.Array[0, 8].Sample(
        policies =>
        {
            var sessions = SessionCounting.Of(policies).Sessions;
            var backwards = SessionCounting.Of([.. policies.Reverse()]).Sessions;
            var sum = policies.Aggregate(UInt128.Zero, (all, policy) => all + (UInt128)policy.Successful + (UInt128)policy.Failed);
            Assert.True(sessions is { Successful: >= 0, Refused: >= 0, Delivered: >= 0, Unclear: >= 0, Failed: >= 0, All: >= 0 });
            Assert.True((UInt128)sessions.All <= sum);
            Assert.All(policies, policy => Assert.True((UInt128)sessions.All >= UInt128.Min((UInt128)policy.Successful + (UInt128)policy.Failed, long.MaxValue)));
            Assert.Equal((sessions.All, sessions.Failed), (backwards.All, backwards.Failed));
        },
        iter: 3_000);

    private static ReportedPolicy Policy(string type, long ok, long failed, string mode = "enforce")
    {
        Assert.True(DomainName.TryParse("example.org", out var domain));
        return new ReportedPolicy
        {
            TypeText = type,
            Domain = domain,
            Lines = mode switch
            {
                "" => [],
                "broken" => ["v=STSv1"],
                _ => ["version: STSv1", $"mode: {mode}", "mx: mx1.example.org", "max_age: 604800"],
            },
            Successful = ok,
            Failed = failed,
        };
    }
}
