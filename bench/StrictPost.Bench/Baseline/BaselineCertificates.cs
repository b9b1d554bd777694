using System.Collections.Concurrent;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using StrictPost.Bench.Domains;

namespace StrictPost.Bench.Baseline;

/// <summary>Finds the certificate of a policy host by its name, loading it when it is first asked for.</summary>
public sealed class BaselineCertificates(BaselineSettings settings, IReadOnlySet<string> hosts)
{
    private readonly ConcurrentDictionary<string, SslServerAuthenticationOptions> _handshakes = new(StringComparer.Ordinal);

    /// <exception cref="AuthenticationException">No such host.</exception>
    public SslServerAuthenticationOptions For(string host)
    {
        if (!hosts.Contains(host))
            throw new AuthenticationException("unknown name");
        return settings.CacheContexts ? _handshakes.GetOrAdd(host, Load) : Load(host);
    }

    private SslServerAuthenticationOptions Load(string host)
    {
        var path = CertificateFolder.PathOf(settings.CertificateFolder, host);
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(path);
        var leaf = X509Certificate2.CreateFromPemFile(path, path);
        chain.RemoveAt(0);
        return new SslServerAuthenticationOptions
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(leaf, chain, offline: true),
            AllowTlsResume = settings.Resume,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            ApplicationProtocols = settings.Http2
                ? [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11]
                : [SslApplicationProtocol.Http11],
        };
    }
}
