using System.Security.Cryptography.X509Certificates;

namespace StrictPost.Engine.Certificates;

/// <summary>A certificate with its private key, and the intermediates that prove it.</summary>
/// <param name="Leaf">The host's own certificate; with its key, unless <see cref="Key"/> is that.</param>
/// <param name="Intermediates">What stands between it and a root that clients know; may be empty.</param>
public sealed record HostCertificate(X509Certificate2 Leaf, X509Certificate2Collection Intermediates)
{
    /// <summary>The key of a <see cref="Leaf"/> that does not hold it.</summary>
    public P256Key? Key { get; init; }

    /// <summary>The leaf together with its key: <see cref="Leaf"/> itself where that holds it, else a new one.</summary>
    public X509Certificate2 LeafWithKey()
    {
        if (Key is null)
            return Leaf;
        using var key = Key.ToPlatform();
        return Leaf.CopyWithPrivateKey(key);
    }
}

/// <summary>Either a certificate or, in a sentence for the administrator, why there is none.</summary>
/// <param name="Certificate">Null when there is none to serve.</param>
/// <param name="Problem">What is wrong; a certificate that can be served may have a problem all the same, such as its age.</param>
public sealed record CertificateLoad(HostCertificate? Certificate, string? Problem)
{
    internal static CertificateLoad Failed(string problem) => new(null, problem);
}

/// <summary>Where the certificates of policy hosts come from. Safe for use from several threads.</summary>
public interface ICertificateSource
{
    /// <summary>A value that is another one when the host's certificate may have changed. Quick to ask.</summary>
    /// <param name="host">Policy host, in lower-case A-labels.</param>
    /// <param name="now">The time.</param>
    CertificateStamp StampOf(string host, DateTimeOffset now);

    /// <summary>The host's certificate as it is now. Never throws for what stands in files or in a store.</summary>
    /// <param name="host">Policy host, in lower-case A-labels.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Ends the loading.</param>
    /// <returns>The leaf is the caller's to dispose; the intermediates belong to others too.</returns>
    ValueTask<CertificateLoad> LoadAsync(string host, DateTimeOffset now, CancellationToken cancellationToken);
}

/// <summary>Two stamps of a host are equal while its certificate is the same.</summary>
/// <param name="Place">Where it was found.</param>
/// <param name="Version">Which version of it.</param>
public readonly record struct CertificateStamp(string? Place, long Version);
