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
    /// A port that shakes hands only in the name of an enrolled host. A client that names none, or another one, sees the
    /// connection end before any certificate: there is no default one that could leak (RFC 8461 §3.3 demands SNI).
    /// </summary>
    public static void ListenTls(KestrelServerOptions kestrel, IPEndPoint endPoint, PolicyTable table, TlsCertificates certificates) =>
        kestrel.Listen(endPoint, listen =>
        {
            listen.Protocols = HttpProtocols.Http1AndHttp2;
            listen.UseHttps(new TlsHandshakeCallbackOptions
            {
                HandshakeTimeout = Handshake,
                OnConnection = context => new ValueTask<SslServerAuthenticationOptions>(
                    SettingsFor(context.ClientHelloInfo.ServerName, table, certificates)),
            });
        });

    private static SslServerAuthenticationOptions SettingsFor(string host, PolicyTable table, TlsCertificates certificates)
    {
        if (host.Length == 0 || !table.Holds(host))
            throw new AuthenticationException("The client names no host that is enrolled.");
        return certificates.Find(host) ?? throw new AuthenticationException("The host has no usable certificate.");
    }
}
