using StrictPost.Protocol.Changes;
using StrictPost.Protocol.Changes.Gate;
using StrictPost.Protocol.Checking;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.Tests.Checking;
using StrictPost.Protocol.TlsRpt.Causes;
using StrictPost.Protocol.TlsRpt.Reports;

namespace StrictPost.Protocol.Tests.Changes.Gate;

public sealed class PromotionGateTests
{
    /// <summary>What a sender of MTA-STS meets at a mail host.</summary>
    public static TheoryData<string> Refusing =>
    [
        "reported-starttls-not-supported", "reported-certificate-host-mismatch", "reported-certificate-expired", "reported-certificate-not-trusted",
        "reported-validation-failure", "reported-summary-only", "reported-result-unknown",
    ];

    public static TheoryData<string> Harmless =>
    [
        "reported-sts-policy-fetch-error", "reported-sts-policy-invalid", "reported-sts-webpki-invalid", "reported-tlsa-invalid", "reported-dnssec-invalid",
        "reported-dane-required",
    ];

    public static TheoryData<ReportTrust> NotBelieved => [.. Enum.GetValues<ReportTrust>().Where(trust => trust != ReportTrust.SignedByReporter)];

    [Fact]
    public void Judge_TwoWeeksOfTwoReporters_Opens()
    {
        var result = PromotionGate.Judge(GateWorld.Clean);

        Assert.True(result.IsOpen, GateWorld.Codes(result));
        Assert.Null(result.Earliest);
        Assert.Empty(result.Replay);
    }

    [Fact]
    public void Judge_ADayTooFew_NamesTheDayOnWhichItCanOpen()
    {
        var result = PromotionGate.Judge(GateWorld.Clean with { Days = [.. GateWorld.Days("google.com", 1, 13), .. GateWorld.Days("microsoft.com", 4, 6)] });

        Assert.Equal("gate-days-missing", GateWorld.Codes(result));
        Assert.Equal("Days with reports and without a refused session, since 19 May: 13; 14 are needed.", result.Missing[0].Message);
        // 1 June is the day that is missing; its report comes on the next.
        Assert.Equal(new DateTimeOffset(2026, 6, 2, 0, 0, 0, TimeSpan.Zero), result.Earliest);
    }

    [Fact]
    public void Judge_NothingYet_CountsFromYesterday()
    {
        var result = PromotionGate.Judge(GateWorld.Clean with { Days = [] });

        Assert.Equal("gate-days-missing gate-reporters-missing", GateWorld.Codes(result));
        // 31 May to 13 June are 14 days.
        Assert.Equal(new DateTimeOffset(2026, 6, 14, 0, 0, 0, TimeSpan.Zero), result.Earliest);
    }

    [Fact]
    public void Judge_DaysOfDifferentReporters_AddUp()
    {
        var days = GateWorld.Days("google.com", 1, 7).Concat(GateWorld.Days("microsoft.com", 8, 14));

        Assert.True(PromotionGate.Judge(GateWorld.Clean with { Days = [.. days] }).IsOpen);
    }

    [Fact]
    public void Judge_OneReporterUnderTwoNames_IsOne()
    {
        var result = PromotionGate.Judge(GateWorld.Clean with { Days = [.. GateWorld.Days("mail.ru", 1, 14), .. GateWorld.Days("corp.mail.ru", 1, 14)] });

        Assert.Equal("gate-reporters-missing", GateWorld.Codes(result));
        Assert.Null(result.Earliest);
    }

