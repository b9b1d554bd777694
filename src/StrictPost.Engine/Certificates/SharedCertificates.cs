using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace StrictPost.Engine.Certificates;

/// <summary>One copy of each intermediate: thousands of hosts come with the same few, each of about 5 KB in memory.</summary>
internal sealed class SharedCertificates
{
    /// <summary>More different ones than this are not shared.</summary>
    private const int Most = 64;

    private readonly ConcurrentDictionary<string, X509Certificate2?> _intermediates = new(StringComparer.Ordinal);

    /// <summary>The certificate, which others may be using too; null for a root, which clients have already.</summary>
    /// <exception cref="CryptographicException">It is no certificate.</exception>
    public X509Certificate2? Find(byte[] der)
    {
        string hash = Convert.ToHexString(SHA256.HashData(der));
        if (_intermediates.TryGetValue(hash, out var known))
            return known;
        var certificate = X509CertificateLoader.LoadCertificate(der);
        var intermediate = IsSelfIssued(certificate) ? null : certificate;
        return _intermediates.Count < Most ? _intermediates.GetOrAdd(hash, intermediate) : intermediate;
    }

    private static bool IsSelfIssued(X509Certificate2 certificate) =>
        certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);
}
