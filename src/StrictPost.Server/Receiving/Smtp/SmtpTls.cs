using System.Net.Security;
using System.Security.Authentication;
using Microsoft.Extensions.Logging;
using StrictPost.Engine.Certificates;
using StrictPost.Server.Hosting;
using StrictPost.Server.Tls;

namespace StrictPost.Server.Receiving.Smtp;

/// <summary>TLS for SMTP, by the platform: there is one name only, and few handshakes.</summary>
internal sealed class SmtpTls(string host, ICertificateSource certificates, TimeProvider time, ILoggerFactory loggers) : IDisposable
{
    private readonly TlsCertificates<SslServerAuthenticationOptions> _ready = new(
        new CertificateLoader<SslServerAuthenticationOptions>(
            new MailHostCertificates(certificates, time.GetUtcNow()), Prepare, time, loggers.CreateLogger<SmtpTls>()),
        capacity: 1, time);

    /// <summary>Shakes hands.</summary>
    /// <param name="plain">The connection; the result owns it.</param>
    /// <param name="cancellationToken">Ends the handshake.</param>
    /// <returns>Null where the client and we could not agree, or it is gone.</returns>
    public async Task<SslStream?> ShakeHandsAsync(Stream plain, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(KestrelSettings.Handshake, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var stream = new SslStream(plain);
        try
        {
            if (await _ready.FindAsync(host, either.Token) is { } settings)
            {
                await stream.AuthenticateAsServerAsync(settings, either.Token);
                return stream;
            }
        }
        catch (Exception fault) when (fault is AuthenticationException or IOException or OperationCanceledException)
        {
            loggers.CreateLogger<SmtpTls>().HandshakeFailed(null, fault.Message);
        }

        await stream.DisposeAsync();
        return null;
    }

    public void Dispose() => _ready.Dispose();

    private static SslServerAuthenticationOptions Prepare(HostCertificate certificate) => new()
    {
        ServerCertificateContext = SslStreamCertificateContext.Create(certificate.LeafWithKey(), certificate.Intermediates, offline: true),
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        AllowRenegotiation = false,
    };
}

/// <summary>
/// The certificate of the mail host: as the policy hosts' are had, where there is one for it, else one that vouches for itself, made once. Hardly
/// anybody who sends reports asks whose it is, and reading along is prevented either way.
/// </summary>
internal sealed class MailHostCertificates(ICertificateSource source, DateTimeOffset startedAt) : ICertificateSource
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(3650);

    private readonly Lock _gate = new();
    private HostCertificate? _own;

    public CertificateStamp StampOf(string host, DateTimeOffset now) => source.StampOf(host, now);

    public async ValueTask<CertificateLoad> LoadAsync(string host, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var load = await source.LoadAsync(host, now, cancellationToken);
        return load.Certificate is not null
            ? load
            : new CertificateLoad(Own(host), $"{load.Problem} Reports are taken by SMTP with a certificate that nobody can verify.");
    }

    private HostCertificate Own(string host)
    {
        lock (_gate)
        {
            return _own ??= new HostCertificate(
                CertificateAuthority.IssueSelfSigned(new LeafRequest([host], startedAt.AddHours(-1), startedAt + Lifetime)), []);
        }
    }
}
