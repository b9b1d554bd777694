using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using StrictPost.Engine.Certificates;
using StrictPost.Server.Hosting;

namespace StrictPost.Server.Tls;

/// <summary>Which certificate a ClientHello is answered with, or which alert.</summary>
/// <param name="table">Which hosts are ours.</param>
/// <param name="certificates">Their certificates.</param>
/// <param name="chains">The intermediates of both kinds of certificates.</param>
/// <param name="challenges">What authorities ask for; null where nobody asks them for certificates.</param>
/// <param name="logger">Is told of a challenge's certificate that is no good.</param>
internal sealed class CertificateChoice(
    PolicyTable table, TlsCertificates<NativeCertificate> certificates, NativeChains chains, IChallengeAnswers? challenges, ILogger logger) : IDisposable
{
    /// <summary>A certificate that is replaced or evicted between being found and being used is looked up again this often.</summary>
    private const int Attempts = 3;

    /// <summary>A session that is ready to shake hands, or the alert to refuse with.</summary>
    /// <exception cref="TlsBrokenException">OpenSSL takes no more.</exception>
    public async ValueTask<(TlsSession? Session, byte[] Alert)> OpenAsync(TlsContext context, ClientHello hello, CancellationToken cancellationToken)
    {
        // A client that names no host, or another one, gets an alert before any certificate: there is no default one that
        // could leak (RFC 8461 §3.3 demands SNI).
        if (hello.ServerName is not { } host || !table.Holds(host))
            return (null, TlsAlert.UnrecognizedName);
        return hello.Protocol switch
        {
            Alpn.None => (null, TlsAlert.NoApplicationProtocol),
            Alpn.AcmeTls => await OpenChallengeAsync(context, host, cancellationToken),
            _ => await OpenPolicyAsync(context, host, hello.Protocol, cancellationToken),
        };
    }

    /// <inheritdoc/>
    public void Dispose() => certificates.Dispose();

    private async ValueTask<(TlsSession? Session, byte[] Alert)> OpenPolicyAsync(
        TlsContext context, string host, Alpn protocol, CancellationToken cancellationToken)
    {
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            if (await certificates.FindAsync(host, cancellationToken) is not { } certificate)
                return (null, TlsAlert.UnrecognizedName);
            try
            {
                return (new TlsSession(context, certificate, protocol), []);
            }
            catch (ObjectDisposedException)
            {
                // Another thread replaced or evicted it just now.
            }
        }

        return (null, TlsAlert.InternalError);
    }

    /// <summary>RFC 8737 §3: the certificate that proves control, and no other.</summary>
    private async ValueTask<(TlsSession? Session, byte[] Alert)> OpenChallengeAsync(TlsContext context, string host, CancellationToken cancellationToken)
    {
        if (challenges is null || await challenges.FindTlsAlpnAsync(host.ToLowerInvariant(), cancellationToken) is not { } answer)
            return (null, TlsAlert.NoApplicationProtocol);
        try
        {
            using var certificate = NativeCertificate.From(answer, chains);
            return (new TlsSession(context, certificate, Alpn.AcmeTls), []);
        }
        catch (CryptographicException fault)
        {
            logger.ChallengeRefused(host, fault.Message);
            return (null, TlsAlert.InternalError);
        }
    }
}
