using StrictPost.Protocol.Checking;
using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.Ledger;
using StrictPost.Protocol.Monitoring;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Smtp;
using StrictPost.Protocol.Tests.Checking;

namespace StrictPost.Protocol.Tests.Monitoring;

public sealed class MonitorRulesTests
{
    private const string Id = "20260501000000";
    private const string Testing = "version: STSv1\nmode: testing\nmx: mx1.example.org\nmx: mx2.example.org\nmax_age: 2592000\n";

    private static DomainEvidence Healthy => HealthyWorld.Seen;

    [Fact]
    public void Of_HealthyDomain_SaysNothing()
    {
        var sight = MonitorRules.Of(Input(Healthy));

        Assert.Empty(sight.Alarms);
        Assert.True(sight.IsSeen && sight.Works);
        Assert.Equal([AlarmSource.Sight, AlarmSource.Domain, AlarmSource.MailHosts], sight.Sources);
    }

    [Fact]
    public void Of_LightLook_SaysNothingOfMailHosts() =>
        Assert.DoesNotContain(AlarmSource.MailHosts, MonitorRules.Of(Input(Healthy with { SmtpIsSkipped = true })).Sources);

    [Fact]
    public void Of_MxThatIsNotCovered_IsAnErrorInEnforceAndAWarningInTesting()
    {
        var seen = Healthy with { Mx = Healthy.Mx with { Found = [.. Healthy.Mx.Found, new MxRecord(30, "mx3.example.net")] } };

        var enforced = Assert.Single(MonitorRules.Of(Input(seen)).Alarms);
        var tested = Assert.Single(MonitorRules.Of(Input(seen.WithPolicy(Testing), Testing)).Alarms);

        Assert.Equal(("mx-not-covered", "mx3.example.net", Severity.Error), (enforced.Code, enforced.Key, enforced.Severity));
        Assert.Contains("refuses to deliver", enforced.Message, StringComparison.Ordinal);
        Assert.Equal(Severity.Warning, tested.Severity);
        Assert.True(enforced.Stage > tested.Stage);
    }

    [Fact]
    public void Of_MxThatIsNewAndCovered_SaysNothing()
    {
        string wide = HealthyWorld.Policy.Replace("mx1.example.org", "*.example.org", StringComparison.Ordinal);
        var seen = Healthy.WithPolicy(wide) with { Mx = Healthy.Mx with { Found = [.. Healthy.Mx.Found, new MxRecord(30, "mx3.example.org")] } };

        Assert.Empty(MonitorRules.Of(Input(seen, wide)).Alarms);
    }

    [Fact]
    public void Of_UncoveredMxWhilePolicyHostIsDown_IsStillFound()
    {
        var seen = Healthy.WithFetches(fetch => fetch with { Http = null, Tls = null, End = new ConnectionEnd(ConnectionFault.Refused, ConnectionPhase.Connecting) });
        seen = seen with { Mx = Healthy.Mx with { Found = [new MxRecord(30, "mx3.example.net")] } };

        var codes = MonitorRules.Of(Input(seen)).Alarms.Select(alarm => alarm.Code);

        Assert.Equal("mx-not-covered monitor-policy-host-failing", string.Join(' ', codes));
    }

    [Fact]
    public void Of_RecordWithAnotherId_IsBehind_ButNotWithinTheHourAfterAChange()
    {
        var seen = Healthy.WithRecord("v=STSv1; id=20260401000000;");

        Assert.Equal("monitor-record-behind", Assert.Single(MonitorRules.Of(Input(seen)).Alarms).Code);
        Assert.Empty(MonitorRules.Of(Input(seen) with { Ledger = [Body(PolicyMode.Enforce, HealthyWorld.Now.AddMinutes(-30))] }).Alarms);
        Assert.Empty(MonitorRules.Of(Input(seen) with { IsChanging = true }).Alarms);
        Assert.Empty(MonitorRules.Of(Input(seen) with { IsLeaving = true }).Alarms);
    }

    [Fact]
    public void Of_AnotherPolicyServed_Differs()
    {
        var alarm = Assert.Single(MonitorRules.Of(Input(Healthy.WithPolicy(Testing))).Alarms);

        Assert.Equal(("monitor-policy-differs", true), (alarm.Code, alarm.NeedsSecondLook));
        Assert.Contains("its mode is testing, and should be enforce", alarm.Message, StringComparison.Ordinal);
        Assert.Empty(MonitorRules.Of(Input(Healthy.WithPolicy(Testing)) with { IsChanging = true }).Alarms);
    }

