using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using StrictPost.Engine.Certificates;

namespace StrictPost.Server.Tls;

/// <summary>
/// A host's certificate and key as OpenSSL holds them, about 7 KB. A connection takes references of its own, so disposing
/// this one does not disturb it.
/// </summary>
internal sealed class NativeCertificate : IDisposable
{
    private const int SetChain = 88;

    private readonly CertificateHandle _leaf;
    private readonly KeyHandle _key;
    private readonly ChainHandle? _chain;

    private NativeCertificate(CertificateHandle leaf, KeyHandle key, ChainHandle? chain) => (_leaf, _key, _chain) = (leaf, key, chain);

    /// <summary>Hands a certificate over to OpenSSL; the managed one is no longer needed then.</summary>
    /// <exception cref="CryptographicException">OpenSSL does not take the certificate or its key.</exception>
    public static NativeCertificate From(HostCertificate certificate, NativeChains chains)
    {
        var chain = chains.Find(certificate.Intermediates);
        var key = NativeKeys.Load(certificate);
        try
        {
            return new NativeCertificate(CertificateHandle.Decode(certificate.Leaf.RawDataMemory.Span), key, chain);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    /// <summary>Puts certificate, key and chain on a connection.</summary>
    /// <returns>False where OpenSSL refuses: the key is not the certificate's.</returns>
    /// <exception cref="ObjectDisposedException">It was replaced or evicted meanwhile.</exception>
    public bool PutOn(nint ssl) =>
        LibSsl.SSL_use_certificate(ssl, _leaf) == 1
        && LibSsl.SSL_use_PrivateKey(ssl, _key) == 1
        && (_chain is null || LibSsl.SSL_ctrl(ssl, SetChain, number: 1, _chain) == 1);

    /// <inheritdoc/>
    public void Dispose()
    {
        _leaf.Dispose();
        _key.Dispose();
    }
}

/// <summary>One native copy of each series of intermediates: thousands of hosts come with the same few.</summary>
internal sealed class NativeChains
{
    /// <summary>More different ones than this are not shared.</summary>
    private const int Most = 64;

    private readonly ConcurrentDictionary<string, ChainHandle> _chains = new(StringComparer.Ordinal);

    /// <returns>Null where there are none.</returns>
    /// <exception cref="CryptographicException">OpenSSL cannot read one of them.</exception>
    public ChainHandle? Find(X509Certificate2Collection intermediates)
    {
        if (intermediates.Count == 0)
            return null;
        string name = string.Join(' ', intermediates.Select(certificate => certificate.GetCertHashString(HashAlgorithmName.SHA256)));
        if (_chains.TryGetValue(name, out var known))
            return known;
        var chain = ChainHandle.Of(intermediates);
        return _chains.Count < Most ? _chains.GetOrAdd(name, chain) : chain;
    }
}
