using System.Security.Authentication;
using StrictPost.Lab.World;

namespace StrictPost.Lab.Tls;

/// <summary>The faults with which a host answers a client's first TLS message, in place of a certificate.</summary>
internal static class TlsRefusal
{
    /// <summary>Sends bytes in the clear.</summary>
    public delegate Task Sending(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

    private static readonly ReadOnlyMemory<byte> NotTls =
        "HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"u8.ToArray();

    /// <summary>
    /// Does what the fault orders, and throws; returns where it orders a certificate, good or bad.
    /// </summary>
    /// <exception cref="AuthenticationException">The handshake is not to go on; the connection is to be closed.</exception>
    public static async Task ApplyAsync(TlsFault fault, Sending send, CancellationToken cancellationToken)
    {
        switch (fault)
        {
            case TlsFault.NoCertificate:
                await send(TlsAlertRecord.Of(TlsAlert.UnrecognizedName), cancellationToken);
                break;
            case TlsFault.HandshakeRefused:
                await send(TlsAlertRecord.Of(TlsAlert.HandshakeFailure), cancellationToken);
                break;
            case TlsFault.OldProtocol:
                await send(TlsAlertRecord.Of(TlsAlert.ProtocolVersion), cancellationToken);
                break;
            case TlsFault.NotSpoken:
                await send(NotTls, cancellationToken);
                break;
            case TlsFault.NoAnswer:
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
                break;
            case TlsFault.Closed:
                break;
            default:
                return;
        }

        throw new AuthenticationException($"The lab was told to: {fault}.");
    }
}
