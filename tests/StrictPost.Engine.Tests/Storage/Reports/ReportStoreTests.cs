using StrictPost.Engine.Intake;
using StrictPost.Engine.Storage;
using StrictPost.Engine.Storage.Reports;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.Text;
using StrictPost.Protocol.TlsRpt.Reports;

namespace StrictPost.Engine.Tests.Storage.Reports;

public abstract class ReportStoreTests : StoreTests
{
    private static readonly DateOnly First = new(2026, 2, 1);
    private static readonly DateOnly Last = new(2026, 2, 28);
    private static readonly DomainName Domain = DomainName.Parse("example.org").Value!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Store_Reports_AreListedAndSummed()
    {
        await using var database = await EnrolledAsync();

        var stored = await StoreAsync(database, ReportSamples.Found(ReportSamples.Json("a", day: 1)), ReportSamples.Found(ReportSamples.Json("b", day: 2, bad: 0)));

        Assert.All(stored, delivery => Assert.Equal([ReportStanding.Counted], delivery.Standings));
        var listed = await new ReportListQuery(database).ReadAsync(new ReportFilter { Domain = "example.org" }, Cancellation);
        Assert.Equal("b a", string.Join(' ', listed.Select(report => report.ReportId)));
        Assert.Equal("a", string.Join(' ', (await new ReportListQuery(database).ReadAsync(new ReportFilter { FailedOnly = true }, Cancellation)).Select(report => report.ReportId)));
        var days = await new ReportSummaryQuery(database).DaysAsync(Domain, First, Last, Cancellation);
        Assert.Equal([new SessionCount(7, 3, 0, 0), new SessionCount(7, 0, 0, 0)], days.Select(day => day.Counts.Counts));
        Assert.Equal("reporter.example", string.Join(' ', days.Select(day => day.Counts.Reporter).Distinct(StringComparer.Ordinal)));
        var (failure, trust) = Assert.Single(await new ReportSummaryQuery(database).FailuresAsync(Domain, First, Last, Cancellation));
        Assert.Equal(("mx1.example.org", "192.0.2.0/24", 3), (failure.Mx, failure.Network, failure.Sessions));
        Assert.Equal(ReportTrust.SignedByReporter, trust);
    }

    [Fact]
    public async Task Store_TheSameReportAgain_CountsOnce()
    {
        await using var database = await EnrolledAsync();
        var report = ReportSamples.Found(ReportSamples.Json("a"), ReportTrust.Unsigned);

        var stored = await StoreAsync(database, report, report);
        var later = await StoreAsync(database, report);

        Assert.Equal([ReportStanding.Counted, ReportStanding.Copy, ReportStanding.Copy], stored.Concat(later).SelectMany(delivery => delivery.Standings));
        Assert.Equal([new DomainTotal("example.org", 1, default, new SessionCount(7, 3, 0, 0))], await OverviewAsync(database));
    }

    [Fact]
    public async Task Store_ASurerCopy_CountsInItsPlace()
    {
        await using var database = await EnrolledAsync();
        await StoreAsync(database, ReportSamples.Found(ReportSamples.Json("a", good: 1000), ReportTrust.Unsigned));

        var stored = await StoreAsync(database, ReportSamples.Found(ReportSamples.Json("a"), ReportTrust.SignedByReporter));

        Assert.Equal([ReportStanding.Counted], stored[0].Standings);
        Assert.Equal([new DomainTotal("example.org", 1, new SessionCount(7, 3, 0, 0), default)], await OverviewAsync(database));
        var (_, trust) = Assert.Single(await new ReportSummaryQuery(database).FailuresAsync(Domain, First, Last, Cancellation));
        Assert.Equal(ReportTrust.SignedByReporter, trust);
        Assert.Equal("counted copy", string.Join(' ', (await new ReportListQuery(database).ReadAsync(new ReportFilter(), Cancellation)).Select(report => report.Standing)));
    }

