using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.TlsRpt.Reports;
using static StrictPost.Protocol.Tests.TlsRpt.Incidents.IncidentWorld;

namespace StrictPost.Protocol.Tests.TlsRpt.Incidents;

public sealed class IncidentSessionsTests
{
    private static readonly StsPolicy Testing = Policy(PolicyMode.Testing, "mx1.example.org");

    [Fact]
    public void Sessions_SameUnderMtaStsAndDane_CountOnce()
    {
        var incident = new IncidentWorld().Fails(3, GoogleCom, sessions: 5).Fails(3, GoogleCom, sessions: 5, type: PolicyType.Tlsa, shown: false).OnlyOneOn(3);

        Assert.Equal(new SessionCount(0, 5, 0, 0), incident.Sessions);
        Assert.Contains(" 5 sessions were refused or delayed.", incident.Headline, StringComparison.Ordinal);
    }

    [Fact]
    public void Sessions_UnderSeveralTypes_AreTheLargestTypesAndThoseWithoutAPolicy() => AssertSessions(
        new SessionCount(0, 0, 7 + 2, 0),
        new IncidentWorld()
            .Fails(3, GoogleCom, sessions: 4, policy: Testing).Fails(3, GoogleCom, sessions: 3, policy: Testing, network: "198.51.100.0/24")
            .Fails(3, GoogleCom, sessions: 5, type: PolicyType.Tlsa, shown: false)
            .Fails(3, GoogleCom, sessions: 2, type: PolicyType.NoPolicyFound, shown: false));

    [Fact]
    public void Sessions_EquallyManyOfTwoTypes_AreTheWorse() => AssertSessions(
        new SessionCount(0, 5, 0, 0),
        new IncidentWorld().Fails(3, GoogleCom, sessions: 5, policy: Testing).Fails(3, GoogleCom, sessions: 5, type: PolicyType.Tlsa, shown: false));

    /// <summary>Other days, reporters and mail hosts are other sessions.</summary>
    [Fact]
    public void Sessions_OfDifferentDaysReportersAndHosts_AreAdded() => AssertSessions(
        new SessionCount(0, 1 + 2 + 4 + 8, 0, 0),
        new IncidentWorld()
            .Fails(3, GoogleCom, sessions: 1).Fails(4, GoogleCom, sessions: 2, type: PolicyType.Tlsa, shown: false)
            .Fails(4, MicrosoftCom, sessions: 4).Fails(4, GoogleCom, mx: "mx2.example.org", sessions: 8));

    [Fact]
    public void Sessions_MoreInDetailsThanTheReporterCounts_AreThoseThatItCounts() => AssertSessions(
        new SessionCount(0, 3, 1, 0) + new SessionCount(0, 6, 0, 0),
        new IncidentWorld()
            .Fails(3, GoogleCom, sessions: 3).Fails(3, GoogleCom, mx: "mx2.example.org", sessions: 4, policy: Testing).Counts(3, GoogleCom, 4)
            .Fails(4, GoogleCom, sessions: 6).Counts(4, GoogleCom, 60));

    [Fact]
    public void Sessions_OfVastNumbers_StopAtTheLargest() => AssertSessions(
        new SessionCount(0, long.MaxValue, 0, 0), new IncidentWorld().Fails(3, GoogleCom, sessions: long.MaxValue).Fails(4, GoogleCom, sessions: long.MaxValue));

    private static void AssertSessions(SessionCount expected, IncidentWorld world) => Assert.Equal(expected, world.OnlyOneOn(4).Sessions);
}