    [Theory]
    [MemberData(nameof(NotBelieved))]
    public void Judge_ReporterThatIsNotProven_DoesNotCount(ReportTrust trust)
    {
        var result = PromotionGate.Judge(GateWorld.Clean with { Days = [.. GateWorld.Days("google.com", 1, 14), .. GateWorld.Days("microsoft.com", 1, 14, trust)] });

        Assert.Equal("gate-reporters-missing", GateWorld.Codes(result));
        Assert.EndsWith("not signed by the reporter: 1.", result.Missing[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(NotBelieved))]
    public void Judge_FailureThatAnybodyCanForge_DoesNotKeepItShut(ReportTrust trust)
    {
        var result = PromotionGate.Judge(GateWorld.Clean.With(GateWorld.Failure(ReportedFindings.Expired, 1, trust: trust)));

        Assert.True(result.IsOpen);
        Assert.Empty(result.Replay);
    }

    [Theory]
    [MemberData(nameof(Refusing))]
    public void Judge_FailureThatEnforcingRefuses_CountsAnewFromTheDayAfter(string cause)
    {
        var result = PromotionGate.Judge(GateWorld.Clean.With(GateWorld.Failure(FailureCause.OfCode(cause), 5)));

        Assert.Equal("gate-sessions-refused gate-days-missing", GateWorld.Codes(result));
        Assert.Equal("4", result.Missing[1].Value);
        // Four days count, to 31 May; ten more are 1 to 10 June.
        Assert.Equal(new DateTimeOffset(2026, 6, 11, 0, 0, 0, TimeSpan.Zero), result.Earliest);
        Assert.Equal((new DateOnly(2026, 5, 27), "Google", 10), Assert.Single(result.Replay) is var day ? (day.Day, day.Reporter, day.Sessions) : default);
    }

    [Theory]
    [MemberData(nameof(Harmless))]
    public void Judge_FailureOverWhichNothingIsRefused_DoesNotMatter(string cause)
    {
        var result = PromotionGate.Judge(GateWorld.Clean.With(GateWorld.Failure(FailureCause.OfCode(cause), 1)));

        Assert.True(result.IsOpen);
        Assert.Empty(result.Replay);
    }

    [Theory]
    [InlineData(PolicyType.NoPolicyFound, true)]
    [InlineData(PolicyType.Tlsa, true)]
    public void Judge_NoStartTls_CountsUnderAnyPolicy(PolicyType type, bool counts)
    {
        var result = PromotionGate.Judge(GateWorld.Clean.With(GateWorld.Failure(ReportedFindings.StartTlsNotSupported, 1, type)));

        Assert.Equal(counts, !result.IsOpen);
    }

    [Fact]
    public void Judge_DaneFailureWithoutDetails_DoesNotMatter() =>
        Assert.True(PromotionGate.Judge(GateWorld.Clean.With(GateWorld.Failure(ReportedFindings.SummaryOnly, 1, PolicyType.Tlsa))).IsOpen);

    [Theory]
    [InlineData("mx3.example.org", false)]
    [InlineData("", false)]
    [InlineData("mx2.example.org", true)]
    public void Judge_HostThatThePolicyLacked_IsJudgedByTheProposedOne(string mx, bool opens)
    {
        var result = PromotionGate.Judge(GateWorld.Clean.With(GateWorld.Failure(ReportedFindings.MxNotCovered, 1, mx: mx)));

        Assert.Equal(opens, result.IsOpen);
    }

    [Fact]
    public void Judge_FailureThatWasCuredLongAgo_IsReplayedAndDoesNotMatter()
    {
        var result = PromotionGate.Judge(GateWorld.Clean.With(GateWorld.Failure(ReportedFindings.Expired, 15)));

        Assert.True(result.IsOpen);
        Assert.Single(result.Replay);
    }

    [Fact]
    public void Judge_RefusedSessions_AreToldInPlainWords()
    {
        var result = PromotionGate.Judge(GateWorld.Clean.With(
            GateWorld.Failure(ReportedFindings.Expired, 29), GateWorld.Failure(ReportedFindings.Expired, 29, sessions: 2), GateWorld.Failure(ReportedFindings.NotTrusted, 2, mx: "", sessions: 1)));

        Assert.Equal(
            "Enforcing would have refused 13 sessions since 3 May. The last: 1 session from Google on 30 May; a mail host that the report does not name: its certificate was not trusted.",
            result.Missing[0].Message);
        Assert.Equal((12, "mx2.example.org: its certificate had expired"), (result.Replay[1].Sessions, result.Replay[1].Why));
    }

    [Fact]
    public void Judge_ReportsAboutAnotherVersion_SaysSo()
    {
        var result = PromotionGate.Judge(GateWorld.Clean with { Days = [.. GateWorld.Days("google.com", 2, 20, version: "0123456789abcdef")] });

        Assert.Equal("gate-version-other gate-days-missing gate-reporters-missing", GateWorld.Codes(result));
        Assert.Equal("All reports so far are about another version of the policy, the last of 30 May.", result.Missing[0].Message);
    }

    [Fact]
    public void Judge_ReportWithoutASession_ProvesNothing()
    {
        var result = PromotionGate.Judge(GateWorld.Clean with { Days = [.. GateWorld.Clean.Days.Select(day => day with { Successful = 0 })] });

        Assert.False(result.IsOpen);
    }

    [Fact]
    public void Judge_NobodyLooked_StaysShut()
    {
        var result = PromotionGate.Judge(GateWorld.Clean with { Check = null });

        Assert.Equal("gate-check-missing", GateWorld.Codes(result));
        Assert.Null(result.Earliest);
    }

    [Fact]
    public void Judge_MailHostsThatWereNotTried_StaysShut()
    {
        var result = PromotionGate.Judge(GateWorld.Clean with { Check = DomainCheck.Judge(HealthyWorld.Seen with { SmtpIsSkipped = true }, CheckContext.Default) });

        Assert.Equal("gate-check-missing", GateWorld.Codes(result));
    }

    [Fact]
    public void Judge_CheckWithErrors_NamesThem()
    {
        var seen = HealthyWorld.Seen;
        var broken = seen with { MailHosts = [seen.MailHosts[0] with { Probes = [.. seen.MailHosts[0].Probes.Select(probe => probe with { Tls = null, Extensions = [] })] }, seen.MailHosts[1]] };

        var result = PromotionGate.Judge(GateWorld.Clean with { Check = DomainCheck.Judge(broken, CheckContext.Default) });

        Assert.Contains("gate-check-errors", GateWorld.Codes(result), StringComparison.Ordinal);
        Assert.Contains("mx1.example.org", result.Missing[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_NoTerms_NeedsTheCheckOnly() =>
        Assert.True(PromotionGate.Judge(GateWorld.Clean with { Days = [], Terms = new GateTerms(0, 0) }).IsOpen);
}
