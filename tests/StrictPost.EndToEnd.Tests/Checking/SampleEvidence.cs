using System.Collections.Immutable;
using System.Text;
using StrictPost.Protocol.Dane;
using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.Smtp;
using StrictPost.Protocol.Text;
using StrictPost.Protocol.Tls;

namespace StrictPost.EndToEnd.Tests.Checking;

/// <summary>Evidence made by hand, so that every field and every fault can be had without a world.</summary>
internal static class SampleEvidence
{
    public static readonly DateTimeOffset At = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A domain in mode enforce with two mail hosts, all in order.</summary>
    public static DomainEvidence Healthy(string domain = "example.org")
    {
        string policy = $"version: STSv1\r\nmode: enforce\r\nmx: mx1.{domain}\r\nmx: mx2.{domain}\r\nmax_age: 1209600\r\n";
        return new DomainEvidence
        {
            Domain = Name(domain),
            At = At,
            Took = TimeSpan.FromMilliseconds(123.4567),
            Record = Lookup($"_mta-sts.{domain}", "TXT", new TextData(["v=STSv1; ", "id=20260101000000;"])),
            TlsRpt = Lookup($"_smtp._tls.{domain}", "TXT", new TextData([$"v=TLSRPTv1; rua=mailto:tls@{domain}"])),
            Mx = Lookup(domain, "MX", new MxRecord(10, $"mx1.{domain}"), new MxRecord(20, $"mx2.{domain}.")),
            PolicyHost = new PolicyHostEvidence
            {
                Host = Name($"mta-sts.{domain}"),
                Ipv4 = Lookup($"mta-sts.{domain}", "A", "192.0.2.1"),
                Ipv6 = None<string>($"mta-sts.{domain}", "AAAA"),
                Fetches = [Fetch("192.0.2.1", $"mta-sts.{domain}", policy)],
            },
            MailHosts = [Host($"mx1.{domain}", "192.0.2.25"), Host($"mx2.{domain}", "192.0.2.26")],
        };
    }

    /// <summary>The same, with something in every field that there is.</summary>
    public static DomainEvidence Full()
    {
        var healthy = Healthy();
        return healthy with
        {
            Record = healthy.Record with { Aliases = ["alias.example.net"], TimeToLive = TimeSpan.FromHours(1), IsAuthenticated = true, Detail = "NOERROR", Took = TimeSpan.FromTicks(1) },
            PolicyHost = healthy.PolicyHost with
            {
                WithoutUserAgent = [healthy.PolicyHost.Fetches[0] with { End = new ConnectionEnd(ConnectionFault.TlsFailed, ConnectionPhase.Handshake) { Alert = 112, Detail = "unrecognized_name" } }],
            },
            MailHosts =
            [
                healthy.MailHosts[0] with { Tlsa = Lookup("_25._tcp.mx1.example.org", "TLSA", new TlsaRecord(3, 1, 1, new byte[] { 1, 2, 254, 255 })) },
                healthy.MailHosts[1],
            ],
            Authoritative =
            [
                new AuthoritativeEvidence { Server = "ns1.example.org", Address = "192.0.2.53", IsAuthoritative = true, Record = healthy.Record },
                new AuthoritativeEvidence { Server = "ns2.example.org", Record = healthy.Record with { End = LookupEnd.TimedOut, Found = [] } },
            ],
        };
    }

    public static MailHostEvidence Host(string host, string address) => new()
    {
        Host = Name(host),
        Ipv4 = Lookup(host, "A", address),
        Ipv6 = None<string>(host, "AAAA"),
        Tlsa = None<TlsaRecord>($"_25._tcp.{host}", "TLSA"),
        Probes =
        [
            new SmtpEvidence
            {
                Address = address,
                At = At,
                Took = TimeSpan.FromMilliseconds(40),
                Greeting = $"{host} ESMTP",
                Extensions = [host, "PIPELINING", "STARTTLS"],
                Tls = Tls(host),
            },
        ],
    };

    public static FetchEvidence Fetch(string address, string host, string body) => new()
    {
        Address = address,
        At = At,
        Took = TimeSpan.FromMilliseconds(50),
        Tls = Tls(host),
        Http = new HttpEvidence { Status = 200, Fields = [new HttpField("Content-Type", "text/plain")], Body = Encoding.UTF8.GetBytes(body) },
    };

    public static TlsEvidence Tls(string host) => new()
    {
        Version = "TLS 1.3",
        Cipher = "TLS_AES_256_GCM_SHA384",
        Chain =
        [
            new CertificateEvidence { DnsIds = [host], CommonName = host, Issuer = "CN=Sample CA", NotBefore = At.AddDays(-30), NotAfter = At.AddDays(60), Der = new byte[] { 48, 0 } },
            new CertificateEvidence
            {
                Issuer = "CN=Sample Root", NotBefore = At.AddDays(-300), NotAfter = At.AddDays(600), Der = new byte[] { 48, 1 }, FaultsAsAnchor = [CertificateFault.Untrusted],
            },
        ],
    };

    public static Lookup<T> Lookup<T>(string name, string type, params ImmutableArray<T> found) =>
        new() { Name = name, Type = type, End = LookupEnd.Answered, Found = found };

    public static Lookup<T> None<T>(string name, string type, LookupEnd end = LookupEnd.NoData) => new() { Name = name, Type = type, End = end };

    public static DomainName Name(string text) => DomainName.Parse(text).Value!;
}
