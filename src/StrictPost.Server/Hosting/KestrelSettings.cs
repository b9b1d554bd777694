using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace StrictPost.Server.Hosting;

/// <summary>How Kestrel is set up: what is taken from strangers is small, and nobody may dawdle.</summary>
internal static class KestrelSettings
{
    private static readonly TimeSpan Handshake = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Headers = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(30);

    /// <summary>A TLS record (RFC 8446 §5.1) with the fatal alert 112.</summary>
    private static readonly byte[] UnrecognizedName = [21, 3, 3, 0, 2, 2, 112];

    /// <summary>Limits for every port.</summary>
    public static void Limit(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        var limits = kestrel.Limits;
        limits.MaxConcurrentConnections = 10_000;
        limits.MaxRequestBodySize = 0;
        limits.MaxRequestLineSize = 2 * 1024;
        limits.MaxRequestHeadersTotalSize = 16 * 1024;
        limits.MaxRequestHeaderCount = 64;
        limits.MaxRequestBufferSize = 32 * 1024;
        limits.MaxResponseBufferSize = 64 * 1024;
        limits.RequestHeadersTimeout = Headers;
        limits.KeepAliveTimeout = Idle;
        limits.Http2.MaxStreamsPerConnection = 16;
        limits.Http2.KeepAlivePingDelay = Idle;
    }

    /// <summary>
    /// A port that shakes hands only in the name of an enrolled host. A client that names none, or another one, gets an
    /// alert before any certificate: there is no default one that could leak (RFC 8461 §3.3 demands SNI).
    /// </summary>
    public static void ListenTls(KestrelServerOptions kestrel, IPEndPoint endPoint, PolicyTable table, TlsCertificates certificates) =>
        kestrel.Listen(endPoint, listen =>
        {
            listen.Protocols = HttpProtocols.Http1AndHttp2;
            listen.UseHttps(new TlsHandshakeCallbackOptions
            {
                HandshakeTimeout = Handshake,
                OnConnection = context => Settings(HandshakeName.Of(context.ClientHelloInfo.ServerName), table, certificates) is { } settings
                    ? new ValueTask<SslServerAuthenticationOptions>(settings)
                    : RefuseAsync(context),
            });
        });

    private static SslServerAuthenticationOptions? Settings(string host, PolicyTable table, TlsCertificates certificates) =>
        host.Length > 0 && table.Holds(host) ? certificates.Find(host) : null;

    /// <summary>Says unrecognized_name (RFC 6066 §3), which <see cref="SslStream"/> has no way to say, and ends the handshake.</summary>
    private static async ValueTask<SslServerAuthenticationOptions> RefuseAsync(TlsHandshakeCallbackContext context)
    {
        await context.Connection.Transport.Output.WriteAsync(UnrecognizedName, context.CancellationToken);
        throw new AuthenticationException("The client names no host that can be served.");
    }
}
