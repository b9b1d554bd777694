using StrictPost.Protocol.Findings;
using StrictPost.Protocol.TlsRpt.Causes;
using StrictPost.Protocol.TlsRpt.Reports;

namespace StrictPost.Protocol.Tests.TlsRpt.Reports;

/// <summary>Reports with the habits of those who really send them.</summary>
public sealed class ReporterHabitsTests
{
    [Fact]
    public void Microsoft_NestedRecordsTwoTypesNoZone_CountsEachSessionOnce()
    {
        var parsed = SampleReport.Parse("""
            {"organization-name":"Microsoft Corporation","date-range":{"start-datetime":"2026-05-03T00:00:00","end-datetime":"2026-05-03T23:59:59"},
             "contact-info":"tlsrpt-noreply@microsoft.com","report-id":"134000000000000000+example.org","policies":[
              {"policy":{"policy-type":"tlsa","policy-string":["[\"3 1 1 00AA\",\"3 1 1 11BB\"]"],"policy-domain":"example.org"},
               "summary":{"total-successful-session-count":7,"total-failure-session-count":0}},
              {"policy":{"policy-type":"sts","policy-string":["version: STSv1","mode: enforce","mx: mx1.example.org","max_age: 604800"],"policy-domain":"example.org"},
               "summary":{"total-successful-session-count":7,"total-failure-session-count":0}}]}
            """);

        Assert.Equal("microsoft.com", parsed.Value!.Reporter);
        Assert.Equal(["3 1 1 00AA", "3 1 1 11BB"], parsed.Value.Policies[0].Lines);
        Assert.Equal(["report-policy-string-nested", "report-date-no-zone", "report-date-no-zone"], SampleReport.Codes(parsed), StringComparer.Ordinal);
        Assert.All(parsed.Findings, finding => Assert.Equal(Severity.Info, finding.Severity));
        var counting = SessionCounting.Of(parsed.Value.Policies);
        Assert.Equal(new SessionCount(7, 0, 0, 0), counting.Sessions);
        Assert.Equal("7 under DANE and 7 under MTA-STS can be the same sessions: the larger is counted.", counting.Reason);
    }

    [Fact]
    public void Microsoft_FetchErrorWithoutParticulars_IsReadWithNothingMadeUp()
    {
        var report = SampleReport.Read(SampleReport.Of("""
            {"policy":{"policy-type":"sts","policy-domain":"example.org"},"summary":{"total-successful-session-count":0,"total-failure-session-count":3},
             "failure-details":[{"result-type":"sts-policy-fetch-error","failed-session-count":3}]}
            """));

        var policy = Assert.Single(report.Policies);
        Assert.Empty(policy.Lines);
        Assert.Empty(policy.MxHosts);
        Assert.Equal(new FailureDetail { ResultText = "sts-policy-fetch-error", Sessions = 3 }, Assert.Single(policy.Failures));
        Assert.Equal(new AppliedPolicy(null, ""), policy.Applied);
        Assert.Equal("Senders could not fetch the policy: the report does not say why.", FailureCause.Found(ReportedFindings.PolicyFetch, policy.Failures[0]).Message);
    }

    [Fact]
    public void Google_EmptyAddressAndHostOutsideThePolicy_IsNotCovered()
    {
        var report = SampleReport.Read(SampleReport.Of(SampleReport.Policy(failed: "3", details: """
            [{"result-type":"validation-failure","sending-mta-ip":"","receiving-ip":"192.0.2.3","receiving-mx-hostname":"mx3.example.org","failed-session-count":3}]
            """)));

        var failure = Assert.Single(report.Policies[0].Failures);
        Assert.Null(failure.SendingMtaIp);
        Assert.Equal("192.0.2.3", failure.ReceivingIp);
        Assert.Same(ReportedFindings.MxNotCovered, FailureCause.Of(report.Policies[0], failure));
    }

    [Fact]
    public void Google_TwoVersionsAndNone_KeepsThemApart()
    {
        var report = SampleReport.Read(SampleReport.Of(
            """{"policy":{"policy-type":"no-policy-found","policy-domain":"example.org"},"summary":{"total-successful-session-count":1,"total-failure-session-count":0}}""",
            SampleReport.Policy(ok: "2"),
            SampleReport.Policy(ok: "4", lines: SampleReport.Lines("version: STSv1", "mode: testing", "max_age: 86401", "mx: mx2.example.org"))));

        Assert.Equal(3, report.Policies.Select(policy => (policy.Domain, policy.Type, policy.Applied.Version)).Distinct().Count());
        Assert.Equal(7, SessionCounting.Of(report.Policies).Sessions.All);
    }

