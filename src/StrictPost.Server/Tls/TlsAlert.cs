using System.IO.Pipelines;

namespace StrictPost.Server.Tls;

/// <summary>Fatal alerts (RFC 8446 §6) for clients that never come as far as a handshake.</summary>
internal static class TlsAlert
{
    /// <summary>RFC 8446 §6.2: the ClientHello is none.</summary>
    public static readonly byte[] DecodeError = Record(50);

    /// <summary>RFC 8446 §6.2: something here is broken, and not the client's fault.</summary>
    public static readonly byte[] InternalError = Record(80);

    /// <summary>RFC 6066 §3: no such host is served here.</summary>
    public static readonly byte[] UnrecognizedName = Record(112);

    /// <summary>RFC 7301 §3.3: nothing that the client offers is spoken here.</summary>
    public static readonly byte[] NoApplicationProtocol = Record(120);

    /// <summary>Sends an alert; the caller then ends the connection.</summary>
    public static async ValueTask SendAsync(PipeWriter output, byte[] alert, CancellationToken cancellationToken) =>
        await output.WriteAsync(alert, cancellationToken);

    /// <summary>A record of type alert (RFC 8446 §5.1), level fatal.</summary>
    private static byte[] Record(byte description) => [21, 3, 3, 0, 2, 2, description];
}
