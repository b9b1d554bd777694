using StrictPost.Protocol.Ledger;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.TlsRpt.Causes;
using StrictPost.Protocol.TlsRpt.Reports;
using static StrictPost.Protocol.Tests.TlsRpt.Incidents.IncidentWorld;

namespace StrictPost.Protocol.Tests.TlsRpt.Incidents;

public sealed class IncidentHeadlineTests
{
    private static readonly StsPolicy Narrow = Policy(PolicyMode.Enforce, "mx1.example.org");
    private static readonly StsPolicy Wide = Policy(PolicyMode.Enforce, "mx1.example.org", "mx3.example.org");

    [Fact]
    public void Headline_OpenUnderEnforce_SaysWhoWhereWhyAndHowMany() => AssertHeadline(
        "Since 3 May Google and Microsoft could not deliver to mx3.example.org: its certificate has expired. 120 sessions were refused or delayed.",
        new IncidentWorld().Fails(3, GoogleCom, mx: "mx3.example.org", sessions: 119).Fails(4, MicrosoftCom, mx: "mx3.example.org"), 5);

    [Fact]
    public void Headline_UnderTesting_SaysThatMailWentThrough() => AssertHeadline(
        "Since 3 May r.example.net delivered to mx1.example.org and mx2.example.org although something was wrong: they offer no STARTTLS. 5 sessions were delivered all the same.",
        new IncidentWorld()
            .Fails(3, "r.example.net", "reported-starttls-not-supported", sessions: 4, policy: Policy(PolicyMode.Testing, "*.example.org"))
            .Fails(4, "r.example.net", "reported-starttls-not-supported", "mx2.example.org", policy: Policy(PolicyMode.Testing, "*.example.org")), 4);

    [Fact]
    public void Headline_PolicyNotShown_DoesNotGuess() => AssertHeadline(
        "Since 3 May Google had trouble with a mail host that the reports do not name: it could not be verified, and the reports do not say why. "
            + "1 session was refused or delivered: the reports do not show the policy.",
        new IncidentWorld().Fails(3, GoogleCom, "reported-validation-failure", mx: "", shown: false), 3);

    [Theory]
    [InlineData("reported-sts-policy-fetch-error", "could not fetch the policy")]
    [InlineData("reported-sts-policy-invalid", "could not read the policy")]
    [InlineData("reported-sts-webpki-invalid", "could not fetch the policy, since the policy host's certificate is not valid")]
    public void Headline_AboutThePolicy_NamesNoMailHost(string cause, string trouble) =>
        Assert.StartsWith($"Since 3 May Mail.ru {trouble}. ", new IncidentWorld().Fails(3, "corp.mail.ru", cause, mx: "").OnlyOneOn(3).Headline, StringComparison.Ordinal);

    [Fact]
    public void Headline_Resolved_SaysFromWhenToWhen() => AssertHeadline(
        "From 3 May to 5 May Google could not deliver to mx1.example.org: its certificate has expired. 2 sessions were refused or delayed. It has been over since 7 May.",
        new IncidentWorld().Fails(3, GoogleCom).Fails(5, GoogleCom).Reports(6, GoogleCom).Reports(7, GoogleCom), 20);

    [Fact]
    public void Headline_OneDayAndNoNews_SaysSo() => AssertHeadline(
        "On 3 May Yahoo could not deliver to mx1.example.org: its certificate has expired. 1 session was refused or delayed. "
            + "Nobody who saw it has reported since, so nobody knows whether it is over.",
        new IncidentWorld().Fails(3, "yahooinc.com"), 25);

    [Fact]
    public void Headline_ManyReporters_NamesAFew()
    {
        var world = new IncidentWorld().Fails(3, "a.example.net").Fails(4, "b.example.net").Fails(5, "c.example.net").Fails(6, "d.example.net");

        Assert.StartsWith("Since 3 May a.example.net, b.example.net and c.example.net could", world.OnlyOneOn(5).Headline, StringComparison.Ordinal);
        Assert.StartsWith("Since 3 May a.example.net, b.example.net and 2 others could", world.OnlyOneOn(6).Headline, StringComparison.Ordinal);
    }

