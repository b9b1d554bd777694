using StrictPost.Engine.Changes;
using StrictPost.Engine.Intake;
using StrictPost.Engine.Storage.Reports;
using StrictPost.Engine.Tests.Storage;
using StrictPost.Engine.Tests.Storage.Reports;
using StrictPost.Protocol.Changes;
using StrictPost.Protocol.Changes.Gate;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;
using StrictPost.Protocol.TlsRpt.Reports;

namespace StrictPost.Engine.Tests.Changes;

/// <summary>On 1 March, with reports for days of February.</summary>
public abstract class GateEvidenceTests : StoreTests
{
    private static readonly DomainName Domain = DomainName.Parse("example.org").Value!;
    private static readonly StsPolicy Tested = TestStore.Settings("example.org").Policy;
    private static readonly GateQuestion Question = new(GateTerms.Usual, Tested, Tested with { Mode = PolicyMode.Enforce });

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reports_TwoWeeksOfTwoReporters_LeaveNothingMissingButTheCheck()
    {
        var result = await JudgeAsync([.. Enumerable.Range(15, 14).SelectMany(day => new[] { Report(day), Report(day, "other.example") })]);

        Assert.Equal("gate-check-missing", Codes(result));
        Assert.Empty(result.Replay);
    }

    [Fact]
    public async Task Reports_SessionThatWouldHaveBeenRefused_IsReplayed()
    {
        var result = await JudgeAsync([.. Enumerable.Range(15, 14).Select(day => Report(day)), Report(20, "other.example", bad: 3)]);

        Assert.Equal("gate-check-missing gate-sessions-refused gate-days-missing gate-reporters-missing", Codes(result));
        Assert.Equal(new ReplayedDay(new DateOnly(2026, 2, 20), "other.example", 3, "mx1.example.org: its certificate had expired"), Assert.Single(result.Replay));
        Assert.Equal("8", result.Missing[2].Value);
    }

    [Fact]
    public async Task Reports_NotSignedByTheReporter_ProveNothing()
    {
        var result = await JudgeAsync([.. Enumerable.Range(15, 14).SelectMany(day => new[] { Report(day, trust: ReportTrust.ByHand), Report(day, "other.example", bad: 5, trust: ReportTrust.SecretAddress) })]);

        Assert.Equal("gate-check-missing gate-days-missing gate-reporters-missing", Codes(result));
        Assert.Empty(result.Replay);
        Assert.Contains("not signed by the reporter: 2", result.Missing[2].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reports_AboutTheEnforcedPolicyBefore_AreOfAnotherVersion()
    {
        var result = await JudgeAsync([Report(27, mode: "enforce")]);

        Assert.Contains("gate-version-other", Codes(result), StringComparison.Ordinal);
    }

    private static FoundReport Report(int day, string reporter = "reporter.example", long bad = 0, string mode = "testing", ReportTrust trust = ReportTrust.SignedByReporter) =>
        ReportSamples.Found(
            ReportSamples.Json($"{reporter}-{day}", day: day, bad: bad, mode: mode, organization: reporter).Replace("tls@reporter.example", $"tls@{reporter}", StringComparison.Ordinal), trust);

    private static string Codes(GateResult result) => string.Join(' ', result.Missing.Select(finding => finding.Code));

    private async Task<GateResult> JudgeAsync(IReadOnlyList<FoundReport> reports)
    {
        await Store.SaveAsync(TestStore.Settings("example.org"));
        await using var database = await Store.OpenAsync();
        var accepted = await new ReportRawStore(database).AddAsync([.. reports.Select(report => ReportSamples.Delivery(report.Report.ReportId))], Cancellation);
        await new ReportWriter(database).StoreAsync(
            [.. accepted.Zip(reports, (delivery, report) => new ReadDelivery(delivery, new DeliveryReading([report], []), [new ReportSummer().Sum(report)]))], Cancellation);
        return PromotionGate.Judge(await GateEvidence.ReportsAsync(database, Domain, Question, Cancellation));
    }
}

public sealed class SqliteGateEvidenceTests : GateEvidenceTests
{
    private protected override Task<TestStore> CreateAsync() => Task.FromResult<TestStore>(new StoreFolder());
}

public sealed class PostgresGateEvidenceTests(RunningPostgres postgres) : GateEvidenceTests
{
    private protected override async Task<TestStore> CreateAsync() => await PostgresStore.CreateAsync(postgres);
}
