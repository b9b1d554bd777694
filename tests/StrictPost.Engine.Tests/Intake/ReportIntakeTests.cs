using System.Collections.Concurrent;
using System.Net;
using System.Text;
using StrictPost.Engine.Dns;
using StrictPost.Engine.Intake;
using StrictPost.Engine.Intake.Trust;
using StrictPost.Engine.Storage;
using StrictPost.Engine.Storage.Reports;
using StrictPost.Engine.Tests.Storage;
using StrictPost.Engine.Tests.Storage.Reports;

namespace StrictPost.Engine.Tests.Intake;

/// <summary>The whole way of a delivery, from the inbox to the sums, over a real store.</summary>
public sealed class ReportIntakeTests : IAsyncLifetime, IDisposable
{
    private readonly StoreFolder _store = new();
    private readonly Notes _notes = new();
    private readonly ReportReader _reader = new(new DkimJudge(new DnsLookups(new IPEndPoint(IPAddress.Loopback, 9), TimeProvider.System), TimeProvider.System));
    private Database? _database;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Database Database => _database!;

    public async ValueTask InitializeAsync()
    {
        await _store.SaveAsync(TestStore.Settings("example.org"));
        _database = await _store.OpenAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        await _store.DisposeAsync();
        Dispose();
    }

    public void Dispose() => _reader.Dispose();

    [Fact]
    public async Task Drain_Deliveries_AreCountedOrSetAsideOrQuarantined()
    {
        await DrainAsync(ReportSamples.Json("a"), ReportSamples.Json("a"), ReportSamples.Json("b", domain: "other.example"), "no report");

        Assert.Equal("counted copy aside", string.Join(' ', await StandingsAsync()));
        Assert.Equal("report-not-a-report", Assert.Single(await QuarantineAsync()).Code);
        Assert.Equal("0", await _store.SqlAsync("SELECT count(*) FROM report_pending;"));
    }

    [Fact]
    public async Task Drain_ReportWithoutPolicies_LeavesTheOthersAlone()
    {
        await DrainAsync("""{"organization-name":"X","date-range":{"start-datetime":"2026-02-01T00:00:00Z","end-datetime":"2026-02-01T23:59:59Z"},"report-id":"1","policies":[]}""", ReportSamples.Json("a"));

        Assert.Contains("counted", await StandingsAsync(), StringComparer.Ordinal);
        Assert.Empty(_notes.Failures);
        Assert.Equal("0", await _store.SqlAsync("SELECT count(*) FROM report_pending;"));
    }

    [Theory]
    [InlineData("2031-01-01", "2031-01-01")]
    [InlineData("0001-01-01", "0001-01-01")]
    [InlineData("9999-12-31", "9999-12-31")]
    [InlineData("2025-01-01", "2026-01-01")]
    public async Task Drain_PeriodThatCannotBe_GoesToQuarantine(string start, string end)
    {
        await DrainAsync(ReportSamples.Json("a").Replace("2026-02-01T00", $"{start}T00", StringComparison.Ordinal).Replace("2026-02-01T23", $"{end}T23", StringComparison.Ordinal));

        var quarantined = Assert.Single(await QuarantineAsync());
        Assert.Equal("delivery-period-impossible", quarantined.Code);
        Assert.NotNull(quarantined.Detail);
        Assert.Equal("0", await _store.SqlAsync("SELECT count(*) FROM report_domain_month;"));
    }

    [Fact]
    public async Task Drain_MoreFailuresThanAnHonestReporterSends_GoesToQuarantineWithBothNumbers()
    {
        string detail = """{ "result-type": "certificate-expired", "failed-session-count": 1 }""";
        string json = ReportSamples.Json("a").Replace("\"failure-details\": [", "\"failure-details\": [" + string.Concat(Enumerable.Repeat(detail + ",", 20_000)), StringComparison.Ordinal);

        await DrainAsync(json);

        var quarantined = Assert.Single(await QuarantineAsync());
        Assert.Equal(("delivery-too-many-rows", "20002", "20000"), (quarantined.Code, quarantined.Value, quarantined.Expected));
        Assert.Empty(await StandingsAsync());
    }

    [Fact]
    public async Task Drain_WhatTheStoreCannotTake_IsSetAsideAloneAndSaid()
    {
        await using (var write = await Database.BeginAsync(Cancellation))
        {
            await write.Connection.ExecuteAsync(
                "CREATE TRIGGER poison BEFORE INSERT ON report WHEN NEW.report_id = 'poison' BEGIN SELECT RAISE(ABORT, 'poison'); END;", Cancellation);
            await write.CommitAsync(Cancellation);
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(10));
        await using var intake = new ReportIntake(Database, isAlone: true, _reader, _notes);
        await intake.DrainAsync(async () =>
        {
            foreach (string id in (string[])["a", "poison", "b"])
                await intake.Inbox.AcceptAsync(ReportSamples.Delivery(ReportSamples.Json(id)), patience.Token);
            while ((await StandingsAsync()).Count < 2)
                await Task.Delay(20, patience.Token);
            await patience.CancelAsync();
        }, patience.Token).ContinueWith(_ => { }, Cancellation, TaskContinuationOptions.None, TaskScheduler.Default);

        Assert.Equal("counted counted", string.Join(' ', await StandingsAsync()));
        Assert.Equal("1", await _store.SqlAsync("SELECT count(*) FROM report_pending;"));
    }

    [Fact]
    public async Task Run_LeftBehindByAProcessThatDied_IsRead()
    {
        await new ReportRawStore(Database).AddAsync([ReportSamples.Delivery(ReportSamples.Json("a"))], Cancellation);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        await using var intake = new ReportIntake(Database, isAlone: true, _reader, _notes);

        var running = intake.RunAsync(stop.Token);
        await _notes.Stored.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
        await stop.CancelAsync();
        await running;

        Assert.Equal("counted", string.Join(' ', await StandingsAsync()));
    }

    private async Task DrainAsync(params string[] bodies)
    {
        await using var intake = new ReportIntake(Database, isAlone: true, _reader, _notes);
        await intake.DrainAsync(async () =>
        {
            foreach (string body in bodies)
                await intake.Inbox.AcceptAsync(new Delivery(Encoding.UTF8.GetBytes(body), WayIn.File), Cancellation);
        }, Cancellation);
    }

    private async Task<IReadOnlyList<string>> StandingsAsync() =>
        [.. (await new ReportListQuery(Database).ReadAsync(new ReportFilter(), Cancellation)).Select(report => report.Standing).Reverse()];

    private Task<IReadOnlyList<QuarantinedDelivery>> QuarantineAsync() => new QuarantineStore(Database).ListAsync(10, Cancellation);

    private sealed class Notes : IProgress<IntakeNote>
    {
        public ConcurrentQueue<ReaderFailed> Failures { get; } = [];

        public TaskCompletionSource Stored { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Report(IntakeNote value)
        {
            if (value is ReaderFailed failed)
                Failures.Enqueue(failed);
            if (value is DeliveryStored)
                Stored.TrySetResult();
        }
    }
}