    [Fact]
    public void Headline_OlderPolicy_SaysWhichAndThatTodaysIsBetter() => AssertHeadline(
        "Since 19 May Microsoft could not deliver to mx3.example.org: the policy lacks it. 3 sessions were refused or delayed. "
            + "They still applied the policy of 3 May, which lacks mx3.example.org; today's covers it.",
        new IncidentWorld().Published(3, BodyStanding.Retired, Narrow).Published(18, BodyStanding.Current, Wide)
            .Fails(19, MicrosoftCom, NotCovered, "mx3.example.org", sessions: 3, policy: Narrow), 20);

    [Fact]
    public void Headline_SeveralOlderPolicies_SaysThatNoneIsTodays() => Assert.EndsWith(
        "They applied policies that are no longer today's. It has been over since 21 May.",
        new IncidentWorld().Published(3, BodyStanding.Retired, Narrow).Published(4, BodyStanding.Retired, Wide)
            .Published(18, BodyStanding.Current, Policy(PolicyMode.Enforce, "*.example.org"))
            .Fails(19, GoogleCom, NotCovered, "mx4.example.org", policy: Narrow).Fails(19, GoogleCom, NotCovered, "mx4.example.org", policy: Wide)
            .Reports(20, GoogleCom).Reports(21, GoogleCom).OnlyOneOn(22).Headline,
        StringComparison.Ordinal);

    [Fact]
    public void Headline_PolicyOfSomebodyElse_SaysSo() => Assert.Contains(
        "They still applied a policy that we never published, which lacks mx3.example.org; today's covers it.",
        new IncidentWorld().Published(18, BodyStanding.Current, Wide).Fails(19, GoogleCom, NotCovered, "mx3.example.org", policy: Narrow).OnlyOneOn(20).Headline,
        StringComparison.Ordinal);

    [Fact]
    public void Headline_ReportsFromBeforeTheLedger_DoNotSayThatWeNeverPublished() => Assert.EndsWith(
        "They still applied a policy from before our records begin, which lacks mx3.example.org; today's covers it.",
        new IncidentWorld().Published(20, BodyStanding.Current, Wide)
            .Fails(19, GoogleCom, NotCovered, "mx3.example.org", policy: Narrow).Fails(21, GoogleCom, NotCovered, "mx3.example.org", policy: Narrow).OnlyOneOn(21).Headline,
        StringComparison.Ordinal);

    /// <summary>One sender with today's policy, or one that shows none, and age explains nothing.</summary>
    [Fact]
    public void Headline_NotEverybodyIsBehind_SaysNothingOfVersions()
    {
        var world = new IncidentWorld().Published(3, BodyStanding.Retired, Narrow).Published(18, BodyStanding.Current, Wide);

        Assert.DoesNotContain("applied", world.Fails(19, GoogleCom, policy: Narrow).Fails(19, GoogleCom, policy: Wide).OnlyOneOn(20).Headline, StringComparison.Ordinal);
        Assert.DoesNotContain("applied", new IncidentWorld().Published(18, BodyStanding.Current, Wide).Fails(19, GoogleCom, shown: false).OnlyOneOn(20).Headline, StringComparison.Ordinal);
        Assert.DoesNotContain("applied", new IncidentWorld().Published(18, BodyStanding.Current, Wide).Fails(19, GoogleCom, type: PolicyType.Tlsa).OnlyOneOn(20).Headline, StringComparison.Ordinal);
        Assert.DoesNotContain("applied", new IncidentWorld().Fails(19, GoogleCom, policy: Narrow).OnlyOneOn(20).Headline, StringComparison.Ordinal);
    }

    [Fact]
    public void Headline_EveryCause_IsASentence() => Assert.All(FailureCause.All, cause =>
    {
        string one = new IncidentWorld().Fails(3, GoogleCom, cause.Code).OnlyOneOn(3).Headline;
        string two = new IncidentWorld().Fails(3, GoogleCom, cause.Code).Fails(3, GoogleCom, cause.Code, "mx2.example.org").OnlyOneOn(3).Headline;
        Assert.All([one, two], text => Assert.Matches("^Since 3 May Google [a-z][^{}]*\\.$", text));
    });

    [Fact]
    public void Headline_NoSessions_LeavesTheCountOut() => AssertHeadline(
        "Since 3 May Google had trouble with mx1.example.org: its certificate has expired.", new IncidentWorld().Fails(3, GoogleCom, sessions: 0), 3);

    private static void AssertHeadline(string expected, IncidentWorld world, int today) => Assert.Equal(expected, world.OnlyOneOn(today).Headline);
}