    [Fact]
    public void Google_LinesEndWithCarriageReturn_AreTrimmedAndTheSameVersion()
    {
        var ended = SampleReport.Read(SampleReport.Of(SampleReport.Policy(
            lines: SampleReport.Lines("version: STSv1\\r", "mode: enforce\\r", "max_age: 604800\\r", "mx: mx1.example.org\\r")))).Policies[0];
        var plain = SampleReport.Read(SampleReport.Of(SampleReport.Policy())).Policies[0];

        Assert.DoesNotContain('\r', string.Concat(ended.Lines));
        Assert.Equal(plain.Applied.Version, ended.Applied.Version);
    }

    [Fact]
    public void Google_IdInTheBody_WinsOverSubjectAndFileName()
    {
        var hints = new ReportHints
        {
            Subject = "Report Domain: example.com Submitter: google.com Report-ID: <2026.05.03T00.00.00Z+example.com@google.com>",
            FileName = "google.com!example.com!1777766400!1777852799!001.json.gz",
            Domain = "example.com",
            Submitter = "other.example",
        };
        var parsed = SampleReport.Parse(SampleReport.With(id: "\"2026-05-03T00:00:00Z_example.org\"", policies: $"[{SampleReport.Policy()}]"), hints);

        Assert.Empty(parsed.Findings);
        Assert.Equal(("2026-05-03T00:00:00Z_example.org", "Sender Example", "example.org"),
            (parsed.Value!.ReportId, parsed.Value.Organization, parsed.Value.Policies[0].Domain.Ascii));
    }

    [Fact]
    public void MailRu_MidnightEndFreeTextAndDetailsAboveSummary_KeepsBothNumbers()
    {
        var report = SampleReport.Read(SampleReport.With(
            organization: "\"Mail.ru\"", end: "\"2026-05-04T00:00:00Z\"", contact: "\"tls_support@corp.mail.ru\"", policies: $"""
            [{SampleReport.Policy(failed: "2", details: """
                [{"result-type":"sts-policy-fetch-error","failed-session-count":2,
                  "failure-reason-code":"unable to do http request: Get \"https://mta-sts.example.org/.well-known/mta-sts.txt\": context deadline exceeded"},
                 {"result-type":"certificate-expired","receiving-mx-hostname":"mx1.example.org","failed-session-count":2}]
                """)}]
            """));

        Assert.Equal(new DateOnly(2026, 5, 3), report.Day);
        Assert.Equal("corp.mail.ru", report.Reporter);
        Assert.Equal((2, 4), (report.Policies[0].Failed, report.Policies[0].Failures.Sum(failure => failure.Sessions)));
        Assert.Equal("Senders could not fetch the policy: the policy host did not answer in time.",
            FailureCause.Found(ReportedFindings.PolicyFetch, report.Policies[0].Failures[0]).Message);
    }

    [Theory]
    [InlineData("receiving-mx-host-name")]
    [InlineData("receiving-mx-host")]
    [InlineData("mx-host-name")]
    public void SocketLabs_OtherNameForTheHost_IsUnderstood(string name)
    {
        var parsed = SampleReport.Parse(SampleReport.Of(SampleReport.Policy(
            failed: "2", more: ",\"mx-host\":[]", details: $$"""[{"result-type":"certificate-host-mismatch","{{name}}":"mx1.example.org","failed-session-count":2}]""")));

        Assert.Equal("mx1.example.org", parsed.Value!.Policies[0].Failures[0].ReceivingMx);
        Assert.Empty(parsed.Value.Policies[0].MxHosts);
        Assert.Equal(name, Assert.Single(parsed.Findings, finding => finding.Kind == ReportOddityFindings.FieldAlias).Value);
    }

    [Fact]
    public void Stalwart_NullContactAndOddWindow_IsAccepted()
    {
        var parsed = SampleReport.Parse(SampleReport.With(
            organization: "\"mail.example.net\"", contact: "null", start: "\"2026-05-03T22:30:00Z\"", end: "\"2026-05-06T01:00:00Z\"", policies: $"[{SampleReport.Policy()}]"));

        Assert.Empty(parsed.Findings);
        Assert.Equal(("mail.example.net", new DateOnly(2026, 5, 4)), (parsed.Value!.Reporter, parsed.Value.Day));
        Assert.Null(parsed.Value.ContactInfo);
    }

