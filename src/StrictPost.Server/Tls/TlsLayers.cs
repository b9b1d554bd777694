using System.Net.Security;
using Microsoft.Extensions.Logging;
using StrictPost.Engine.Certificates;
using StrictPost.Server.Hosting;

namespace StrictPost.Server.Tls;

/// <summary>Who shakes hands.</summary>
public enum TlsChoice
{
    /// <summary>OpenSSL where it can be loaded, else the platform.</summary>
    Auto,

    /// <summary>OpenSSL 3, or nobody.</summary>
    OpenSsl,

    /// <summary>The platform.</summary>
    Platform,
}

/// <summary>OpenSSL 3 was asked for, and cannot be loaded.</summary>
public sealed class TlsUnavailableException() : Exception("OpenSSL 3 (libssl.so.3 and libcrypto.so.3) cannot be loaded.");

/// <summary>Puts a TLS layer together.</summary>
internal static class TlsLayers
{
    /// <exception cref="TlsUnavailableException">OpenSSL was asked for, and is not here.</exception>
    public static ITlsLayer Create(ServerPlan plan, PolicyTable table, TimeProvider time, ILoggerFactory loggers)
    {
        string? version = plan.Tls == TlsChoice.Platform ? null : OpenSslLibrary.Find();
        if (version is null && plan.Tls == TlsChoice.OpenSsl)
            throw new TlsUnavailableException();
        return version is null ? OverPlatform(plan, table, time, loggers) : OverOpenSsl(version, plan, table, time, loggers);
    }

    private static OpenSslTls OverOpenSsl(string version, ServerPlan plan, PolicyTable table, TimeProvider time, ILoggerFactory loggers)
    {
        var logger = loggers.CreateLogger<OpenSslTls>();
        var chains = new NativeChains();
        NativeCertificate Prepare(HostCertificate certificate)
        {
            using (certificate.Leaf)
                return NativeCertificate.From(certificate, chains);
        }

        var loader = new CertificateLoader<NativeCertificate>(plan.Certificates, Prepare, time, logger);
        var certificates = new TlsCertificates<NativeCertificate>(loader, plan.CachedHosts, time);
        return new OpenSslTls(version, new CertificateChoice(table, certificates, chains, plan.Challenges, logger), time, logger);
    }

    private static PlatformTls OverPlatform(ServerPlan plan, PolicyTable table, TimeProvider time, ILoggerFactory loggers)
    {
        var loader = new CertificateLoader<SslServerAuthenticationOptions>(
            plan.Certificates, PlatformTls.Prepare, time, loggers.CreateLogger<PlatformTls>());
        return new PlatformTls(table, new TlsCertificates<SslServerAuthenticationOptions>(loader, plan.CachedHosts, time));
    }
}
