using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using StrictPost.Engine.Certificates;
using StrictPost.Lab.World;

namespace StrictPost.Lab.Tls;

/// <summary>The certificates of the lab's hosts, good and bad, each made when it is first shown.</summary>
internal sealed class LabCertificates : IDisposable
{
    private static readonly TimeSpan RootLifetime = TimeSpan.FromDays(3650);

    private readonly ConcurrentDictionary<CertificateKind, Lazy<ShownCertificate>> _shown = new();
    private readonly DateTimeOffset _now;
    private readonly LabAuthority _authority;
    private readonly Lazy<CertificateAuthority> _stranger;

    /// <summary>
    /// Makes the lab's authority, valid since a year before <paramref name="now"/> so that expired leaves can be had.
    /// </summary>
    public LabCertificates(DateTimeOffset now)
    {
        _now = now;
        var start = now.AddDays(-365);
        _authority = new LabAuthority(start, start + RootLifetime);
        _stranger = new(() => CertificateAuthority.Create("StrictPost lab stranger", start, RootLifetime));
    }

    public string RootPem => _authority.Root.ExportCertificatePem();

    public X509Certificate2 Root => _authority.Root;

    /// <summary>What a domain's policy host shows.</summary>
    public ShownCertificate For(LabDomain domain) =>
        For(domain.PolicyHost, domain.Certificate, domain.TlsFault, domain.Chain);

    /// <summary>What a mail host shows.</summary>
    public ShownCertificate For(LabMailHost host) => For(host.Name, host.Certificate, host.TlsFault, host.Chain);

    /// <summary>A certificate that nobody shows.</summary>
    public X509Certificate2 Strange() => X509Certificate2.CreateFromPem(_stranger.Value.RootPem);

    public void Dispose()
    {
        foreach (var shown in _shown.Values)
            shown.Value.Leaf.Dispose();
        if (_stranger.IsValueCreated)
            _stranger.Value.Dispose();
        _authority.Dispose();
    }

    private ShownCertificate For(string host, LabCertificate? shared, TlsFault fault, LabChain chain)
    {
        var kind = new CertificateKind((shared?.Label ?? host).ToLowerInvariant(), fault, chain);
        return _shown.TryGetValue(kind, out var known)
            ? known.Value
            : _shown.GetOrAdd(kind, new Lazy<ShownCertificate>(() => Make(shared?.Names ?? [host], fault, chain))).Value;
    }

    private ShownCertificate Make(ImmutableArray<string> names, TlsFault fault, LabChain chain)
    {
        var good = new LeafRequest(names, _now.AddDays(-1), _now.AddDays(90));
        if (fault is TlsFault.SelfSigned)
            return Foreign(CertificateAuthority.IssueSelfSigned(good with { CommonName = Common(names[0]) }));
        if (fault is TlsFault.UntrustedAuthority)
            return Foreign(_stranger.Value.Issue(good));
        var issuer = chain is LabChain.FromRoot ? _authority.Root : _authority.Intermediate;
        var leaf = LabAuthority.Issue(Spoil(good, fault), issuer, forClients: fault is TlsFault.Unsuitable);
        return new ShownCertificate(Context(leaf, chain is LabChain.WithIntermediate ? [issuer] : []), leaf, issuer);
    }

    private LeafRequest Spoil(LeafRequest good, TlsFault fault) => fault switch
    {
        TlsFault.WildcardCertificate => good with { Names = ["*." + Parent(good.Names[0])] },
        TlsFault.WrongName => good with { Names = ["www." + Parent(good.Names[0])] },
        TlsFault.NameOnlyInSubject => good with { CommonName = Common(good.Names[0]), NamesInSubjectAlternativeName = false },
        TlsFault.Expired => good with { NotBefore = _now.AddDays(-91), NotAfter = _now.AddDays(-1) },
        TlsFault.ExpiringSoon => good with { NotBefore = _now.AddDays(-85), NotAfter = _now.AddDays(5) },
        TlsFault.NotYetValid => good with { NotBefore = _now.AddDays(1) },
        _ => good,
    };

    private static ShownCertificate Foreign(X509Certificate2 leaf) => new(Context(leaf, []), leaf, leaf);

    private static SslStreamCertificateContext Context(X509Certificate2 leaf, X509Certificate2Collection sent) =>
        SslStreamCertificateContext.Create(leaf, sent, offline: true);

    private static string Parent(string host) => host[(host.IndexOf('.', StringComparison.Ordinal) + 1)..];

    /// <summary>RFC 5280 appendix A.1: a common name has at most 64 characters.</summary>
    private static string Common(string host) => host.Length <= 64 ? host : host[..64];
}