    [Fact]
    public async Task Store_ACopyThatProvesNothing_DoesNotDisplaceAnother()
    {
        await using var database = await EnrolledAsync();
        await StoreAsync(database, ReportSamples.Found(ReportSamples.Json("a"), ReportTrust.Unsigned));

        var stored = await StoreAsync(database, ReportSamples.Found(ReportSamples.Json("a", bad: 1000), ReportTrust.SecretAddress));

        Assert.Equal([ReportStanding.Copy], stored[0].Standings);
        Assert.Equal([new DomainTotal("example.org", 1, default, new SessionCount(7, 3, 0, 0))], await OverviewAsync(database));
    }

    [Fact]
    public async Task Store_SameOrganisationAndIdFromAnotherReporter_IsAnotherReport()
    {
        await using var database = await EnrolledAsync();
        var genuine = ReportSamples.Found(ReportSamples.Json("a"));
        var stranger = genuine with { Report = genuine.Report with { ContactInfo = "tls@stranger.example" }, Signer = "stranger.example" };

        var stored = await StoreAsync(database, stranger, genuine);

        Assert.All(stored, delivery => Assert.Equal([ReportStanding.Counted], delivery.Standings));
    }

    [Fact]
    public async Task Store_ReportWithoutPolicies_CountsNothing()
    {
        await using var database = await EnrolledAsync();
        var found = ReportSamples.Found(ReportSamples.Json("a"));

        var stored = await StoreAsync(database, found with { Report = found.Report with { Policies = [] } });

        Assert.Equal([ReportStanding.Aside], stored[0].Standings);
        Assert.Empty(await OverviewAsync(database));
    }

    [Fact]
    public async Task Store_DetailsThatSayTheSame_AreOneRow()
    {
        await using var database = await EnrolledAsync();
        var found = ReportSamples.Found(ReportSamples.Json("a"));
        var policy = found.Report.Policies[0];

        await StoreAsync(database, found with { Report = found.Report with { Policies = [policy with { Failures = [.. Enumerable.Repeat(policy.Failures[0], 9000)] }] } });

        Assert.Equal("1", await Store.SqlAsync("SELECT count(*) FROM report_failure;"));
        Assert.Equal("27000", await Store.SqlAsync("SELECT sessions FROM report_failure;"));
    }

    [Fact]
    public async Task Store_DomainNotEnrolled_IsSetAsideAndCountedAfterEnrolling()
    {
        await using var database = await EnrolledAsync();

        var stored = await StoreAsync(database, ReportSamples.Found(ReportSamples.Json("a", domain: "other.example")));

        var quarantine = new QuarantineStore(database);
        Assert.Equal([ReportStanding.Aside], stored[0].Standings);
        Assert.Empty(await OverviewAsync(database));
        Assert.Equal([("other.example", 1, First)], await quarantine.AsideAsync(10, Cancellation));
        Assert.Equal("1", await Store.SqlAsync("SELECT count(*) FROM domain;"));

        await Store.SaveAsync(TestStore.Settings("other.example"));
        Assert.Equal(1, await new ReportUndoing(database).ReadAgainAsync(await quarantine.AsideIdsAsync(Cancellation), Cancellation));
        await StorePendingAsync(database, ReportSamples.Found(ReportSamples.Json("a", domain: "other.example")));

        Assert.Equal("other.example", string.Join(' ', (await OverviewAsync(database)).Select(total => total.Domain)));
        Assert.Empty(await quarantine.AsideAsync(10, Cancellation));
    }

    [Fact]
    public async Task ReadAgain_CountedReport_TakesItOutOfAllSums()
    {
        await using var database = await EnrolledAsync();
        var stored = await StoreAsync(database, ReportSamples.Found(ReportSamples.Json("a")), ReportSamples.Found(ReportSamples.Json("b")));

        await new ReportUndoing(database).ReadAgainAsync([stored[0].Id], Cancellation);

        Assert.Equal([new DomainTotal("example.org", 1, new SessionCount(7, 3, 0, 0), default)], await OverviewAsync(database));
        await new ReportUndoing(database).ReadAgainAsync([stored[1].Id], Cancellation);
        Assert.Equal("0", await Store.SqlAsync("SELECT count(*) FROM report_day;"));
        Assert.Equal("0", await Store.SqlAsync("SELECT count(*) FROM report_day_failure;"));
        Assert.Equal("2", await Store.SqlAsync("SELECT count(*) FROM report_pending;"));
    }

