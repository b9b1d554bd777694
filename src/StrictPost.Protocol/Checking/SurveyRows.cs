using System.Collections.Immutable;
using StrictPost.Protocol.Findings;

namespace StrictPost.Protocol.Checking;

/// <summary>The rows of a survey, and which domains belong into them.</summary>
internal static class SurveyRows
{
    /// <summary>All rows in their order.</summary>
    public static ImmutableArray<(SurveyRow Row, Func<SurveyFacts, bool> Holds)> All { get; } =
        [.. Domains(), .. Record(), .. Retrieval(), .. MailHosts(), .. Patterns(), .. Others()];

    private static IEnumerable<(SurveyRow Row, Func<SurveyFacts, bool> Holds)> Domains()
    {
        yield return Row("domains", 0, "domains", _ => true);
        yield return Row("with-record", 1, "with an MTA-STS record", facts => facts.HasRecord);
        yield return Row("with-error", 1, "with at least one error", facts => facts.Result.HasErrors);
        yield return Row("undetermined", 1, "where something could not be seen from here", facts => facts.Result.IsIncomplete);
        foreach (var verdict in Enum.GetValues<Verdict>())
            yield return Row($"verdict-{verdict.ToText()}", 1, $"verdict {verdict.ToText()}", facts => facts.Result.Verdict == verdict);
    }

    private static IEnumerable<(SurveyRow Row, Func<SurveyFacts, bool> Holds)> Record() =>
    [
        Row("record", 0, "A record", facts => facts.HasErrorAmong(RecordFindings.All.Where(kind => kind != RecordFindings.Missing))),
        Row("record-no-id", 1, "no id", facts => facts.Has(RecordFindings.IdMissing)),
        Row("record-invalid-id", 1, "invalid id", facts => facts.Has(RecordFindings.IdInvalid)),
        Row("record-bad-version", 1, "bad version", facts => facts.Has(RecordFindings.Version)),
        Row("record-bad-extension", 1, "bad extension field", facts => facts.Has(
            RecordFindings.ExtensionName, RecordFindings.ExtensionValue, RecordFindings.FieldWithoutEquals, RecordFindings.FieldEmpty)),
    ];

    private static IEnumerable<(SurveyRow Row, Func<SurveyFacts, bool> Holds)> Retrieval() =>
    [
        Row("dns", 0, "B policy host, DNS", facts => facts.Has(
            PolicyHostFindings.Missing, PolicyHostFindings.NoAddress, DelegationFindings.PolicyHostDangling)),
        Row("tcp", 0, "B policy host, TCP", IsTcp),
        Row("tcp-self-managed", 1, "self-managed", facts => IsTcp(facts) && !facts.IsThirdParty),
        Row("tcp-third-party", 1, "third-party", facts => IsTcp(facts) && facts.IsThirdParty),
        Row("tls", 0, "B policy host, TLS", IsTls),
        Row("tls-self-managed", 1, "self-managed", facts => IsTls(facts) && !facts.IsThirdParty),
        Row("tls-self-managed-name-mismatch", 2, "name mismatch", facts => !facts.IsThirdParty && facts.Has(
            FetchCertificateFindings.NameMismatch, FetchCertificateFindings.NameOnlyInSubject)),
        Row("tls-third-party", 1, "third-party", facts => IsTls(facts) && facts.IsThirdParty),
        Row("tls-third-party-no-certificate", 2, "no certificate for the name (alert)", facts => facts.IsThirdParty && facts.HasNameAlert),
        Row("http", 0, "B policy host, HTTP", IsHttp),
        Row("http-not-found", 1, "404", facts => facts.Has(FetchHttpFindings.NotFound)),
        Row("http-self-managed", 1, "self-managed", facts => IsHttp(facts) && !facts.IsThirdParty),
        Row("http-third-party", 1, "third-party", facts => IsHttp(facts) && facts.IsThirdParty),
        Row("syntax", 0, "B policy, syntax", facts => facts.HasErrorIn(Category.RetrievalSyntax) || facts.Has(DelegationFindings.PolicyEmpty)),
        Row("syntax-bad-mx", 1, "bad mx", facts => facts.HasErrorAmong(MxFindings.All)),
        Row("syntax-empty", 1, "empty file", facts => facts.Has(BodyFindings.Empty, DelegationFindings.PolicyEmpty)),
    ];

