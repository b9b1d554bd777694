namespace StrictPost.Engine.Certificates;

/// <summary>Certificates from an authority of our own, made when they are first asked for. Only clients that were told to trust it do.</summary>
public sealed class DevelopmentCertificates : ICertificateSource, IDisposable
{
    private static readonly TimeSpan AuthorityLifetime = TimeSpan.FromDays(3650);
    private static readonly TimeSpan LeafLifetime = TimeSpan.FromDays(30);
    private static readonly TimeSpan LeafUse = TimeSpan.FromDays(7);

    /// <summary>Certificates are valid from a while ago, for clients whose clock is behind.</summary>
    private static readonly TimeSpan Backdating = TimeSpan.FromHours(1);

    private readonly CertificateAuthority _authority;

    private DevelopmentCertificates(CertificateAuthority authority) => _authority = authority;

    /// <summary>Where the root certificate of a data folder lies.</summary>
    public static string RootPath(string dataFolder) => Path.Combine(dataFolder, "development-ca.pem");

    /// <summary>Opens the authority of a data folder, which must exist; makes a new one where there is none, or where it has expired.</summary>
    /// <returns>Null and a problem, in a sentence for the administrator, when its files are no good.</returns>
    /// <exception cref="IOException">The files cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder is not ours to write in.</exception>
    public static (DevelopmentCertificates? Certificates, string? Problem) Open(string dataFolder, DateTimeOffset now)
    {
        var files = new CertificateAuthorityFiles(RootPath(dataFolder), Path.Combine(dataFolder, "development-ca-key.pem"));
        if (files.Exist)
        {
            if (!files.TryLoad(out var authority, out string? problem))
                return (null, problem);
            if (authority.NotAfter > now + LeafLifetime)
                return (new DevelopmentCertificates(authority), null);
            authority.Dispose();
        }

        var fresh = CertificateAuthority.Create("StrictPost development CA", now - Backdating, AuthorityLifetime);
        files.Save(fresh);
        return (new DevelopmentCertificates(fresh), null);
    }

    /// <inheritdoc/>
    public CertificateStamp StampOf(string host, DateTimeOffset now) => new(null, now.Ticks / LeafUse.Ticks);

    /// <inheritdoc/>
    public ValueTask<CertificateLoad> LoadAsync(string host, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var leaf = _authority.Issue(new LeafRequest([host], now - Backdating, now + LeafLifetime));
        return new(new CertificateLoad(new HostCertificate(leaf, []), null));
    }

    /// <inheritdoc/>
    public void Dispose() => _authority.Dispose();
}