    [Fact]
    public async Task Store_NotUnderstood_GoesToQuarantineWithItsReason()
    {
        await using var database = await EnrolledAsync();
        var accepted = await AcceptAsync(database, ReportSamples.Delivery("no report"));
        var kind = Catalogue.All[0];

        await new ReportWriter(database).StoreAsync([new ReadDelivery(accepted[0], new DeliveryReading([], [kind.Found("x\0y")]), [])], Cancellation);

        var delivery = Assert.Single(await new QuarantineStore(database).ListAsync(10, Cancellation));
        Assert.Equal((kind.Code, "x\uFFFDy", "https", 9), (delivery.Code, delivery.Value, delivery.Way, delivery.Size));
        var raw = await new ReportRawStore(database).FindAsync(delivery.Id, Cancellation);
        Assert.Equal("no report"u8.ToArray(), raw!.Value.Delivery.Bytes.ToArray());
    }

    [Fact]
    public async Task Store_TextsThatADatabaseCannotHold_AreStoredAllTheSame()
    {
        await using var database = await EnrolledAsync();
        var report = ReportSamples.Found(ReportSamples.Json("a")).Report with { Organization = "a\0b\ud800", ReportId = "\0" };

        await StoreAsync(database, new FoundReport(report, [], ReportTrust.Failed, "\0", "\udc00"));

        Assert.Equal("a\uFFFDb\uFFFD", Assert.Single(await new ReportListQuery(database).ReadAsync(new ReportFilter(), Cancellation)).Organization);
    }

    [Fact]
    public async Task Store_LargestNumbersOverAndOver_NeverOverflow()
    {
        await using var database = await EnrolledAsync();

        foreach (string id in (string[])["a", "b", "c"])
            await StoreAsync(database, ReportSamples.Found(ReportSamples.Json(id, good: long.MaxValue, bad: long.MaxValue)));

        var total = Assert.Single(await OverviewAsync(database));
        Assert.Equal(3 * ReportSums.Most, total.Verified.Successful);
    }

    [Fact]
    public async Task Overview_OverMonths_AddsMonthsAndTheDaysAroundThem()
    {
        await using var database = await EnrolledAsync();
        var reports = Enumerable.Range(0, 100).Select(day =>
        {
            var report = ReportSamples.Found(ReportSamples.Json($"{day}", good: 1, bad: 0)).Report;
            var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddDays(day);
            return new FoundReport(report with { Start = start, End = start.AddHours(23) }, [], ReportTrust.SignedByReporter, null, null);
        });
        await StoreAsync(database, [.. reports]);
        var begin = new DateOnly(2026, 1, 1);

        for (int from = 0; from < 100; from += 7)
        {
            for (int to = from; to < 100; to += 9)
            {
                var totals = await new ReportSummaryQuery(database).OverviewAsync(begin.AddDays(from), begin.AddDays(to), Cancellation);
                Assert.Equal(to - from + 1, Assert.Single(totals).Verified.Successful);
            }
        }
    }

    [Fact]
    public async Task Forget_OldReports_AreGoneAndTheirSumsStay()
    {
        await using var database = await EnrolledAsync();
        await StoreAsync(database, ReportSamples.Found(ReportSamples.Json("a")));
        Store.Time.Advance(TimeSpan.FromDays(10));
        await StoreAsync(database, ReportSamples.Found(ReportSamples.Json("b", day: 9)));

        var retention = new ReportRetention(database, keepDays: 10);
        Assert.False(await retention.ForgetAsync(Cancellation));
        Store.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await retention.ForgetAsync(Cancellation));

