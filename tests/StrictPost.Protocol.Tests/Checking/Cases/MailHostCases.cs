using StrictPost.Protocol.Checking;
using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.Tls;
using static StrictPost.Protocol.Evidence.ConnectionFault;
using static StrictPost.Protocol.Evidence.ConnectionPhase;
using static StrictPost.Protocol.Tests.Checking.HealthyWorld;

namespace StrictPost.Protocol.Tests.Checking.Cases;

/// <summary>MX records, mail hosts, and their servers.</summary>
internal static class MailHostCases
{
    private static DomainEvidence Good => Seen;

    public static IEnumerable<WorldCase> All => [.. Records, .. Conversations, .. Tls];

    private static IEnumerable<WorldCase> Records =>
    [
        new("null MX with MTA-STS", Good.WithMx("."), "mx-null"),
        new("null MX without MTA-STS", Good.WithMx(".").WithRecordEnd(LookupEnd.NoSuchName).WithPolicyHostEnd(LookupEnd.NoSuchName), "record-missing"),
        new("null MX beside another", Good.WithMx(".", "mx1.example.org", "mx2.example.org"), "mx-host-invalid"),
        new("no MX", Good.WithoutMx().WithPatterns("example.org"), "mx-implicit"),
        new("no MX and no address", Good.WithoutMx().WithFirstHost(host => Nowhere(host, LookupEnd.NoData)), "mx-host-no-address"),
        new("mail host does not exist", Good.WithFirstHost(host => Nowhere(host, LookupEnd.NoSuchName)), "mx-host-missing"),
        new("mail host has no address", Good.WithFirstHost(host => Nowhere(host, LookupEnd.NoData)), "mx-host-no-address"),
        new("mail host is an alias", Good.WithFirstHost(host => host with { Ipv4 = host.Ipv4 with { Aliases = ["mail.example.net"] } }), "mx-host-alias"),
        new("mail host is an alias that leads nowhere", Good.WithFirstHost(host => Nowhere(host, LookupEnd.NoSuchName) with { Ipv4 = host.Ipv4.Ended(LookupEnd.NoSuchName, "gone.example.net") }), "mx-host-missing"),
        new("MX is an IP address", Good.WithMx("mx1.example.org", "mx2.example.org", "192.0.2.1"), "mx-host-invalid"),
        new("mail host has a private address", Private, "mx-host-address-private"),
        new("private mail host in a laboratory", Private) { Context = new CheckContext { IsPublicInternet = false } },
    ];

    private static IEnumerable<WorldCase> Conversations =>
    [
        new("SMTP left out", Good.WithMailHosts(host => host with { Probes = [] }) with { SmtpIsSkipped = true }, "smtp-not-probed"),
        new("port 25 blocked", Good.WithMailHosts(host => host with { Probes = [.. host.Probes.Select(probe => probe.Ending(TimedOut, Connecting))] }), "smtp-blocked"),
        new("one host does not answer", Good.WithSmtpEnd(TimedOut, Connecting), "smtp-connection-timeout"),
        new("nothing listens", Good.WithSmtpEnd(Refused, Connecting), "smtp-connection-refused"),
        new("nothing listens on the only host", Good.WithMx("mx1.example.org").WithPatterns("mx1.example.org").WithSmtpEnd(Refused, Connecting), "smtp-connection-refused"),
        new("the only host does not answer", Good.WithMx("mx1.example.org").WithPatterns("mx1.example.org").WithSmtpEnd(TimedOut, Connecting), "smtp-blocked"),
        new("network says no", Good.WithSmtpEnd(Unreachable, Connecting), "smtp-unreachable"),
        new("no IPv6 here", Good.WithMailHosts(host => host with { Probes = [host.Probes[0], host.Probes[1].Ending(NoRoute, Connecting)] }), "smtp-no-route smtp-no-route"),
        new("no way to a host", Good.WithSmtpEnd(NoRoute, Connecting), "smtp-not-tried"),
        new("greeting 554", Good.WithSmtpEnd(Declined, Greeting), "smtp-greeting-refused"),
        new("no SMTP", Good.WithSmtpEnd(NotSpoken, Greeting), "smtp-not-spoken"),
        new("closes at once", Good.WithSmtpEnd(Closed, Greeting), "smtp-closed"),
        new("tarpit", Good.WithSmtpEnd(TimedOut, Greeting), "smtp-timeout"),
        new("EHLO refused", Good.WithSmtpEnd(Declined, Ehlo), "smtp-ehlo-refused"),
        new("no STARTTLS", Good.WithSmtp(probe => probe with { Tls = null, Extensions = ["mx1.example.org"] }), "smtp-starttls-missing"),
        new("no STARTTLS at one address", Good.WithFirstHost(host => host with { Probes = [host.Probes[0], host.Probes[1] with { Tls = null, Extensions = [] }] }), "smtp-starttls-missing"),
        new("STARTTLS refused", Good.WithSmtpEnd(Declined, StartTls), "smtp-starttls-refused"),
        new("closes after STARTTLS", Good.WithSmtpEnd(Closed, StartTls), "smtp-closed"),
    ];