    [Theory]
    [InlineData("example.org", null, "17")]
    [InlineData(null, "x/mail.example.net!example.org!1777766400!1777852799.json.gz", "17")]
    [InlineData(null, null, "2026-05-03T00:00:00Z_idx1_example.org")]
    [InlineData(null, null, "134000000000000000+example.org")]
    [InlineData(null, null, "2026.05.03T00.00.00Z+example.org@sender.example")]
    public void Postfix_NoPolicyWithoutDomain_TakesItFromAround(string? header, string? fileName, string id)
    {
        var parsed = SampleReport.Parse(
            SampleReport.With(id: $"\"{id}\"", policies: """
                [{"summary":{"total-failure-session-count":0,"total-successful-session-count":1},"policy":{"policy-type":"no-policy-found"},"failure-details":[]}]
                """),
            new ReportHints { Domain = header, FileName = fileName });

        Assert.Equal("example.org", Assert.Single(parsed.Value!.Policies).Domain.Ascii);
        Assert.Equal("report-domain-guessed", Assert.Single(parsed.Findings).Code);
    }

    [Fact]
    public void Mox_HostReport_NamesTheHostInMxHost()
    {
        var report = SampleReport.Read(SampleReport.Of(SampleReport.Policy(
            type: "tlsa", domain: "\"mx1.example.org\"", lines: "[\"3 1 1 00aa\"]", more: ",\"mx-host\":[\"mx1.example.org\"]", failed: "1",
            details: """[{"result-type":"tlsa-invalid","receiving-mx-hostname":"mx1.example.org","receiving-mx-helo":"mail","failed-session-count":1}]""")));

        Assert.Equal(["mx1.example.org"], report.Policies[0].MxHosts);
        Assert.Equal("mail", report.Policies[0].Failures[0].ReceivingHelo);
    }

    [Theory]
    [InlineData("\"*.example.org\"")]
    [InlineData("[\"*.example.org\"]")]
    public void RfcExample_MxHostAsTextOrList_IsTheSame(string mxHost)
    {
        var parsed = SampleReport.Parse(SampleReport.Of(SampleReport.Policy(more: $",\"mx-host\":{mxHost}")));

        Assert.Empty(parsed.Findings);
        Assert.Equal(["*.example.org"], parsed.Value!.Policies[0].MxHosts);
    }

    [Fact]
    public void Unknown_QuotedCountsAndNewWords_AreKeptWithRemarks()
    {
        var parsed = SampleReport.Parse(SampleReport.Of(SampleReport.Policy(
            type: "sts-v2", ok: "\"4\"", failed: "\"1\"", details: """[{"result-type":"quantum-failure","failed-session-count":"1","x":1}]""")));

        var policy = Assert.Single(parsed.Value!.Policies);
        Assert.Equal(("sts-v2", PolicyType.Unknown, 4L, 1L), (policy.TypeText, policy.Type, policy.Successful, policy.Failed));
        Assert.Equal("quantum-failure", policy.Failures[0].ResultText);
        Assert.Equal(new HashSet<string>(["report-count-form", "report-result-type-unknown", "report-policy-type-unknown", "report-field-unknown"], StringComparer.Ordinal),
            SampleReport.Codes(parsed).ToHashSet(StringComparer.Ordinal));
        Assert.All(parsed.Findings, finding => Assert.Equal(Severity.Info, finding.Severity));
    }

    /// <summary>Nobody can tell which was meant; a list of policies that is passed over must not go unsaid.</summary>
    [Fact]
    public void Parse_FieldTwice_TakesTheFirstAndSaysSo()
    {
        string policies = $"[{SampleReport.Policy(ok: "1", failed: "2")}]";
        var parsed = SampleReport.Parse(SampleReport.With(policies: policies, more: ",\"policies\":[],\"report_id\":\"18\""));

        Assert.Equal(("17", 2L), (parsed.Value!.ReportId, Assert.Single(parsed.Value.Policies).Failed));
        Assert.Equal("policies report-id", string.Join(' ', parsed.Findings.Where(finding => finding.Kind == ReportOddityFindings.KeyTwice).Select(finding => finding.Value)));
    }

    [Fact]
    public void Parse_FieldOnceInEachObject_SaysNothing() =>
        Assert.Empty(SampleReport.Parse(SampleReport.Of(SampleReport.Policy(ok: "1"), SampleReport.Policy(ok: "2"))).Findings);
}