    private static IEnumerable<(SurveyRow Row, Func<SurveyFacts, bool> Holds)> MailHosts() =>
    [
        Row("mx-certificate", 0, "C certificate of a mail host", facts => facts.HasBadHost),
        Row("mx-certificate-self-managed", 1, "self-managed", facts => facts.HasBadHost && !facts.HasHostedBadHost),
        Row("mx-certificate-hosted", 1, "hosted", facts => facts.HasHostedBadHost),
        Row("mx-certificate-every", 1, "every mail host bad", facts => facts.HasOnlyBadHosts),
        Row("mx-certificate-enforce", 1, "in enforce, at least one bad", facts => facts.HasBadHost && facts.IsEnforcing),
        Row("mx-certificate-name-mismatch", 1, "name mismatch", facts => facts.Has(SmtpTlsFindings.NameMismatch, SmtpTlsFindings.NameOnlyInSubject)),
        Row("mx-certificate-self-signed", 1, "self-signed", facts => facts.Has(SmtpTlsFindings.SelfSigned)),
        Row("mx-certificate-expired", 1, "expired", facts => facts.Has(SmtpTlsFindings.Expired)),
    ];

    private static IEnumerable<(SurveyRow Row, Func<SurveyFacts, bool> Holds)> Patterns() =>
    [
        Row("coverage", 0, "D mx patterns against mail hosts", IsUncovered),
        Row("coverage-complete", 1, "complete mismatch", facts => facts.IsMismatchComplete),
        Row("coverage-complete-former", 2, "match a former mail host", facts => facts.IsMismatchComplete && facts.Has(CoverageFindings.Former)),
        Row("coverage-third-label", 1, "differ from the third label on", facts => IsUncovered(facts) && facts.Has(CoverageFindings.SameDomain, CoverageFindings.PolicyHostLabel)),
        Row("coverage-policy-host-label", 2, "carry mta-sts.", facts => IsUncovered(facts) && facts.Has(CoverageFindings.PolicyHostLabel)),
        Row("coverage-typo", 1, "typo", facts => facts.Has(CoverageFindings.Typo)),
        Row("coverage-enforce", 1, "in enforce", facts => IsUncovered(facts) && facts.IsEnforcing),
    ];

    private static IEnumerable<(SurveyRow Row, Func<SurveyFacts, bool> Holds)> Others() =>
    [
        Row("delegation", 0, "E delegation", facts => facts.HasAnyIn(Category.Delegation)),
        Row("reporting", 0, "F TLS reporting", facts => facts.HasAnyIn(Category.Reporting)),
        Row("reporting-absent", 1, "no record", facts => facts.Has(ReportingFindings.Absent)),
        Row("dane", 0, "G DANE", facts => facts.HasErrorIn(Category.Dane)),
        Row("practice", 0, "H practice", facts => facts.HasAnyIn(Category.Practice)),
    ];

    private static bool IsTcp(SurveyFacts facts) => facts.HasErrorIn(Category.RetrievalTcp);

    private static bool IsTls(SurveyFacts facts) => facts.HasErrorIn(Category.RetrievalTls) || facts.Has(DelegationFindings.NotEnrolled);

    private static bool IsHttp(SurveyFacts facts) => facts.HasErrorIn(Category.RetrievalHttp);

    private static bool IsUncovered(SurveyFacts facts) => facts.Has(CoverageFindings.NotCovered, CoverageFindings.NoneCovered);

    private static (SurveyRow Row, Func<SurveyFacts, bool> Holds) Row(string key, int level, string title, Func<SurveyFacts, bool> holds) =>
        (new SurveyRow(key, level, title), holds);
}
