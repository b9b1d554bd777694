using StrictPost.Protocol.Checking;
using StrictPost.Protocol.Tests.Checking.Cases;

namespace StrictPost.Protocol.Tests.Checking;

public sealed class SurveyTests
{
    [Theory]
    [InlineData("healthy", "with-record")]
    [InlineData("no record", "with-error")]
    [InlineData("domain does not exist", "with-error")]
    [InlineData("mail host: port 25 blocked", "with-record undetermined")]
    [InlineData("record with a bad version", "with-record with-error record record-bad-version")]
    [InlineData("record with a bad id", "with-record with-error record record-invalid-id")]
    [InlineData("two records", "with-record with-error record")]
    [InlineData("policy host: policy host does not exist", "with-record with-error dns")]
    [InlineData("policy host points to nothing", "with-record with-error dns delegation")]
    [InlineData("policy host: nothing listens", "with-record with-error tcp tcp-self-managed")]
    [InlineData("policy host: no IPv6 here", "with-record")]
    [InlineData("policy host: certificate for another name", "with-record with-error tls tls-self-managed tls-self-managed-name-mismatch")]
    [InlineData("policy host: alert unrecognized_name", "with-record with-error tls tls-self-managed")]
    [InlineData("delegated to somebody without a certificate", "with-record with-error tls tls-third-party tls-third-party-no-certificate delegation")]
    [InlineData("delegated to somebody with his own certificate", "with-record with-error tls tls-third-party delegation")]
    [InlineData("policy host: 404", "with-record with-error http http-not-found http-self-managed")]
    [InlineData("policy host: 500", "with-record with-error http http-self-managed")]
    [InlineData("policy host: bad syntax", "with-record with-error syntax syntax-bad-mx")]
    [InlineData("empty policy", "with-record with-error syntax syntax-empty")]
    [InlineData("delegated, empty policy", "with-record with-error syntax syntax-empty delegation")]
    [InlineData("mail host: mail host self-signed", "with-record with-error mx-certificate mx-certificate-self-managed mx-certificate-enforce mx-certificate-self-signed")]
    [InlineData("mail host: hosted and expired", "with-record with-error mx-certificate mx-certificate-hosted mx-certificate-every mx-certificate-enforce mx-certificate-expired")]
    [InlineData("mail host: mail host expires soon", "with-record")]
    [InlineData("one host not covered", "with-record with-error coverage coverage-enforce")]
    [InlineData("the only host not covered", "with-record with-error coverage coverage-complete coverage-enforce")]
    [InlineData("not covered in testing", "with-record with-error coverage")]
    [InlineData("former host", "with-record with-error coverage coverage-complete coverage-complete-former coverage-enforce")]
    [InlineData("policy host as only pattern", "with-record with-error coverage coverage-third-label coverage-policy-host-label coverage-enforce")]
    [InlineData("same domain", "with-record with-error coverage coverage-third-label coverage-enforce")]
    [InlineData("slip", "with-record with-error coverage coverage-typo coverage-enforce")]
    [InlineData("no reporting record", "with-record reporting reporting-absent")]
    [InlineData("testing forgotten", "with-record practice")]
    [InlineData("DANE fails at both addresses of a host", "with-record with-error dane")]
    public void With_OneDomain_CountsItInItsRows(string about, string rows)
    {
        var counted = Survey.Empty.With(Judge(about)).Counts.Where(count => count.Domains == 1).Select(count => count.Row.Key);
        Assert.Equal(rows, string.Join(' ', counted.Where(key => key != "domains" && !key.StartsWith("verdict-", StringComparison.Ordinal))));
    }

    [Fact]
    public void With_ManyDomains_AddsUp()
    {
        var survey = Survey.Empty.With(Judge("healthy")).With(Judge("policy host: 404")).With(Judge("policy host: 404"));
        Assert.Equal(3, Domains(survey, "domains"));
        Assert.Equal(2, Domains(survey, "http-not-found"));
        Assert.Equal(1, Domains(survey, "verdict-protected"));
        Assert.Equal(2, Domains(survey, "verdict-not-protected"));
    }

    [Fact]
    public void With_AnotherSurvey_AddsUp()
    {
        var one = Survey.Empty.With(Judge("healthy"));
        var other = Survey.Empty.With(Judge("healthy")).With(Judge("slip"));
        Assert.Equal(3, Domains(one.With(other), "domains"));
        Assert.Equal(1, Domains(one.With(other), "coverage-typo"));
    }

    [Fact]
    public void Rows_All_HaveKeysOfTheirOwnAndAreCountedInOneAbove()
    {
        var counts = Survey.Empty.Counts;
        Assert.Equal(counts.Length, counts.DistinctBy(count => count.Row.Key, StringComparer.Ordinal).Count());
        Assert.All(counts, count => Assert.Equal(0, count.Domains));
        Assert.All(Worlds.ByName.Values, world => AssertNested(Survey.Empty.With(DomainCheck.Judge(world.Seen, world.Context))));
    }

    /// <summary>Nothing is an "of which" of a row that it does not stand in.</summary>
    private static void AssertNested(Survey survey)
    {
        var above = new int[4];
        foreach (var (row, domains) in survey.Counts)
        {
            above[row.Level] = domains;
            if (row.Level > 0)
                Assert.True(domains <= above[row.Level - 1], row.Key);
        }
    }

    private static CheckResult Judge(string about)
    {
        var world = Worlds.ByName[about];
        return DomainCheck.Judge(world.Seen, world.Context);
    }

    private static int Domains(Survey survey, string key) => survey.Counts.Single(count => count.Row.Key == key).Domains;
}
