using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace StrictPost.Server.Tls;

/// <summary>
/// What shakes hands for Kestrel: OpenSSL itself, or the platform's own TLS. Whichever it is, a handshake is answered only in
/// the name of an enrolled host, and the connection then carries a <see cref="HandshakeHost"/>.
/// </summary>
internal interface ITlsLayer : IDisposable
{
    /// <summary>What it is, for the log.</summary>
    string Description { get; }

    /// <summary>Puts TLS under what is spoken on these ports.</summary>
    void PutUnder(ListenOptions listen);
}

/// <summary>The host in whose name the handshake was made, in A-labels, as the client wrote it.</summary>
internal sealed record HandshakeHost(string Name);
