using System.Security.Cryptography.X509Certificates;
using StrictPost.Engine.Certificates;

namespace StrictPost.EndToEnd.Tests.Peers;

/// <summary>What is wrong with a server's certificate, if anything.</summary>
internal enum CertificateKind
{
    Good,
    ExpiresSoon,
    Expired,
    NotYetValid,
    SelfSigned,
    WrongName,
    NameOnlyInSubject,
    Untrusted,

    /// <summary>Good, with RSA keys, and an intermediate authority between it and the root.</summary>
    UnderIntermediate,

    /// <summary>As private as can be: made by nobody known, for another name, and expired. Only DANE-EE can love it.</summary>
    SelfSignedWrongNameExpired,
}

/// <summary>A certificate and its key in one PEM file, and who signed it.</summary>
internal sealed record PeerCertificate(string File, X509Certificate2 Leaf, X509Certificate2 Issuer);

/// <summary>The authority that the tests' senders trust, another that they do not, and the certificates of all servers.</summary>
internal sealed class PeerCertificates : IDisposable
{
    private readonly string _folder;
    private readonly DateTimeOffset _now;
    private readonly CertificateAuthority _trusted;
    private readonly CertificateAuthority _stranger;
    private readonly OpenSslAuthority _rsa;
    private readonly List<X509Certificate2> _issued = [];

    private PeerCertificates(string folder, DateTimeOffset now, OpenSslAuthority rsa)
    {
        (_folder, _now, _rsa) = (folder, now, rsa);
        _trusted = CertificateAuthority.Create("Peers' Root", now.AddDays(-100), TimeSpan.FromDays(1000));
        _stranger = CertificateAuthority.Create("Nobody's Root", now.AddDays(-100), TimeSpan.FromDays(1000));
        File.WriteAllText(RootFile, $"{_trusted.RootPem}\n{rsa.RootPem}");
    }

    /// <summary>What a client of these servers has to trust.</summary>
    public string RootFile => Path.Combine(_folder, "root.pem");

    public static async Task<PeerCertificates> CreateAsync(string folder, DateTimeOffset now)
    {
        Directory.CreateDirectory(folder);
        return new PeerCertificates(folder, now, await OpenSslAuthority.CreateAsync(folder));
    }

    /// <summary>A certificate for one server.</summary>
    /// <param name="host">The server's name.</param>
    /// <param name="kind">How good it is to be.</param>
    /// <param name="sendIssuer">Whether the file, and so the server's handshake, also holds the authority's certificate.</param>
    public async Task<PeerCertificate> ForAsync(string host, CertificateKind kind, bool sendIssuer)
    {
        var made = kind is CertificateKind.UnderIntermediate ? await _rsa.IssueAsync(host, sendIssuer) : Make(host, kind, sendIssuer);
        _issued.AddRange([made.Leaf, made.Issuer]);
        return made;
    }

    public void Dispose()
    {
        _trusted.Dispose();
        _stranger.Dispose();
        _issued.ForEach(certificate => certificate.Dispose());
    }

    private PeerCertificate Make(string host, CertificateKind kind, bool sendIssuer)
    {
        bool alone = kind is CertificateKind.SelfSigned or CertificateKind.SelfSignedWrongNameExpired;
        var authority = kind is CertificateKind.Untrusted ? _stranger : _trusted;
        var leaf = alone ? CertificateAuthority.IssueSelfSigned(Request(host, kind)) : authority.Issue(Request(host, kind));
        var issuer = alone ? leaf : X509Certificate2.CreateFromPem(authority.RootPem);
        string file = Path.Combine(_folder, $"{host}.pem");
        using var key = leaf.GetECDsaPrivateKey()!;
        File.WriteAllLines(file, [key.ExportPkcs8PrivateKeyPem(), leaf.ExportCertificatePem(), sendIssuer ? issuer.ExportCertificatePem() : ""]);
        return new PeerCertificate(file, leaf, issuer);
    }

    private LeafRequest Request(string host, CertificateKind kind)
    {
        var (from, until) = kind switch
        {
            CertificateKind.Expired or CertificateKind.SelfSignedWrongNameExpired => (-60, -2),
            CertificateKind.NotYetValid => (2, 60),
            CertificateKind.ExpiresSoon => (-60, 5),
            _ => (-30, 60),
        };
        bool wrongName = kind is CertificateKind.WrongName or CertificateKind.SelfSignedWrongNameExpired;
        return new LeafRequest([wrongName ? "other.invalid" : host], _now.AddDays(from), _now.AddDays(until))
        {
            CommonName = wrongName ? "other.invalid" : host,
            NamesInSubjectAlternativeName = kind is not CertificateKind.NameOnlyInSubject,
        };
    }
}
