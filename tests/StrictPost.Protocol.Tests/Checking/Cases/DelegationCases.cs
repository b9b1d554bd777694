using StrictPost.Protocol.Evidence;
using static StrictPost.Protocol.Evidence.ConnectionFault;
using static StrictPost.Protocol.Evidence.ConnectionPhase;
using static StrictPost.Protocol.Tests.Checking.HealthyWorld;

namespace StrictPost.Protocol.Tests.Checking.Cases;

/// <summary>Names handed over, reports asked for, and DANE.</summary>
internal static class DelegationCases
{
    private const string Provider = "customers.provider.net";

    private static DomainEvidence Good => Seen;

    private static DomainEvidence Delegated => Good.WithPolicyHostAlias(Provider);

    private static DomainEvidence WithoutRecord => Good.WithRecordEnd(LookupEnd.NoSuchName);

    public static IEnumerable<WorldCase> All => [.. Names, .. Reporting, .. Dane];

    private static IEnumerable<WorldCase> Names =>
    [
        new("delegated", Delegated),
        new("policy host points to nothing", Good.WithPolicyHostEnd(LookupEnd.NoSuchName, Provider), "delegation-policy-host-dangling"),
        new("policy host points to no address", Good.WithPolicyHostEnd(LookupEnd.NoData, Provider), "delegation-policy-host-dangling"),
        new("policy host points to nothing, record gone", WithoutRecord.WithPolicyHostEnd(LookupEnd.NoSuchName, Provider), "delegation-policy-host-dangling record-missing"),
        new("record points to nothing", Good.WithRecordEnd(LookupEnd.NoSuchName, "gone.provider.net"), "delegation-record-dangling"),
        new("reporting record points to nothing", Good.WithTlsRptEnd(LookupEnd.NoData, "gone.provider.net"), "delegation-tlsrpt-dangling"),
        new("delegated to somebody without a certificate", Delegated.WithFetchEnd(TlsFailed, Handshake, 112), "delegation-not-enrolled"),
        new("delegated to somebody with his own certificate", Delegated.WithFetchTls(tls => tls.For("*.provider.net")).WithStatus(404), "delegation-not-enrolled"),
        new("delegated to somebody whose own certificate expires soon", Delegated.WithFetchTls(tls => tls.For("*.provider.net").Living(-80, 5)), "delegation-not-enrolled"),
        new("wrong name at an alias within the domain", Good.WithPolicyHostAlias("www.example.org").WithFetchTls(tls => tls.For("www.example.org")), "fetch-certificate-name-mismatch"),
        new("delegated, one address with the wrong certificate", Delegated.WithSecondFetch(fetch => fetch with { Tls = fetch.Tls!.For("*.provider.net") }), "fetch-certificate-name-mismatch"),
        new("delegated, empty policy", Delegated.WithPolicy(""), "delegation-policy-empty"),
        new("empty policy", Good.WithPolicy(""), "policy-empty"),
        new("delegated, record gone", WithoutRecord.WithPolicyHostAlias(Provider), "delegation-without-record record-missing"),
        new("policy served, record gone", WithoutRecord, "policy-without-record record-missing"),
        new("policy served with a fault, record gone", WithoutRecord.WithPatterns("mx1.example.org"), "mx-not-covered policy-without-record record-missing"),
    ];

    private static IEnumerable<WorldCase> Reporting =>
    [
        new("no reporting record", Good.WithTlsRptEnd(LookupEnd.NoSuchName), "tlsrpt-absent"),
        new("a wildcard TXT is no reporting record", Good.WithTlsRpt("v=spf1 -all"), "tlsrpt-absent"),
        new("reporting record with a bad version", Good.WithTlsRpt("v=TLSRPT1; rua=mailto:a@example.org"), "tlsrpt-version-invalid"),
        new("two reporting records", Good.WithTlsRpt("v=TLSRPTv1; rua=mailto:a@example.org", "v=TLSRPTv1; rua=mailto:b@example.org"), "tlsrpt-several"),
    ];

    private static IEnumerable<WorldCase> Dane =>
    [
        new("DANE at all hosts", Good.WithMx("mx1.example.org").WithPatterns("mx1.example.org").WithDane(), "dane-takes-precedence"),
        new("DANE at one host of two", Good.WithDane(), "dane-partial dane-takes-precedence"),
        new("DANE without a policy", Good.WithMx("mx1.example.org").WithRecordEnd(LookupEnd.NoSuchName).WithPolicyHostEnd(LookupEnd.NoSuchName).WithDane(), "record-missing"),
        new("DANE vouches for a self-signed certificate", Good.WithMx("mx1.example.org").WithRecordEnd(LookupEnd.NoSuchName).WithPolicyHostEnd(LookupEnd.NoSuchName).WithDane().WithSmtpTls(tls => tls.Faulty(Protocol.Tls.CertificateFault.SelfSigned)), "record-missing"),
        new("DANE fails at both addresses of a host", Good.WithMx("mx1.example.org").WithPatterns("mx1.example.org").WithDane(fits: false), "dane-mismatch dane-takes-precedence"),
    ];
}
