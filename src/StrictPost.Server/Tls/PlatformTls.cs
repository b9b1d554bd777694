using System.Net.Security;
using System.Security.Authentication;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using StrictPost.Engine.Certificates;
using StrictPost.Server.Hosting;

namespace StrictPost.Server.Tls;

/// <summary>TLS by the platform, for where OpenSSL 3 is not to be had. It takes up to twice the CPU, and knows no <c>acme-tls/1</c>.</summary>
internal sealed class PlatformTls(PolicyTable table, TlsCertificates<SslServerAuthenticationOptions> certificates) : ITlsLayer
{
    public string Description => "the platform (no tls-alpn-01)";

    public void PutUnder(ListenOptions listen) => listen.UseHttps(new TlsHandshakeCallbackOptions
    {
        HandshakeTimeout = KestrelSettings.Handshake,
        OnConnection = ChooseAsync,
    });

    public void Dispose() => certificates.Dispose();

    /// <summary>What the platform is to shake hands with.</summary>
    public static SslServerAuthenticationOptions Prepare(HostCertificate certificate) => new()
    {
        // Offline: the chain is as it was given; nothing is fetched, neither intermediates nor revocation answers.
        ServerCertificateContext = SslStreamCertificateContext.Create(certificate.LeafWithKey(), certificate.Intermediates, offline: true),
        // RFC 8461 §3.3 leaves TLS to RFC 7525: 1.2 at least.
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
        AllowRenegotiation = false,
    };

    private async ValueTask<SslServerAuthenticationOptions> ChooseAsync(TlsHandshakeCallbackContext context)
    {
        var cancellation = context.CancellationToken;
        string host = HandshakeName.Of(context.ClientHelloInfo.ServerName);
        if (host.Length > 0 && table.Holds(host) && await certificates.FindAsync(host, cancellation) is { } settings)
        {
            context.Connection.Features.Set(new HandshakeHost(host));
            return settings;
        }

        // SslStream has no way to say it.
        await TlsAlert.SendAsync(context.Connection.Transport.Output, TlsAlert.UnrecognizedName, cancellation);
        throw new AuthenticationException("The client names no host that can be served.");
    }
}
