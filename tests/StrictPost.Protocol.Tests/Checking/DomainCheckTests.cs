using StrictPost.Protocol.Checking;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.Tests.Checking.Cases;
using StrictPost.Protocol.Tests.Findings;

namespace StrictPost.Protocol.Tests.Checking;

public sealed class DomainCheckTests
{
    /// <summary>What <c>DaneJudge</c> raises has tests of its own.</summary>
    private static readonly HashSet<string> RaisedByDaneJudge = new(
        ["dane-starttls-missing", "dane-ta-name-mismatch", "dane-ta-expired", "dane-ta-not-sent", "dane-lookup-failed", "dane-unsigned",
         "dane-mx-unsigned", "dane-record-unusable", "dane-all-unusable", "dane-record-stale"],
        StringComparer.Ordinal);

    public static TheoryData<string> Names => [.. Worlds.ByName.Keys];

    public static TheoryData<string> Codes => [.. WorldFindings.All.Select(kind => kind.Code).Where(code => !RaisedByDaneJudge.Contains(code))];

    [Theory]
    [MemberData(nameof(Names))]
    public void Judge_World_GivesExactlyItsCodes(string about)
    {
        var world = Worlds.ByName[about];
        var found = Judge(world).Findings.Select(finding => finding.Code).Order(StringComparer.Ordinal);
        Assert.Equal(world.Codes, string.Join(' ', found));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Judge_World_FillsEveryPlaceholder(string about) => Assert.All(Judge(Worlds.ByName[about]).Findings, finding =>
    {
        AssertGiven(finding, "{value}", finding.Value);
        AssertGiven(finding, "{expected}", finding.Expected);
        AssertGiven(finding, "{detail}", finding.Detail);
        AssertGiven(finding, "{host}", finding.Host);
        Assert.DoesNotContain("  ", finding.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", finding.Message, StringComparison.Ordinal);
    });

    [Theory]
    [MemberData(nameof(Codes))]
    public void Kind_Worlds_OneRaisesItAndOneDoesNot(string code)
    {
        Assert.Contains(Worlds.ByName.Values, world => world.Codes.Split(' ').Contains(code, StringComparer.Ordinal));
        Assert.Contains(Worlds.ByName.Values, world => !world.Codes.Split(' ').Contains(code, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("healthy", Verdict.Protected)]
    [InlineData("not covered in testing", Verdict.TestingOnly)]
    [InlineData("one host not covered", Verdict.MailAtRisk)]
    [InlineData("no record", Verdict.NotProtected)]
    [InlineData("record answers SERVFAIL", Verdict.Undetermined)]
    [InlineData("mail host: port 25 blocked", Verdict.Undetermined)]
    [InlineData("mail host: no STARTTLS", Verdict.MailAtRisk)]
    [InlineData("policy host: 404", Verdict.NotProtected)]
    public void Verdict_World_IsAsItsFindingsSay(string about, Verdict verdict) => Assert.Equal(verdict, Judge(Worlds.ByName[about]).Verdict);

    [Fact]
    public void Findings_Order_IsBySeverityThenAlongThePath()
    {
        var severities = Judge(Worlds.ByName["former host"]).Findings.Select(finding => finding.Severity);
        Assert.Equal([Severity.Error, Severity.Warning], severities);
    }

    [Theory]
    [InlineData("one host not covered", "No mx pattern of the policy covers the mail host mx2.example.org. The mode is enforce: a sender that honours MTA-STS refuses to deliver to this host.")]
    [InlineData("not covered in testing", "No mx pattern of the policy covers the mail host mx2.example.org. The mode is testing: mail still flows, and senders report the fault.")]
    [InlineData("mail host: no STARTTLS", "The mail host mx1.example.org (198.51.100.11, 2001:db8::11) does not offer STARTTLS. The mode is enforce: a sender that honours MTA-STS refuses to deliver to this host.")]
    [InlineData("policy host: one address with a bad certificate", "No trusted authority stands behind the certificate of the policy host mta-sts.example.org (2001:db8::1); its issuer is `CN=Authority`. Senders that meet another address still get the policy.")]
    [InlineData("policy host: 404", "The policy host mta-sts.example.org (198.51.100.1, 2001:db8::1) has no policy: it answers with status 404. Senders get no policy: mail flows, but unprotected, or by an older policy until that expires.")]
    [InlineData("record with a bad id", "The id `-` is not valid: it holds `-`, and only letters and digits are allowed. Senders act as if the domain had no MTA-STS: mail flows, but unprotected, or by an older policy until that expires.")]
    [InlineData("mail host: nothing listens", "The mail host mx1.example.org (198.51.100.11, 2001:db8::11) refuses connections on port 25: nothing listens there. No sender can deliver mail there.")]
    [InlineData("slip", "No mx pattern of the policy covers the mail host mx1.example.org. The mode is enforce: a sender that honours MTA-STS refuses to deliver to this host.")]
    public void Message_FirstFinding_SaysWhatItDoesToMailToday(string about, string message) =>
        Assert.Equal(message, Judge(Worlds.ByName[about]).Findings[0].Message);

    [Theory]
    [InlineData("slip", "mx1.example.org")]
    [InlineData("slip in a wildcard", "*.example.org")]
    [InlineData("wildcard too high", "mx1.mail.example.org")]
    [InlineData("same domain", "mx1.example.org")]
    [InlineData("policy host's label", "mx1.example.org")]
    [InlineData("policy host as only pattern", "mx1.example.org, mx2.example.org")]
    public void Expected_Explanation_IsWhatToWrite(string about, string expected) =>
        Assert.Equal(expected, Judge(Worlds.ByName[about]).Findings[^1].Expected);

    private static CheckResult Judge(WorldCase world) => DomainCheck.Judge(world.Seen, world.Context);

    private static void AssertGiven(Finding finding, string placeholder, string? particular)
    {
        if ((finding.Kind.Message + finding.Kind.Fix).Contains(placeholder, StringComparison.Ordinal))
            Assert.NotNull(particular);
    }
}
