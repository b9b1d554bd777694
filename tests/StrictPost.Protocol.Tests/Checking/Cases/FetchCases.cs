using StrictPost.Protocol.Checking;
using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.Tls;
using static StrictPost.Protocol.Evidence.ConnectionFault;
using static StrictPost.Protocol.Evidence.ConnectionPhase;
using static StrictPost.Protocol.Tests.Checking.HealthyWorld;

namespace StrictPost.Protocol.Tests.Checking.Cases;

/// <summary>The policy host and what it gives.</summary>
internal static class FetchCases
{
    private static readonly HttpEvidence Page = Answer("<html>Are you human?</html>", "text/html", 403);

    private static DomainEvidence Good => Seen;

    public static IEnumerable<WorldCase> All => [.. Addresses, .. Connections, .. Certificates, .. Answers, .. Drafts];

    private static IEnumerable<WorldCase> Addresses =>
    [
        new("policy host does not exist", Good.WithPolicyHostEnd(LookupEnd.NoSuchName), "policy-host-missing"),
        new("policy host has no address", Good.WithPolicyHostEnd(LookupEnd.NoData), "policy-host-no-address"),
        new("policy host has no IPv6", Good.WithPolicyHost(host => host with { Ipv6 = host.Ipv6.Ended(LookupEnd.NoData), Fetches = [host.Fetches[0]] })),
        new("policy host has a private address", Private("10.1.2.3"), "policy-host-address-private"),
        new("private addresses in a laboratory", Private("127.0.0.1")) { Context = new CheckContext { IsPublicInternet = false } },
        new("public address that begins like a private one", Private("172.32.0.1")),
    ];

    private static IEnumerable<WorldCase> Connections =>
    [
        new("nothing listens", Good.WithFetchEnd(Refused, Connecting), "fetch-connection-refused"),
        new("nobody answers", Good.WithFetchEnd(TimedOut, Connecting), "fetch-connection-timeout"),
        new("network says no", Good.WithFetchEnd(Unreachable, Connecting), "fetch-unreachable"),
        new("no IPv6 here", Good.WithSecondFetch(fetch => fetch.Ending(NoRoute, Connecting)), "fetch-no-route"),
        new("no way to any address", Good.WithFetchEnd(NoRoute, Connecting), "fetch-not-tried"),
        new("each address fails in its own way", Good.WithFetchEnd(Refused, Connecting).WithSecondFetch(fetch => fetch.Ending(TimedOut, Connecting)), "fetch-connection-refused fetch-connection-timeout"),
        new("old TLS", Good.WithFetchEnd(OldTls, Handshake), "fetch-tls-old"),
        new("alert protocol_version", Good.WithFetchEnd(TlsFailed, Handshake, 70), "fetch-tls-old"),
        new("alert unrecognized_name", Good.WithFetchEnd(TlsFailed, Handshake, 112), "fetch-tls-no-certificate"),
        new("another alert", Good.WithFetchEnd(TlsFailed, Handshake, 40), "fetch-tls-refused"),
        new("plain HTTP", Good.WithFetchEnd(NotSpoken, Handshake), "fetch-tls-not-spoken"),
        new("closes in the handshake", Good.WithFetchEnd(Closed, Handshake), "fetch-tls-closed"),
        new("handshake never ends", Good.WithFetchEnd(TimedOut, Handshake), "fetch-tls-timeout"),
    ];