    [Fact]
    public void Of_DanglingPolicyHost_IsSaidAsSuch()
    {
        var host = Healthy.PolicyHost with
        {
            Ipv4 = Healthy.PolicyHost.Ipv4.Ended(LookupEnd.NoSuchName, "gone.provider.net"),
            Ipv6 = Healthy.PolicyHost.Ipv6.Ended(LookupEnd.NoSuchName, "gone.provider.net"),
            Fetches = [],
        };

        Assert.Equal("delegation-policy-host-dangling", Assert.Single(MonitorRules.Of(Input(Healthy with { PolicyHost = host })).Alarms).Code);
    }

    [Fact]
    public void Of_RecordThatIsGone_IsSaid() =>
        Assert.Equal("record-missing", Assert.Single(MonitorRules.Of(Input(Healthy.WithRecordEnd(LookupEnd.NoSuchName))).Alarms).Code);

    [Theory]
    [InlineData(15, 0)]
    [InlineData(13, 1)]
    [InlineData(6, 2)]
    [InlineData(1, 3)]
    [InlineData(-1, 4)]
    public void Of_CertificateOfAMailHost_IsTheSameAlarmFromStageToStage(int daysLeft, int stage)
    {
        var probe = Healthy.MailHosts[0].Probes[0];
        var leaf = probe.Tls!.Leaf! with { NotAfter = HealthyWorld.Now.AddDays(daysLeft) };
        var tls = probe.Tls with { Chain = [leaf], ChainFaults = daysLeft < 0 ? [Tls.CertificateFault.Expired] : [] };
        var seen = Healthy with { MailHosts = [Healthy.MailHosts[0] with { Probes = [probe with { Tls = tls }] }, Healthy.MailHosts[1]] };

        var alarms = MonitorRules.Of(Input(seen)).Alarms;

        if (stage == 0)
            Assert.Empty(alarms);
        else
            Assert.Equal(("smtp-certificate-expires-soon", "mx1.example.org", stage), (Assert.Single(alarms).Code, alarms[0].Key, alarms[0].Stage));
    }

    [Theory]
    [InlineData(59, false)]
    [InlineData(61, true)]
    public void Of_ModeTesting_IsForgottenAfterAWhile_WhateverWasEditedMeanwhile(int days, bool isForgotten)
    {
        var input = Input(Healthy.WithPolicy(Testing), Testing) with
        {
            Ledger =
            [
                Body(PolicyMode.Enforce, HealthyWorld.Now.AddDays(-100)), Body(PolicyMode.Testing, HealthyWorld.Now.AddDays(-days)), Body(PolicyMode.Testing, HealthyWorld.Now.AddDays(-2)),
            ],
        };

        Assert.Equal(isForgotten, MonitorRules.Of(input).Alarms.Any(alarm => alarm.Code == "monitor-testing-forgotten"));
    }

    [Fact]
    public void Of_DomainThatIsBeingSetUp_SaysNothingYet()
    {
        var sight = MonitorRules.Of(Input(Healthy.WithRecordEnd(LookupEnd.NoSuchName)) with { HasWorked = false });

        Assert.Empty(sight.Alarms);
        Assert.False(sight.Works);
    }

    [Fact]
    public void Of_DnsThatDoesNotAnswer_SaysSoAfterADay()
    {
        var seen = Healthy with { Mx = Healthy.Mx.Ended(LookupEnd.TimedOut) };

        var fresh = MonitorRules.Of(Input(seen) with { LastSeen = HealthyWorld.Now.AddHours(-23) });
        var blind = MonitorRules.Of(Input(seen) with { LastSeen = HealthyWorld.Now.AddHours(-25) });

        Assert.Empty(fresh.Alarms);
        Assert.False(fresh.IsSeen);
        Assert.Equal([AlarmSource.Sight], blind.Sources);
        Assert.Equal("monitor-not-seen", Assert.Single(blind.Alarms).Code);
    }

    private static MonitorInput Input(DomainEvidence seen, string policy = HealthyWorld.Policy) => new()
    {
        Check = DomainCheck.Judge(seen, CheckContext.Default),
        Policy = StsPolicy.Parse(policy).Value!,
        Id = Id,
        HasWorked = true,
    };

    private static ServedBody Body(PolicyMode mode, DateTimeOffset published) => new(
        Id, StsPolicy.Parse(mode == PolicyMode.Testing ? Testing : HealthyWorld.Policy).Value!, published, BodyStanding.Current)
    {
        Hash = "",
        Size = 0,
    };
}
