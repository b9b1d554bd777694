using System.Net;
using System.Net.Sockets;
using StrictPost.Protocol.Evidence;

namespace StrictPost.Engine.Tls;

/// <summary>Connects to an address, and says what it means when that fails.</summary>
internal static class TcpConnect
{
    /// <summary>A connection, or why there is none.</summary>
    /// <exception cref="OperationCanceledException">Given up.</exception>
    public static async Task<(NetworkStream? Stream, ConnectionEnd? End)> ToAsync(IPEndPoint host, CancellationToken cancellationToken)
    {
        Socket? socket = null;
        try
        {
            socket = new Socket(host.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(host, cancellationToken);
            return (new NetworkStream(socket, ownsSocket: true), null);
        }
        catch (SocketException fault)
        {
            socket?.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            return (null, new ConnectionEnd(Fault(fault.SocketErrorCode), ConnectionPhase.Connecting) { Detail = fault.Message });
        }
        catch
        {
            socket?.Dispose();
            throw;
        }
    }

    /// <summary>An error of the machine's own says nothing about the host; all others do.</summary>
    private static ConnectionFault Fault(SocketError error) => error switch
    {
        SocketError.NetworkUnreachable or SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported => ConnectionFault.NoRoute,
        SocketError.ConnectionRefused => ConnectionFault.Refused,
        SocketError.TimedOut => ConnectionFault.TimedOut,
        SocketError.ConnectionReset or SocketError.ConnectionAborted => ConnectionFault.Closed,
        _ => ConnectionFault.Unreachable,
    };
}
