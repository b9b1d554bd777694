using StrictPost.Lab.World;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.Monitoring;
using StrictPost.Protocol.MtaSts;

namespace StrictPost.Engine.Tests.Monitoring;

/// <summary>From the world to the message, over a lab whose domain is watched.</summary>
public sealed class MonitorWorkerTests
{
    private const string NewHost = "mx.provider.example";

    [Fact]
    public async Task Watch_MxThatThePolicyDoesNotCover_IsToldOnce()
    {
        await using var world = await WatchedWorld.StartAsync();

        world.SetMx("mx.example.org", NewHost);
        await world.LookAgainAsync();
        var told = await world.NextAlertAsync();
        await world.LookForAsync(TimeSpan.FromHours(5));

        Assert.True(told.Outcome.IsSent);
        var notice = Assert.Single(world.Notices);
        Assert.Equal(("mx-not-covered", NewHost, Severity.Error), (notice.Incident.Incident.Alarm.Code, notice.Incident.Incident.Alarm.Key, notice.Incident.Incident.Alarm.Severity));
        Assert.Contains("mx-not-covered", (await world.Receiver.NextAsync()).Body, StringComparison.Ordinal);
        Assert.Equal("1", await world.Store.SqlAsync("SELECT count(*) FROM alert;"));
        Assert.False(world.Receiver.HasMore);
    }

    [Fact]
    public async Task Watch_MxThatComesAndGoes_IsOneIncidentAndOneMessage()
    {
        await using var world = await WatchedWorld.StartAsync();

        for (int i = 0; i < 6; i++)
        {
            world.SetMx("mx.example.org", NewHost);
            await world.LookAgainAsync();
            world.SetMx("mx.example.org");
            await world.LookAgainAsync();
        }

        await world.NextAlertAsync();
        Assert.Equal("1", await world.Store.SqlAsync("SELECT count(*) FROM incident;"));
        Assert.Equal("1", await world.Store.SqlAsync("SELECT count(*) FROM alert;"));
        Assert.Equal(NoticeKind.Opened, Assert.Single(world.Notices).Notice);
    }

    [Fact]
    public async Task Watch_MxThatIsTakenBack_IsToldToBeOver()
    {
        await using var world = await WatchedWorld.StartAsync();
        world.SetMx(NewHost, "mx.example.org");
        await world.LookAgainAsync();
        await world.NextAlertAsync();

        world.SetMx("mx.example.org");
        await world.LookForAsync(TimeSpan.FromHours(3));
        await world.NextAlertAsync();

        Assert.Equal([NoticeKind.Opened, NoticeKind.Resolved], world.Notices.Select(notice => notice.Notice));
        Assert.Contains("\"event\":\"opened\"", (await world.Receiver.NextAsync()).Body, StringComparison.Ordinal);
        Assert.Contains("\"event\":\"resolved\"", (await world.Receiver.NextAsync()).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_NewMxThatIsCovered_IsNothing()
    {
        await using var world = await WatchedWorld.StartAsync();

        world.SetMx("mx.example.org", "MX.example.org");
        await world.LookForAsync(TimeSpan.FromHours(2));

        Assert.Empty(world.Notices);
    }

    [Fact]
    public async Task Watch_PolicyHostOfAnotherMode_IsToldAfterASecondLook()
    {
        await using var world = await WatchedWorld.StartAsync();

        world.Lab.Change(lab => lab.ChangeDomain(WatchedWorld.Domain, domain => domain.WithPolicy("version: STSv1\r\nmode: none\r\nmax_age: 86400\r\n")));
        await world.LookAgainAsync();
        Assert.Empty(world.Notices);
        await world.LookAgainAsync();

        Assert.Equal("monitor-policy-differs", Assert.Single(world.Notices).Incident.Incident.Alarm.Code);
    }

    [Fact]
    public async Task Watch_MailHostWithoutStartTls_IsToldByTheDailyLook()
    {
        await using var world = await WatchedWorld.StartAsync();

        world.Lab.Set(new LabMailHost("mx.example.org") { SmtpFaults = [new SmtpFault.NoStartTls()] });
        while (!(await world.LookAgainAsync()).IsFull)
        {
            // Hourly looks leave the mail hosts alone.
        }

        Assert.Empty(world.Notices);
        Assert.True((await world.LookAgainAsync()).IsFull);
        Assert.Equal("smtp-starttls-missing", Assert.Single(world.Notices).Incident.Incident.Alarm.Code);
    }

    [Fact]
    public async Task Watch_DnsThatFails_NeitherBeginsNorEndsAnything()
    {
        await using var world = await WatchedWorld.StartAsync(PolicyMode.Testing);
        world.SetMx(NewHost);
        await world.LookAgainAsync();

        world.SetMx("mx.example.org");
        world.Lab.Change(lab => lab.ChangeDomain(WatchedWorld.Domain, domain => domain.With(new DnsFault.ServerFailure(DnsPlace.MailExchangers))));
        await world.LookForAsync(TimeSpan.FromHours(4));

        Assert.Equal(Severity.Warning, Assert.Single(world.Notices).Incident.Incident.Alarm.Severity);
        Assert.Equal("open", await world.Store.SqlAsync("SELECT standing FROM incident;"));
    }
}
