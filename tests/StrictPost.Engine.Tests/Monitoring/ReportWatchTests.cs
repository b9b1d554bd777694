using StrictPost.Engine.Alerts;
using StrictPost.Engine.Intake;
using StrictPost.Engine.Monitoring;
using StrictPost.Engine.Storage;
using StrictPost.Engine.Storage.Reports;
using StrictPost.Engine.Tests.Storage;
using StrictPost.Engine.Tests.Storage.Reports;
using StrictPost.Protocol.Monitoring;
using StrictPost.Protocol.TlsRpt.Reports;

namespace StrictPost.Engine.Tests.Monitoring;

/// <summary>What reports lead to, over a real store.</summary>
public abstract class ReportWatchTests : StoreTests, IProgress<MonitorNote>
{
    private readonly List<IncidentNoted> _notices = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Report(MonitorNote value) => _notices.Add(Assert.IsType<IncidentNoted>(value));

    [Theory]
    [InlineData(ReportTrust.Failed)]
    [InlineData(ReportTrust.Unsigned)]
    [InlineData(ReportTrust.SignedByAnother)]
    [InlineData(ReportTrust.SecretAddress)]
    public async Task Look_ReportThatNobodyVouchesFor_LeadsToNothing(ReportTrust trust)
    {
        await using var database = await WithReportAsync(trust);

        await WatchAsync(database);

        Assert.Empty(_notices);
        Assert.Equal("0", await Store.SqlAsync("SELECT count(*) FROM incident;"));
        Assert.Equal("0", await Store.SqlAsync("SELECT count(*) FROM alert;"));
    }

    [Fact]
    public async Task Look_SignedReport_IsToldOnce()
    {
        await using var database = await WithReportAsync(ReportTrust.SignedByReporter);

        await WatchAsync(database);
        Store.Time.Advance(TimeSpan.FromHours(6));
        await WatchAsync(database);

        var notice = Assert.Single(_notices);
        Assert.Equal(("reported-certificate-expired", AlarmSource.Reports), (notice.Incident.Incident.Alarm.Code, notice.Incident.Incident.Alarm.Source));
        Assert.Equal("1", await Store.SqlAsync("SELECT count(*) FROM alert;"));
    }

    [Fact]
    public async Task Look_CleanDaysFollow_IsToldToBeOver()
    {
        await using var database = await WithReportAsync(ReportTrust.SignedByReporter);
        await WatchAsync(database);

        foreach (int day in (int[])[27, 28])
            await StoreAsync(database, ReportSamples.Found(ReportSamples.Json($"clean-{day}", day: day, bad: 0)));
        await WatchAsync(database);
        Store.Time.Advance(TimeSpan.FromHours(1));
        await WatchAsync(database);

        Assert.Equal([NoticeKind.Opened, NoticeKind.Resolved], _notices.Select(notice => notice.Notice));
    }

    [Fact]
    public async Task Look_DomainThatIsNoMoreEnrolled_IsNotTold()
    {
        await using var database = await WithReportAsync(ReportTrust.SignedByReporter);
        await Store.RemoveAsync("example.org");

        await WatchAsync(database);

        Assert.Empty(_notices);
    }

    private Task WatchAsync(Database database) =>
        new ReportWatch(database, "test", new AlertPlan { Channels = ["webhook"] }, this).LookAsync(Cancellation);

    private async Task<Database> WithReportAsync(ReportTrust trust)
    {
        await Store.SaveAsync(TestStore.Settings("example.org"));
        var database = await Store.OpenAsync();
        await StoreAsync(database, ReportSamples.Found(ReportSamples.Json("a", day: 26), trust));
        return database;
    }

    private static async Task StoreAsync(Database database, FoundReport found)
    {
        var accepted = await new ReportRawStore(database).AddAsync([ReportSamples.Delivery("{}")], Cancellation);
        await new ReportWriter(database).StoreAsync([new ReadDelivery(accepted[0], new DeliveryReading([found], []), [new ReportSummer().Sum(found)])], Cancellation);
    }
}

public sealed class SqliteReportWatchTests : ReportWatchTests
{
    private protected override Task<TestStore> CreateAsync() => Task.FromResult<TestStore>(new StoreFolder());
}

public sealed class PostgresReportWatchTests(RunningPostgres postgres) : ReportWatchTests
{
    private protected override async Task<TestStore> CreateAsync() => await PostgresStore.CreateAsync(postgres);
}
