using System.Collections.Concurrent;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using StrictPost.Engine.Certificates;
using StrictPost.Lab.World;

namespace StrictPost.Lab.Https;

/// <summary>The certificates of the lab's hosts, good and bad, each made when it is first shown.</summary>
internal sealed class LabCertificates : IDisposable
{
    private static readonly TimeSpan RootLifetime = TimeSpan.FromDays(3650);

    private readonly ConcurrentDictionary<(string Host, TlsFault Fault), Lazy<SslStreamCertificateContext>> _shown = new();
    private readonly DateTimeOffset _now;
    private readonly CertificateAuthority _authority;
    private readonly Lazy<CertificateAuthority> _stranger;

    /// <summary>
    /// Makes the lab's authority, valid since a year before <paramref name="now"/> so that expired leaves can be had.
    /// </summary>
    public LabCertificates(DateTimeOffset now)
    {
        _now = now;
        _authority = CertificateAuthority.Create("StrictPost lab root", now.AddDays(-365), RootLifetime);
        _stranger = new(() => CertificateAuthority.Create("StrictPost lab stranger", now.AddDays(-365), RootLifetime));
    }

    public string RootPem => _authority.RootPem;

    /// <summary>What a host shows in the handshake.</summary>
    public SslStreamCertificateContext For(string host, TlsFault fault) =>
        _shown.GetOrAdd((host, fault), key => new(() => Context(Issue(key.Host, key.Fault)))).Value;

    public void Dispose()
    {
        foreach (var shown in _shown.Values)
            shown.Value.TargetCertificate.Dispose();
        if (_stranger.IsValueCreated)
            _stranger.Value.Dispose();
        _authority.Dispose();
    }

    private static SslStreamCertificateContext Context(X509Certificate2 certificate) =>
        SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true);

    private X509Certificate2 Issue(string host, TlsFault fault)
    {
        var good = new LeafRequest([host], _now.AddDays(-1), _now.AddDays(90));
        return fault switch
        {
            TlsFault.WildcardCertificate => _authority.Issue(good with { Names = ["*." + Parent(host)] }),
            TlsFault.WrongName => _authority.Issue(good with { Names = ["www." + Parent(host)] }),
            TlsFault.NameOnlyInSubject => _authority.Issue(
                good with { CommonName = host, NamesInSubjectAlternativeName = false }),
            TlsFault.Expired => _authority.Issue(good with { NotBefore = _now.AddDays(-91), NotAfter = _now.AddDays(-1) }),
            TlsFault.NotYetValid => _authority.Issue(good with { NotBefore = _now.AddDays(1) }),
            TlsFault.SelfSigned => CertificateAuthority.IssueSelfSigned(good with { CommonName = host }),
            TlsFault.UntrustedAuthority => _stranger.Value.Issue(good),
            _ => _authority.Issue(good),
        };
    }

    private static string Parent(string host) => host[(host.IndexOf('.', StringComparison.Ordinal) + 1)..];
}
