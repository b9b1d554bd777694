using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace StrictPost.Server.Hosting;

/// <summary>How Kestrel is set up: what is taken from strangers is small, and nobody may dawdle.</summary>
internal static class KestrelSettings
{
    /// <summary>How long a client may take from its connection to the end of the handshake.</summary>
    public static readonly TimeSpan Handshake = TimeSpan.FromSeconds(10);

    /// <summary>Connections to all public ports together.</summary>
    public const int MostConnections = 10_000;

    /// <summary>Most bytes that are read from a connection before somebody wants them.</summary>
    public const int ReadAhead = 64 * 1024;

    private static readonly TimeSpan Headers = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(30);

    /// <summary>Limits for every port.</summary>
    public static void Limit(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        var limits = kestrel.Limits;
        limits.MaxConcurrentConnections = MostConnections;
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
        // What a client may send of bodies before anybody reads them.
        limits.Http2.InitialStreamWindowSize = ReadAhead * 2;
        limits.Http2.InitialConnectionWindowSize = ReadAhead * 2;
    }
}
