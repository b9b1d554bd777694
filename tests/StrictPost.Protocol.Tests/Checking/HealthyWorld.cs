using System.Collections.Immutable;
using System.Text;
using StrictPost.Protocol.Dane;
using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.Smtp;
using StrictPost.Protocol.Text;

namespace StrictPost.Protocol.Tests.Checking;

/// <summary>
/// Evidence of <c>example.org</c> as it should be: mode enforce, two mail hosts, everything on IPv4 and IPv6. Tests put faults into it
/// by <see cref="Faults"/>.
/// </summary>
internal static class HealthyWorld
{
    public const string PolicyHost = "mta-sts.example.org";

    public const string Policy = "version: STSv1\nmode: enforce\nmx: mx1.example.org\nmx: mx2.example.org\nmax_age: 2592000\n";

    public static DateTimeOffset Now { get; } = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    public static DomainEvidence Seen { get; } = new()
    {
        Domain = Name("example.org"),
        At = Now,
        Record = Text("_mta-sts.example.org", "v=STSv1; id=20260501000000;"),
        TlsRpt = Text("_smtp._tls.example.org", "v=TLSRPTv1; rua=mailto:reports@example.org"),
        Mx = Found("example.org", "MX", new MxRecord(10, "mx1.example.org"), new MxRecord(20, "mx2.example.org")),
        PolicyHost = new PolicyHostEvidence
        {
            Host = Name(PolicyHost),
            Ipv4 = Found(PolicyHost, "A", "198.51.100.1"),
            Ipv6 = Found(PolicyHost, "AAAA", "2001:db8::1"),
            Fetches = [Fetch("198.51.100.1"), Fetch("2001:db8::1")],
        },
        MailHosts = [MailHost("mx1.example.org", 11), MailHost("mx2.example.org", 12)],
    };

    public static DomainName Name(string name) => DomainName.Parse(name).Value!;

    public static Lookup<T> Found<T>(string name, string type, params ImmutableArray<T> values) =>
        new() { Name = name, Type = type, End = LookupEnd.Answered, Found = values, TimeToLive = TimeSpan.FromHours(1) };

    public static Lookup<T> Ended<T>(this Lookup<T> lookup, LookupEnd end, params ImmutableArray<string> aliases) =>
        lookup with { End = end, Found = [], Aliases = aliases };

    public static Lookup<TextData> Text(string name, params string[] texts) =>
        Found(name, "TXT", [.. texts.Select(text => new TextData([text]))]);

    public static HttpEvidence Answer(string body, string? type = "text/plain; charset=utf-8", int status = 200) => new()
    {
        Status = status,
        Fields = type is null ? [] : [new HttpField("Content-Type", type)],
        Body = Encoding.UTF8.GetBytes(body),
    };

    public static MailHostEvidence MailHost(string host, int number) => new()
    {
        Host = Name(host),
        Ipv4 = Found(host, "A", $"198.51.100.{number}"),
        Ipv6 = Found(host, "AAAA", $"2001:db8::{number}"),
        Tlsa = new Lookup<TlsaRecord> { Name = $"_25._tcp.{host}", Type = "TLSA", End = LookupEnd.NoSuchName },
        Probes = [Probe($"198.51.100.{number}", host), Probe($"2001:db8::{number}", host)],
    };

    public static TlsEvidence Tls(string host) => new()
    {
        Version = "TLS 1.3",
        Cipher = "TLS_AES_256_GCM_SHA384",
        Chain =
        [
            new CertificateEvidence
            {
                DnsIds = [host],
                Issuer = "CN=Authority",
                NotBefore = Now.AddDays(-30),
                NotAfter = Now.AddDays(60),
                Der = Encoding.UTF8.GetBytes(host),
            },
        ],
    };

    private static FetchEvidence Fetch(string address) =>
        new() { Address = address, At = Now, Tls = Tls(PolicyHost), Http = Answer(Policy) };

    private static SmtpEvidence Probe(string address, string host) => new()
    {
        Address = address,
        At = Now,
        Greeting = $"220 {host} ESMTP",
        Extensions = [host, "PIPELINING", "STARTTLS"],
        Tls = Tls(host),
    };
}
