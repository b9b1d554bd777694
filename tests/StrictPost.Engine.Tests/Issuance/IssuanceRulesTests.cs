using StrictPost.Engine.Acme;
using StrictPost.Engine.Issuance;

namespace StrictPost.Engine.Tests.Issuance;

/// <summary>The pure parts: when, how often, under whose name, and what an error means.</summary>
public sealed class IssuanceRulesTests
{
    private static readonly Uri Account = new("https://ca.example/account/1");
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("0 issue ca.example", null)]
    [InlineData("0 issue CA.Example.", null)]
    [InlineData("0 issue ca2.example", null)]
    [InlineData("0 issue ca.example; accounturi=https://ca.example/account/1", null)]
    [InlineData("0 issue ca.example; accounturi=https://ca.example/account/2", "not this account")]
    [InlineData("0 issue ca.example; validationmethods=dns-01", "not this account, or not this way")]
    [InlineData("0 issue ca.example; validationmethods=dns-01,http-01", null)]
    [InlineData("0 issue ca.example; accounturi=https://ca.example/account/2|0 issue ca.example", null)]
    [InlineData("0 issue other.example", "allow only other.example")]
    [InlineData("0 issue ;", "allow only nobody")]
    [InlineData("0 issue other.example|0 ISSUE ca.example", null)]
    [InlineData("0 issuewild other.example|0 iodef mailto:a@example.test", null)]
    [InlineData("128 tbs unknown", "critical property `tbs`")]
    [InlineData("0 tbs unknown", null)]
    public void Caa_OfRecords_AllowsAsRfc8659Says(string records, string? objection)
    {
        CaaData[] data = [.. records.Split('|').Select(record => record.Split(' ', 3)).Select(parts => new CaaData(byte.Parse(parts[0]), parts[1], parts[2]))];

        string? found = CaaRules.Objection(data, ["ca.example", "ca2.example"], Account, "http-01");

        Assert.Equal(objection is null, found is null);
        Assert.Contains(objection ?? "", found ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mta-sts.example.org", "example.org")]
    [InlineData("mta-sts.a.b.example.org", "example.org")]
    [InlineData("mta-sts.example.co.uk", "example.co.uk")]
    [InlineData("mta-sts.a.example.co.uk", "example.co.uk")]
    [InlineData("mta-sts.council.gov.uk", "gov.uk")]
    [InlineData("mta-sts.co.uk", "mta-sts.co.uk")]
    public void RegisteredDomain_OfAHost_IsOneLabelAboveTheSuffix(string host, string registered) =>
        Assert.Equal(registered, RegisteredDomain.Of(host, ["co.uk"]));

    [Theory]
    [InlineData(1, 0, 60)]
    [InlineData(2, 0, 120)]
    [InlineData(2, 1, 150)]
    [InlineData(9, 0, 15_360)]
    [InlineData(10, 0, 21_600)]
    [InlineData(1_000_000, 0, 21_600)]
    public void Backoff_AfterFailures_DoublesUpToSixHours(int failures, double fraction, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Backoff.After(failures, fraction, Backoff.First));

    [Theory]
    [InlineData(0, 60)]
    [InlineData(600, 300)]
    [InlineData(864_000, 1_800)]
    public void Backoff_AtTheGate_IsHalfAsLongAsItHasBeenSo(int since, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Backoff.AtTheGate(TimeSpan.FromSeconds(since), 0));

    [Theory]
    [InlineData(0, 60)]
    [InlineData(1, 55.5)]
    public void RenewalPlan_OfNinetyDays_IsAfterTwoThirdsOrALittleEarlier(double fraction, double days) =>
        Assert.Equal(Start.AddDays(days), RenewalPlan.MomentFor(Start, Start.AddDays(90), fraction), TimeSpan.FromSeconds(1));

    [Fact]
    public void RenewalPlan_OfManyCertificates_IsSpreadAndStable()
    {
        var fractions = Enumerable.Range(0, 1000).Select(number => RenewalPlan.FractionOf($"issuer.{number}")).ToList();

        Assert.All(fractions, fraction => Assert.InRange(fraction, 0, 1));
        Assert.InRange(fractions.Average(), 0.45, 0.55);
        Assert.Equal(fractions[7], RenewalPlan.FractionOf("issuer.7"));
    }

    [Theory]
    [InlineData(null, 6)]
    [InlineData(1, 6)]
    [InlineData(12, 12)]
    [InlineData(500, 24)]
    public void RenewalPlan_LookAgain_StaysBetweenSixHoursAndADay(int? asked, int hours) =>
        Assert.Equal(TimeSpan.FromHours(hours), RenewalPlan.LookAgain(asked is { } given ? TimeSpan.FromHours(given) : null));

    [Theory]
    [InlineData("rateLimited", 429, "issuance-rate-limited", false)]
    [InlineData("caa", 403, "issuance-caa-forbids", true)]
    [InlineData("unauthorized", 403, "issuance-validation-failed", true)]
    [InlineData("dns", 400, "issuance-validation-failed", true)]
    [InlineData("serverInternal", 500, "issuance-authority-unreachable", false)]
    [InlineData("about:blank", 503, "issuance-authority-unreachable", false)]
    [InlineData("userActionRequired", 403, "issuance-account-refused", true)]
    [InlineData("accountDoesNotExist", 400, "issuance-account-refused", true)]
    [InlineData("rejectedIdentifier", 400, "issuance-refused", true)]
    [InlineData("https://ca.example/own", 400, "issuance-refused", true)]
    public void Setback_OfAProblem_IsTheFindingThatFits(string kind, int status, string code, bool dropsOrder)
    {
        var setback = Setback.Of("ca.example", new AcmeProblem { Kind = kind, Detail = "its words", Status = status });

        Assert.Equal((code, "ca.example", "its words", dropsOrder), (setback.Code, setback.Value, setback.Detail, setback.DropsOrder));
    }

    [Fact]
    public void Setback_OfAProof_CountsAsFailedUnlessCaaForbids()
    {
        Assert.True(Setback.OfProof("ca.example", null).IsFailedProof);
        Assert.True(Setback.OfProof("ca.example", new AcmeProblem { Kind = "malformed", Detail = "" }).IsFailedProof);
        Assert.Equal("issuance-validation-failed", Setback.OfProof("ca.example", new AcmeProblem { Kind = "malformed", Detail = "" }).Code);
        Assert.False(Setback.OfProof("ca.example", new AcmeProblem { Kind = "caa", Detail = "" }).IsFailedProof);
    }
}
