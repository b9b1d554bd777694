using StrictPost.Protocol.Findings;
using StrictPost.Protocol.Text;
using StrictPost.Protocol.TlsRpt.Causes;
using StrictPost.Protocol.TlsRpt.Reports;

namespace StrictPost.Protocol.Tests.TlsRpt.Causes;

public sealed class FailureCauseTests
{
    public static TheoryData<string> ResultWords => [.. ResultTypes.All];

    [Theory]
    [MemberData(nameof(ResultWords))]
    public void Of_EachResultType_IsACauseOfTheSameName(string word)
    {
        var cause = FailureCause.Of(Policy(), Failure(word));

        Assert.Equal("reported-" + word, cause.Code);
        Assert.Same(cause, FailureCause.Of(Policy(), Failure(word.ToUpperInvariant())));
        Assert.Same(cause, FailureCause.OfCode(cause.Code));
    }

    [Theory]
    [InlineData("")]
    [InlineData("quantum-failure")]
    public void Of_UnknownResult_IsUnknown(string word)
    {
        var cause = FailureCause.Of(Policy(), Failure(word));

        Assert.Same(ReportedFindings.ResultUnknown, cause);
        Assert.Contains($"`{word}`", FailureCause.Found(cause, Failure(word)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OfCode_CodeOfAnotherVersion_IsUnknown() => Assert.Same(ReportedFindings.ResultUnknown, FailureCause.OfCode("reported-by-a-later-version"));

    [Theory]
    [InlineData("validation-failure", "mx3.example.org", "reported-mx-not-covered")]
    [InlineData("certificate-host-mismatch", "mx3.example.org.", "reported-mx-not-covered")]
    [InlineData("validation-failure", "MX1.example.org", "reported-validation-failure")]
    [InlineData("certificate-host-mismatch", "mx1.example.org", "reported-certificate-host-mismatch")]
    [InlineData("certificate-expired", "mx3.example.org", "reported-certificate-expired")]
    [InlineData("validation-failure", "not a name", "reported-validation-failure")]
    [InlineData("validation-failure", null, "reported-validation-failure")]
    public void Of_HostAgainstTheReportsOwnPolicy_NamesTheTrueCause(string word, string? mx, string code) =>
        Assert.Equal(code, FailureCause.Of(Policy(), Failure(word, mx)).Code);

    [Fact]
    public void Of_HostOutsideWithoutAPolicyToCompare_StaysAsReported()
    {
        var failure = Failure("validation-failure", "mx3.example.org");

        Assert.Same(ReportedFindings.ValidationFailure, FailureCause.Of(Policy(lines: []), failure));
        Assert.Same(ReportedFindings.ValidationFailure, FailureCause.Of(Policy(type: "tlsa"), failure));
        Assert.Same(ReportedFindings.ValidationFailure, FailureCause.Of(Policy(lines: ["version: STSv1", "mode: none", "max_age: 60"]), failure));
    }

    [Theory]
    [InlineData("validation-failure", "X509_V_ERR_CERT_HAS_EXPIRED", "reported-certificate-expired")]
    [InlineData("validation-failure", "certificate has expired", "reported-certificate-expired")]
    [InlineData("validation-failure", "X509_V_ERR_HOSTNAME_MISMATCH", "reported-certificate-host-mismatch")]
    [InlineData("validation-failure", "X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT", "reported-certificate-not-trusted")]
    [InlineData("validation-failure", "x509: certificate signed by unknown authority", "reported-certificate-not-trusted")]
    [InlineData("validation-failure", "server does not support STARTTLS", "reported-starttls-not-supported")]
    [InlineData("validation-failure", "X509_V_ERR_PROXY_PATH_LENGTH_EXCEEDED", "reported-validation-failure")]
    [InlineData("validation-failure", "context deadline exceeded", "reported-validation-failure")]
    [InlineData("certificate-not-trusted", "certificate has expired", "reported-certificate-expired")]
    [InlineData("certificate-expired", "self-signed certificate", "reported-certificate-expired")]
    [InlineData("sts-policy-fetch-error", "x509: certificate is valid for example.net, not mta-sts.example.org", "reported-sts-webpki-invalid")]
    [InlineData("sts-policy-fetch-error", "self signed certificate", "reported-sts-webpki-invalid")]
    [InlineData("sts-policy-fetch-error", "context deadline exceeded", "reported-sts-policy-fetch-error")]
    public void Of_ReasonBesideAVagueResult_IsHeard(string word, string reason, string code)
    {
        Assert.Equal(code, FailureCause.Of(Policy(), Failure(word) with { ReasonCode = reason }).Code);
        Assert.Equal(code, FailureCause.Of(Policy(), Failure(word) with { AdditionalInformation = reason }).Code);
    }

    [Theory]
    [InlineData("Get https://mta-sts.example.org: context deadline exceeded", "Senders could not fetch the policy: the policy host did not answer in time.")]
    [InlineData("dial tcp 192.0.2.1:443: connect: connection refused", "Senders could not fetch the policy: the policy host refused the connection.")]
    [InlineData("lookup mta-sts.example.org: no such host", "Senders could not fetch the policy: the policy host's name does not exist in DNS.")]
    [InlineData("HTTP 404", "Senders could not fetch the policy: `HTTP 404`.")]
    [InlineData(null, "Senders could not fetch the policy: the report does not say why.")]
    public void Found_FetchError_SaysWhatTheReasonMeans(string? reason, string message) => Assert.Equal(
        message, FailureCause.Found(ReportedFindings.PolicyFetch, Failure("sts-policy-fetch-error") with { ReasonCode = reason }).Message);

    [Fact]
    public void Found_EveryCause_FillsItsTexts() => Assert.All(FailureCause.All, cause =>
    {
        var named = FailureCause.Found(cause, Failure("x") with { ReasonCode = new string('r', 1_000) });
        var nameless = FailureCause.Found(cause, failure: null);
        Assert.All([named.Message, named.Fix, nameless.Message, nameless.Fix], text => Assert.InRange(text.Length, 10, 500));
        Assert.DoesNotContain("mx1", nameless.Message, StringComparison.Ordinal);
    });

    [Fact]
    public void Found_HostIsNotNamed_FallsBackToItsAddress() => Assert.StartsWith(
        "Senders found no STARTTLS at 192.0.2.1.",
        FailureCause.Found(ReportedFindings.StartTlsNotSupported, Failure("x", mx: null) with { ReceivingIp = "192.0.2.1" }).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Failures_SummaryAboveTheDetails_TellsOfTheRest()
    {
        var policy = Policy() with { Failed = 9, Failures = [Failure("certificate-expired") with { Sessions = 2 }, Failure("validation-failure", "mx3.example.org") with { Sessions = 3 }] };

        Assert.Equal(
            [("reported-certificate-expired", 2L, true), ("reported-mx-not-covered", 3L, true), ("reported-summary-only", 4L, false)],
            ReportedFailures.Of(policy).Select(failure => (failure.Cause.Code, failure.Sessions, failure.Detail is not null)));
    }

    [Fact]
    public void Failures_DetailsAtOrAboveTheSummary_HaveNoRest()
    {
        Assert.Empty(ReportedFailures.Of(Policy()));
        Assert.Single(ReportedFailures.Of(Policy() with { Failed = 2, Failures = [Failure("tlsa-invalid") with { Sessions = 2 }] }));
        Assert.Equal(2, ReportedFailures.Of(Policy() with
        {
            Failed = long.MaxValue,
            Failures = [Failure("tlsa-invalid") with { Sessions = long.MaxValue }, Failure("tlsa-invalid") with { Sessions = long.MaxValue }],
        }).Length);
    }

    private static FailureDetail Failure(string word, string? mx = "mx1.example.org") => new() { ResultText = word, ReceivingMx = mx };

    private static ReportedPolicy Policy(string type = "sts", string[]? lines = null)
    {
        Assert.True(DomainName.TryParse("example.org", out var domain));
        return new ReportedPolicy
        {
            TypeText = type,
            Domain = domain,
            Lines = [.. lines ?? ["version: STSv1", "mode: enforce", "mx: mx1.example.org", "mx: *.mail.example.org", "max_age: 604800"]],
        };
    }
}