    private static IEnumerable<WorldCase> Certificates =>
    [
        new("certificate for another name", Good.WithFetchTls(tls => tls.For("www.example.org")), "fetch-certificate-name-mismatch"),
        new("no certificate at all", Good.WithFetchTls(tls => tls with { Chain = [] }), "fetch-certificate-name-mismatch"),
        new("certificate with a wildcard", Good.WithFetchTls(tls => tls.For("*.example.org"))),
        new("two addresses with two wrong names", Good.WithFetchTls(tls => tls.For("a.example.org")).WithSecondFetch(fetch => fetch with { Tls = fetch.Tls!.For("b.example.org") }), "fetch-certificate-name-mismatch fetch-certificate-name-mismatch"),
        new("name in the subject only", Good.WithFetchTls(tls => tls.For("www.example.org").WithLeaf(leaf => leaf with { CommonName = PolicyHost })), "fetch-certificate-name-only-in-subject"),
        new("certificate expired", Good.WithFetchTls(tls => tls.Living(-90, -1).Faulty(CertificateFault.Expired)), "fetch-certificate-expired"),
        new("certificate of tomorrow", Good.WithFetchTls(tls => tls.Living(1, 90).Faulty(CertificateFault.NotYetValid)), "fetch-certificate-not-yet-valid"),
        new("certificate self-signed", Good.WithFetchTls(tls => tls.Faulty(CertificateFault.SelfSigned, CertificateFault.Untrusted)), "fetch-certificate-self-signed"),
        new("certificate of nobody known", Good.WithFetchTls(tls => tls.Faulty(CertificateFault.Untrusted)), "fetch-certificate-untrusted"),
        new("certificate for clients", Good.WithFetchTls(tls => tls.Faulty(CertificateFault.Unsuitable)), "fetch-certificate-unsuitable"),
        new("certificate expires in two weeks", Good.WithFetchTls(tls => tls.Living(-76, 14)), "fetch-certificate-expires-soon"),
        new("certificate expires in fifteen days", Good.WithFetchTls(tls => tls.Living(-75, 15))),
        new("certificate of six days in its third day", Good.WithFetchTls(tls => tls.Living(-3, 3))),
        new("certificate of six days in its fifth day", Good.WithFetchTls(tls => tls.Living(-5, 1)), "fetch-certificate-expires-soon"),
        new("wrong name and expired", Good.WithFetchTls(tls => tls.For("www.example.org").Living(-90, -1).Faulty(CertificateFault.Expired)), "fetch-certificate-expired fetch-certificate-name-mismatch"),
        new("expired, and behind it no policy", Good.WithFetchTls(tls => tls.Faulty(CertificateFault.Expired)).WithStatus(404), "fetch-certificate-expired fetch-not-found"),
        new("expired, and behind it a bad pattern", Good.WithFetchTls(tls => tls.Faulty(CertificateFault.Expired)).WithPatterns("mx1.example.org"), "fetch-certificate-expired mx-not-covered"),
        new("one address with a bad certificate", Good.WithSecondFetch(fetch => fetch with { Tls = fetch.Tls!.Faulty(CertificateFault.Untrusted) }), "fetch-certificate-untrusted"),
    ];

    private static IEnumerable<WorldCase> Answers =>
    [
        new("redirect", Good.WithStatus(301), "fetch-redirect"),
        new("404", Good.WithStatus(404), "fetch-not-found"),
        new("410", Good.WithStatus(410), "fetch-not-found"),
        new("403", Good.WithStatus(403), "fetch-forbidden"),
        new("500", Good.WithStatus(500), "fetch-server-error"),
        new("204", Good.WithStatus(204), "fetch-status"),
        new("policy as text/html", Good.WithAnswer(Answer(Policy, "text/html")), "fetch-media-type-wrong"),
        new("web page for every path", Good.WithAnswer(Answer("<html></html>", "text/html")), "fetch-media-type-wrong"),
        new("web page as text/plain", Good.WithPolicy("<html></html>"), "policy-is-html"),
        new("no media type", Good.WithAnswer(Answer(Policy, null)), "fetch-media-type-missing"),
        new("more than 64 KiB", Good.WithAnswer(Answer(Policy) with { IsCut = true }), "fetch-too-large"),
        new("no answer", Good.WithFetchEnd(Closed, Headers), "fetch-broken"),
        new("half a body", Good.WithFetchEnd(Closed, Body), "fetch-broken"),
        new("answer never comes", Good.WithFetchEnd(TimedOut, Headers), "fetch-timeout"),
        new("bot blocker", Good.WithAnswer(Page).WithPolicyHost(NamelessGetIt), "fetch-forbidden fetch-user-agent-blocked"),
        new("blocked with and without a name", Good.WithAnswer(Page).WithPolicyHost(host => host with { WithoutUserAgent = host.Fetches }), "fetch-forbidden"),
        new("two addresses, two policies", Good.WithSecondFetch(fetch => fetch with { Http = Answer(Policy + "x: y\n") }), "fetch-addresses-disagree"),
        new("two addresses, two kinds of line ends", Good.WithSecondFetch(fetch => fetch with { Http = Answer(Policy.ReplaceLineEndings("\r\n")) })),
        new("bad syntax", Good.WithPatterns("mx1.example.org.", "mx2.example.org"), "policy-mx-trailing-dot"),
    ];

    private static IEnumerable<WorldCase> Drafts =>
    [
        new("draft that is to mend a 404", Good.WithStatus(404)) { Context = Draft },
        new("draft does not mend a certificate", Good.WithFetchTls(tls => tls.Faulty(CertificateFault.Expired)), "fetch-certificate-expired") { Context = Draft },
        new("draft in place of two policies", Good.WithSecondFetch(fetch => fetch with { Http = Answer(Policy + "x: y\n") })) { Context = Draft },
    ];

    private static CheckContext Draft => new() { DraftPolicy = System.Text.Encoding.UTF8.GetBytes(Policy) };

    private static PolicyHostEvidence NamelessGetIt(PolicyHostEvidence host) =>
        host with { WithoutUserAgent = [.. host.Fetches.Select(fetch => fetch with { Http = Answer(Policy) })] };

    private static DomainEvidence Private(string address) => Good.WithPolicyHost(host => host with
    {
        Ipv4 = host.Ipv4 with { Found = [address] },
        Fetches = [host.Fetches[0] with { Address = address }, host.Fetches[1]],
    });
}
