using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using StrictPost.Protocol.Dane;
using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.Smtp;
using StrictPost.Protocol.Text;
using StrictPost.Protocol.Tls;

namespace StrictPost.Protocol.Tests.Dane;

/// <summary>A mail host <c>mx.example.org</c> with real certificates, and what DNS says of it.</summary>
internal sealed record DaneWorld
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    public static DomainName Domain { get; } = DomainName.Parse("example.org").Value!;

    public static DomainName Host { get; } = DomainName.Parse("mx.example.org").Value!;

    public static ReadOnlyMemory<byte> LeafDer { get; } = Certificate("CN=mx.example.org");

    public static ReadOnlyMemory<byte> AuthorityDer { get; } = Certificate("CN=Authority");

    public ImmutableArray<TlsaRecord> Records { get; init; } = [TlsaRecord.For(LeafDer)];

    public LookupEnd TlsaEnd { get; init; } = LookupEnd.Answered;

    public bool TlsaIsSigned { get; init; } = true;

    public bool AddressIsSigned { get; init; } = true;

    public bool MxIsSigned { get; init; } = true;

    public ImmutableArray<string> DnsIds { get; init; } = ["mx.example.org"];

    public bool SendsAuthority { get; init; } = true;

    public ImmutableArray<CertificateFault> FaultsAsAnchor { get; init; } = [];

    public ConnectionEnd? End { get; init; }

    public bool HasTls { get; init; } = true;

    public DaneVerdict Judge() => DaneJudge.Of(MailHost, DomainSeen, Probe);

    public DaneState Worst(params ReadOnlySpan<DaneVerdict> verdicts) => DaneJudge.Worst(MailHost, [.. verdicts]);

    private MailHostEvidence MailHost => new()
    {
        Host = Host,
        Ipv4 = Found("mx.example.org", "A", AddressIsSigned, "192.0.2.1"),
        Ipv6 = new Lookup<string> { Name = "mx.example.org", Type = "AAAA", End = LookupEnd.NoData },
        Tlsa = new Lookup<TlsaRecord>
        {
            Name = "_25._tcp.mx.example.org",
            Type = "TLSA",
            End = TlsaEnd,
            Found = TlsaEnd == LookupEnd.Answered ? Records : [],
            IsAuthenticated = TlsaIsSigned,
        },
    };

    private SmtpEvidence Probe => new()
    {
        Address = "192.0.2.1",
        End = End,
        Tls = HasTls ? new TlsEvidence { Version = "TLS 1.3", Cipher = "TLS_AES_128_GCM_SHA256", Chain = SendsAuthority ? [Leaf, Authority] : [Leaf] } : null,
    };

    private CertificateEvidence Leaf => new()
    {
        DnsIds = DnsIds,
        Issuer = "CN=Authority",
        NotBefore = Now.AddDays(-30),
        NotAfter = Now.AddDays(30),
        Der = LeafDer,
    };

    private CertificateEvidence Authority => new() { Issuer = "CN=Authority", Der = AuthorityDer, FaultsAsAnchor = FaultsAsAnchor };

    private DomainEvidence DomainSeen => new()
    {
        Domain = Domain,
        At = Now,
        Record = new Lookup<TextData> { Name = "_mta-sts.example.org", Type = "TXT", End = LookupEnd.NoSuchName },
        TlsRpt = new Lookup<TextData> { Name = "_smtp._tls.example.org", Type = "TXT", End = LookupEnd.NoSuchName },
        Mx = Found("example.org", "MX", MxIsSigned, new MxRecord(10, "mx.example.org")),
        PolicyHost = new PolicyHostEvidence
        {
            Host = Domain.Child("mta-sts")!,
            Ipv4 = new Lookup<string> { Name = "mta-sts.example.org", Type = "A", End = LookupEnd.NoSuchName },
            Ipv6 = new Lookup<string> { Name = "mta-sts.example.org", Type = "AAAA", End = LookupEnd.NoSuchName },
        },
    };

    private static Lookup<T> Found<T>(string name, string type, bool signed, T value) =>
        new() { Name = name, Type = type, End = LookupEnd.Answered, Found = [value], IsAuthenticated = signed };

    private static byte[] Certificate(string subject)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest(subject, key, HashAlgorithmName.SHA256).CreateSelfSigned(Now.AddDays(-30), Now.AddDays(30));
        return certificate.RawData;
    }
}
