using StrictPost.Engine.Alerts;
using StrictPost.Engine.Storage;
using StrictPost.Engine.Storage.Monitoring;
using StrictPost.Engine.Tests.Storage;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.Monitoring;
using StrictPost.Protocol.Text;

namespace StrictPost.Engine.Tests.Alerts;

/// <summary>From incidents in the store to what is sent, and when.</summary>
public abstract class AlertQueueTests : StoreTests
{
    private static readonly DomainName Domain = DomainName.Parse("example.org").Value!;

    private static readonly AlertPlan Plan = new() { Channels = ["webhook"] };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Look_AlarmSeenAgain_IsOneIncidentAndOneMessage()
    {
        await using var database = await Store.OpenAsync();

        await LookAsync(database, Plan, AlertSamples.Alarm());
        Store.Time.Advance(TimeSpan.FromHours(1));
        await LookAsync(database, Plan, AlertSamples.Alarm(message: "Still.\0"));

        var incident = Assert.Single(await new IncidentStore(database).ListAsync(null, isOpen: true, 10, Cancellation));
        Assert.Equal(("example.org", "Still.\uFFFD"), (incident.Domain, incident.Incident.Alarm.Message));
        Assert.Equal(incident, await new IncidentStore(database).FindAsync(incident.Id, Cancellation));
        var due = Assert.Single(await new AlertQueue(database).TakeAsync("webhook", 10, Plan, Cancellation));
        Assert.Equal((NoticeKind.Opened, 1), (due.Kind, due.Tries));
    }

    [Fact]
    public async Task Take_WhatAnotherNodeSends_IsNotTakenTwice()
    {
        await using var database = await Store.OpenAsync();
        await LookAsync(database, Plan, AlertSamples.Alarm());
        var queue = new AlertQueue(database);

        Assert.Single(await queue.TakeAsync("webhook", 10, Plan, Cancellation));
        Assert.Empty(await queue.TakeAsync("webhook", 10, Plan, Cancellation));
        Store.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.True(await queue.HasDueAsync("webhook", Cancellation));
        Assert.Equal(2, Assert.Single(await queue.TakeAsync("webhook", 10, Plan, Cancellation)).Tries);
    }

    [Fact]
    public async Task Look_OverBeforeItWasTold_IsNotToldAtAll()
    {
        await using var database = await Store.OpenAsync();
        Assert.True(QuietHours.TryParse("00:00-23:59", TimeZoneInfo.Utc, out var quiet));
        var plan = Plan with { Quiet = quiet };

        await LookAsync(database, plan, AlertSamples.Alarm(severity: Severity.Warning));
        Store.Time.Advance(TimeSpan.FromHours(1));
        await LookAsync(database, plan);
        Store.Time.Advance(TimeSpan.FromHours(1));
        await LookAsync(database, plan);

        Assert.Equal("resolved", await Store.SqlAsync("SELECT standing FROM incident;"));
        Assert.Equal("0", await Store.SqlAsync("SELECT count(*) FROM alert;"));
    }

    [Fact]
    public async Task Take_EndOfAnIncidentWhoseBeginningIsStillTried_Waits()
    {
        await using var database = await Store.OpenAsync();
        var queue = new AlertQueue(database);
        await LookAsync(database, Plan, AlertSamples.Alarm());
        Assert.Single(await queue.TakeAsync("webhook", 10, Plan, Cancellation));
        await LookAsync(database, Plan);
        Store.Time.Advance(TimeSpan.FromHours(1));
        await LookAsync(database, Plan);

        var first = Assert.Single(await queue.TakeAsync("webhook", 10, Plan, Cancellation));
        Assert.Equal(NoticeKind.Opened, first.Kind);
        await queue.SentAsync(first, Cancellation);

        Assert.Equal(NoticeKind.Resolved, Assert.Single(await queue.TakeAsync("webhook", 10, Plan, Cancellation)).Kind);
    }

    [Fact]
    public async Task Failed_AfterADay_IsGivenUp()
    {
        await using var database = await Store.OpenAsync();
        var queue = new AlertQueue(database);
        await LookAsync(database, Plan, AlertSamples.Alarm());
        var due = Assert.Single(await queue.TakeAsync("webhook", 10, Plan, Cancellation));

        Assert.True(await queue.FailedAsync(due, "no\0 answer", Cancellation));
        Store.Time.Advance(TimeSpan.FromDays(1));
        Assert.False(await queue.FailedAsync(due, "no answer", Cancellation));

        Assert.Empty(await queue.TakeAsync("webhook", 10, Plan, Cancellation));
    }

    [Fact]
    public async Task Enrol_NewDomains_AreSpread_AndThoseThatGoAreForgotten()
    {
        await Store.SaveAsync(TestStore.Settings("a.example"));
        await Store.SaveAsync(TestStore.Settings("b.example"));
        await using var database = await Store.OpenAsync();
        var schedule = new MonitorSchedule(database);

        long seen = await schedule.EnrolAsync(-1, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), Cancellation);
        Assert.Equal("a.example", Assert.Single(await schedule.TakeAsync(10, TimeSpan.FromMinutes(5), Cancellation)).Domain.Ascii);
        Assert.Empty(await schedule.TakeAsync(10, TimeSpan.FromMinutes(5), Cancellation));
        Store.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("b.example", Assert.Single(await schedule.TakeAsync(10, TimeSpan.FromMinutes(5), Cancellation)).Domain.Ascii);

        await LookAsync(database, Plan, AlertSamples.Alarm(), DomainName.Parse("a.example").Value!);
        await Store.RemoveAsync("a.example");
        await schedule.EnrolAsync(seen, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), Cancellation);

        Assert.Equal("b.example", await Store.SqlAsync("SELECT domain FROM monitor;"));
        Assert.Equal("resolved", await Store.SqlAsync("SELECT standing FROM incident;"));
        Assert.Equal("0", await Store.SqlAsync("SELECT count(*) FROM alert;"));
        await schedule.ForgetAsync(TimeSpan.FromDays(-1), Cancellation);
        Assert.Equal("0", await Store.SqlAsync("SELECT count(*) FROM incident;"));
    }

    private static Task<LookOutcome> LookAsync(Database database, AlertPlan plan, Alarm? alarm = null, DomainName? domain = null) => database.WriteAsync(
        write => IncidentStore.EnterAsync(write, domain ?? Domain, alarm is null ? [] : [alarm], [AlarmSource.Domain], plan, Cancellation), Cancellation);
}

public sealed class SqliteAlertQueueTests : AlertQueueTests
{
    private protected override Task<TestStore> CreateAsync() => Task.FromResult<TestStore>(new StoreFolder());
}

public sealed class PostgresAlertQueueTests(RunningPostgres postgres) : AlertQueueTests
{
    private protected override async Task<TestStore> CreateAsync() => await PostgresStore.CreateAsync(postgres);
}