    private static IEnumerable<WorldCase> Tls =>
    [
        new("old TLS at a mail host", Good.WithSmtpEnd(OldTls, Handshake), "smtp-tls-old"),
        new("alert of a mail host", Good.WithSmtpEnd(TlsFailed, Handshake, 40), "smtp-tls-refused"),
        new("no TLS after STARTTLS", Good.WithSmtpEnd(NotSpoken, Handshake), "smtp-tls-not-spoken"),
        new("mail host closes in the handshake", Good.WithSmtpEnd(Closed, Handshake), "smtp-tls-closed"),
        new("handshake with a mail host never ends", Good.WithSmtpEnd(TimedOut, Handshake), "smtp-tls-timeout"),
        new("mail host with another name", Good.WithSmtpTls(tls => tls.For("example.org")), "smtp-certificate-name-mismatch"),
        new("mail host with a wildcard", Good.WithSmtpTls(tls => tls.For("*.example.org"))),
        new("mail host with its name in the subject", Good.WithSmtpTls(tls => tls.For().WithLeaf(leaf => leaf with { CommonName = "mx1.example.org" })), "smtp-certificate-name-only-in-subject"),
        new("mail host expired", Good.WithSmtpTls(tls => tls.Living(-90, -1).Faulty(CertificateFault.Expired)), "smtp-certificate-expired"),
        new("hosted and expired", Good.WithMx("mx.provider.net").WithPatterns("mx.provider.net").WithSmtpTls(tls => tls.Living(-90, -1).Faulty(CertificateFault.Expired)), "smtp-certificate-expired"),
        new("mail host of tomorrow", Good.WithSmtpTls(tls => tls.Living(1, 90).Faulty(CertificateFault.NotYetValid)), "smtp-certificate-not-yet-valid"),
        new("mail host self-signed", Good.WithSmtpTls(tls => tls.Faulty(CertificateFault.SelfSigned)), "smtp-certificate-self-signed"),
        new("mail host of nobody known", Good.WithSmtpTls(tls => tls.Faulty(CertificateFault.Untrusted)), "smtp-certificate-untrusted"),
        new("mail host with a certificate for clients", Good.WithSmtpTls(tls => tls.Faulty(CertificateFault.Unsuitable)), "smtp-certificate-unsuitable"),
        new("mail host expires soon", Good.WithSmtpTls(tls => tls.Living(-80, 10)), "smtp-certificate-expires-soon"),
        new("mail host expires in a month", Good.WithSmtpTls(tls => tls.Living(-60, 30))),
        new("bad certificate without MTA-STS", Good.WithRecordEnd(LookupEnd.NoSuchName).WithPolicyHostEnd(LookupEnd.NoSuchName).WithSmtpTls(tls => tls.Faulty(CertificateFault.SelfSigned)), "record-missing smtp-certificate-self-signed"),
    ];

    private static DomainEvidence Private => Good.WithFirstHost(host => host with { Ipv6 = host.Ipv6 with { Found = ["fd00::1"] } });

    private static MailHostEvidence Nowhere(MailHostEvidence host, LookupEnd end) =>
        host with { Ipv4 = host.Ipv4.Ended(end), Ipv6 = host.Ipv6.Ended(end), Probes = [] };
}