        Assert.Equal("b", string.Join(' ', (await new ReportListQuery(database).ReadAsync(new ReportFilter(), Cancellation)).Select(report => report.ReportId)));
        Assert.Equal(2, Assert.Single(await OverviewAsync(database)).Reports);
        Assert.False(await retention.ForgetAsync(Cancellation));
    }

    [Fact]
    public async Task Claim_LeftBehind_IsTakenOnceItsTimeIsUp()
    {
        await using var database = await EnrolledAsync();
        var accepted = await AcceptAsync(database, ReportSamples.Delivery(ReportSamples.Json("a")));
        var pending = new PendingReports(database);

        Assert.Empty(await pending.ClaimAsync(10, Cancellation));
        Store.Time.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal([(accepted[0].Id, 1)], await pending.ClaimAsync(10, Cancellation));
        Assert.Empty(await pending.ClaimAsync(10, Cancellation));
        await pending.PutOffAsync(accepted[0].Id, TimeSpan.FromMinutes(1), Cancellation);
        Store.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal([(accepted[0].Id, 2)], await pending.ClaimAsync(10, Cancellation));
    }

    [Fact]
    public async Task Accept_Large_ComesBackByteForByte()
    {
        await using var database = await EnrolledAsync();
        byte[] mail = [.. Enumerable.Range(0, 300_000).Select(i => (byte)(i % 251 < 200 ? 'a' : i))];

        var accepted = await AcceptAsync(database, new Delivery(mail, WayIn.Smtp) { Source = "192.0.2.1", FileName = new string('x', 500) });

        var raw = (await new ReportRawStore(database).FindAsync(accepted[0].Id, Cancellation))!.Value;
        Assert.Equal(mail, raw.Delivery.Bytes.ToArray());
        Assert.Equal((WayIn.Smtp, "192.0.2.1", 200, Store.Time.GetUtcNow()), (raw.Delivery.Way, raw.Delivery.Source, raw.Delivery.FileName!.Length, raw.ReceivedAt));
    }

    [Fact]
    public async Task Token_OfADomain_OpensOnlyItsOwnAddress()
    {
        await using var database = await EnrolledAsync();
        var addresses = new ReportAddresses(database);

        string token = await addresses.TokenAsync(Domain, Cancellation);

        Assert.Equal(token, await addresses.TokenAsync(Domain, Cancellation));
        Assert.Equal(ReportAddresses.TokenLength, token.Length);
        Assert.True(await addresses.OpensAsync("example.org", token, Cancellation));
        Assert.False(await addresses.OpensAsync("other.example", token, Cancellation));
        Assert.False(await addresses.OpensAsync("example.org", token[..^1], Cancellation));
        await addresses.ChangeAsync(Domain, Cancellation);
        Assert.False(await addresses.OpensAsync("example.org", token, Cancellation));
    }

    private static Task<IReadOnlyList<AcceptedDelivery>> AcceptAsync(Database database, params IReadOnlyList<Delivery> deliveries) =>
        new ReportRawStore(database).AddAsync(deliveries, Cancellation);

    private static async Task<IReadOnlyList<StoredDelivery>> StoreAsync(Database database, params IReadOnlyList<FoundReport> reports)
    {
        var accepted = await AcceptAsync(database, [.. reports.Select(report => ReportSamples.Delivery(report.Report.ReportId))]);
        return await new ReportWriter(database).StoreAsync(
            [.. accepted.Zip(reports, (delivery, report) => new ReadDelivery(delivery, new DeliveryReading([report], []), [new ReportSummer().Sum(report)]))], Cancellation);
    }

    private static async Task StorePendingAsync(Database database, FoundReport report)
    {
        var (id, _) = Assert.Single(await new PendingReports(database).ClaimAsync(10, Cancellation));
        await new ReportWriter(database).StoreAsync(
            [new ReadDelivery(new AcceptedDelivery(id, ReportSamples.Delivery("x")), new DeliveryReading([report], []), [new ReportSummer().Sum(report)])], Cancellation);
    }

    private static Task<IReadOnlyList<DomainTotal>> OverviewAsync(Database database) =>
        new ReportSummaryQuery(database).OverviewAsync(First, Last, Cancellation);

    private async Task<Database> EnrolledAsync()
    {
        await Store.SaveAsync(TestStore.Settings("example.org"));
        return await Store.OpenAsync();
    }
}

public sealed class SqliteReportStoreTests : ReportStoreTests
{
    private protected override Task<TestStore> CreateAsync() => Task.FromResult<TestStore>(new StoreFolder());
}

public sealed class PostgresReportStoreTests(RunningPostgres postgres) : ReportStoreTests
{
    private protected override async Task<TestStore> CreateAsync() => await PostgresStore.CreateAsync(postgres);
}
