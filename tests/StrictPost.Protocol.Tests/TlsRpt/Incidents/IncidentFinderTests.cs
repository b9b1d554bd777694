using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.TlsRpt.Incidents;
using StrictPost.Protocol.TlsRpt.Reports;
using static StrictPost.Protocol.Tests.TlsRpt.Incidents.IncidentWorld;

namespace StrictPost.Protocol.Tests.TlsRpt.Incidents;

public sealed class IncidentFinderTests
{
    [Fact]
    public void Of_NoFailures_FindsNothing() => Assert.Empty(new IncidentWorld().Reports(3, GoogleCom).On(4));

    [Fact]
    public void Of_OneCauseOverReportersDaysAndHosts_IsOneIncident()
    {
        var incident = new IncidentWorld()
            .Fails(3, GoogleCom, sessions: 100)
            .Fails(4, GoogleCom, sessions: 15).Fails(4, MicrosoftCom, mx: "mx2.example.org", sessions: 5, network: "198.51.100.0/24")
            .OnlyOneOn(5);

        Assert.Equal(Expired, incident.Cause.Code);
        Assert.Equal((IncidentState.Open, May(3), May(4), null), (incident.State, incident.Opened, incident.LastSeen, incident.Resolved));
        Assert.Equal([GoogleCom, MicrosoftCom], incident.Reporters);
        Assert.Equal(["mx1.example.org", "mx2.example.org"], incident.MxHosts);
        Assert.Equal(2, incident.Networks);
        Assert.Single(incident.Versions);
        Assert.Equal(new SessionCount(0, 120, 0, 0), incident.Sessions);
        Assert.Equal(
            [new Widening(May(4), "microsoft.com sees it, too; mx2.example.org has it, too; it is seen from 1 more network")], incident.Widened);
    }

    [Fact]
    public void Of_TwoCauses_AreTwoIncidentsTheNewestFirst()
    {
        var incidents = new IncidentWorld().Fails(3, GoogleCom).Fails(5, GoogleCom, cause: NotCovered).Fails(6, GoogleCom).On(7);

        Assert.Equal([Expired, NotCovered], incidents.Select(incident => incident.Cause.Code), StringComparer.Ordinal);
    }

    [Fact]
    public void Of_CleanDays_ResolveWhenThereAreEnough()
    {
        var world = new IncidentWorld().Fails(3, GoogleCom).Reports(4, GoogleCom, sessions: 0).Reports(5, GoogleCom).Reports(7, GoogleCom);

        Assert.Equal(IncidentState.Open, world.OnlyOneOn(6).State);
        var resolved = world.OnlyOneOn(7);
        Assert.Equal((IncidentState.Resolved, May(3), May(7)), (resolved.State, resolved.LastSeen, resolved.Resolved));
        Assert.NotEqual(resolved.StateReason, world.OnlyOneOn(6).StateReason, StringComparer.Ordinal);
    }

    [Fact]
    public void Of_OneReporterClean_WaitsForTheOther()
    {
        var world = new IncidentWorld().Fails(3, GoogleCom).Fails(3, MicrosoftCom).Reports(4, GoogleCom).Reports(5, GoogleCom).Reports(6, MicrosoftCom);

        Assert.Equal(IncidentState.Open, world.OnlyOneOn(8).State);
        world.Reports(9, MicrosoftCom);
        Assert.Equal((IncidentState.Resolved, May(9)), (world.OnlyOneOn(9).State, world.OnlyOneOn(9).Resolved));
    }

    /// <summary>Some report only when something fails, so their silence must not keep an incident open for ever.</summary>
    [Fact]
    public void Of_OneReporterCleanAndTheOtherSilent_ResolvesAfterTheSilence()
    {
        var world = new IncidentWorld().Fails(3, GoogleCom).Fails(3, "mail.example.net").Reports(4, GoogleCom).Reports(5, GoogleCom);

        Assert.Equal(IncidentState.Open, world.OnlyOneOn(16).State);
        Assert.Equal((IncidentState.Resolved, May(17)), (world.OnlyOneOn(17).State, world.OnlyOneOn(17).Resolved));
    }

    [Fact]
    public void Of_EverybodySilent_IsNoNewsAndNotResolved()
    {
        var world = new IncidentWorld().Fails(3, GoogleCom).Reports(4, GoogleCom);

        Assert.Equal(IncidentState.Open, world.OnlyOneOn(17).State);
        var silent = world.OnlyOneOn(18);
        Assert.Equal((IncidentState.NoNews, null), (silent.State, silent.Resolved));
        Assert.Contains("nobody knows", silent.StateReason, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_CauseThatComesBackAfterItWasResolved_IsANewIncident()
    {
        var incidents = new IncidentWorld().Fails(3, GoogleCom).Reports(4, GoogleCom).Reports(5, GoogleCom).Fails(9, MicrosoftCom).On(10);

        Assert.Equal([(May(9), IncidentState.Open), (May(3), IncidentState.Resolved)], incidents.Select(incident => (incident.Opened, incident.State)));
        Assert.Equal([MicrosoftCom], incidents[0].Reporters);
        Assert.Equal(May(5), incidents[1].Resolved);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Of_CauseThatComesBackBefore_IsTheSameIncident(bool after)
    {
        var world = new IncidentWorld().Fails(3, GoogleCom).Reports(4, GoogleCom).Fails(after ? 30 : 5, GoogleCom);

        Assert.Equal((May(3), May(after ? 30 : 5)), (world.OnlyOneOn(31).Opened, world.OnlyOneOn(31).LastSeen));
    }

    [Fact]
    public void Of_UnderDifferentPolicies_CountsWhatBecameOfMail()
    {
        var incident = new IncidentWorld()
            .Fails(3, GoogleCom, sessions: 1)
            .Fails(3, GoogleCom, sessions: 2, policy: Policy(PolicyMode.Testing, "mx1.example.org"))
            .Fails(3, GoogleCom, sessions: 4, shown: false)
            .Fails(4, GoogleCom, sessions: 8, type: PolicyType.Tlsa, shown: false)
            .OnlyOneOn(4);

        Assert.Equal(new SessionCount(0, 9, 2, 4), incident.Sessions);
    }

    [Fact]
    public void Of_ManyNewReportersHostsAndNetworks_NamesAFew()
    {
        var world = new IncidentWorld().Fails(3, GoogleCom);
        for (int i = 0; i < 5; i++)
            world.Fails(4, $"r{i}.example.net", mx: $"mx{i}.example.org", network: $"198.51.{i}.0/24");

        Assert.Equal(
            "r0.example.net, r1.example.net and 3 others see it, too; mx0.example.org, mx2.example.org and 2 others have it, too; it is seen from 5 more networks",
            Assert.Single(world.OnlyOneOn(4).Widened).What);
    }

    [Fact]
    public void Of_GrowthEveryDay_IsBounded()
    {
        var world = new IncidentWorld();
        for (int day = 1; day <= 80; day++)
            world.Fails(day, $"r{day}.example.net");

        Assert.Equal(IncidentFinder.MostWidenings, world.OnlyOneOn(80).Widened.Length);
    }

    [Fact]
    public void Of_HugeCounts_StopAtTheLargestNumber() => Assert.Equal(
        long.MaxValue, new IncidentWorld().Fails(3, GoogleCom, sessions: long.MaxValue).Fails(4, GoogleCom, sessions: long.MaxValue).OnlyOneOn(4).Sessions.All);
}
