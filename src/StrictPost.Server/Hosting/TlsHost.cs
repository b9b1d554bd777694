using System.Net.Security;
using System.Security.Authentication;
using Microsoft.Extensions.Logging;
using StrictPost.Engine.Certificates;

namespace StrictPost.Server.Hosting;

/// <summary>One policy host's TLS settings, and when its certificate was last looked at.</summary>
internal sealed class TlsHost(string name)
{
    /// <summary>How long the settings are used before the certificate's stamp is compared again.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    private readonly Lock _loading = new();
    private volatile SslServerAuthenticationOptions? _settings;
    private CertificateStamp _stamp;
    private long _lookedAt = long.MinValue;

    public string Name { get; } = name;

    /// <summary>The settings, or null where there is no usable certificate.</summary>
    public SslServerAuthenticationOptions? Current(ICertificateSource source, DateTimeOffset now, ILogger logger)
    {
        if (now.Ticks - Volatile.Read(ref _lookedAt) is >= 0 and var age && age < LookAgain.Ticks)
            return _settings;
        if (_settings is { } settings)
        {
            if (!_loading.TryEnter())
                return settings;
        }
        else
        {
            _loading.Enter();
        }

        try
        {
            Look(source, now, logger);
            return _settings;
        }
        finally
        {
            _loading.Exit();
        }
    }

    private void Look(ICertificateSource source, DateTimeOffset now, ILogger logger)
    {
        bool first = _lookedAt == long.MinValue;
        var stamp = source.StampOf(Name, now);
        if (first || stamp != _stamp)
            Load(source.Load(Name, now), logger);
        _stamp = stamp;
        Volatile.Write(ref _lookedAt, now.Ticks);
    }

    /// <summary>A certificate that was good stays in use when the new one is not: a renewal may be half written.</summary>
    private void Load(CertificateLoad load, ILogger logger)
    {
        if (load.Certificate is null)
        {
            if (_settings is null)
                logger.CertificateRefused(Name, load.Problem!);
            else
                logger.CertificateKept(Name, load.Problem!);
            return;
        }

        if (load.Problem is not null)
            logger.CertificateDoubtful(Name, load.Problem);
        else if (_settings is not null)
            logger.CertificateReplaced(Name);
        _settings = SettingsFor(load.Certificate);
    }

    private static SslServerAuthenticationOptions SettingsFor(HostCertificate certificate) => new()
    {
        // Offline: the chain is as it was given; nothing is fetched, neither intermediates nor revocation answers.
        ServerCertificateContext = SslStreamCertificateContext.Create(certificate.Leaf, certificate.Intermediates, offline: true),
        // RFC 8461 §3.3 leaves TLS to RFC 7525: 1.2 at least.
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
        AllowRenegotiation = false,
    };
}
