using System.Net;
using System.Net.Sockets;

namespace StrictPost.Lab.Https;

/// <summary>TCP sockets on the same port of 127.0.0.1 and, where the machine has it, ::1.</summary>
internal sealed record LoopbackListeners(int Port, Socket Ipv4, Socket? Ipv6) : IDisposable
{
    public static LoopbackListeners Bind() => LoopbackPort.Claim(Bind);

    /// <summary>The socket that is bound to this endpoint.</summary>
    public Socket At(EndPoint endPoint) => endPoint.AddressFamily == AddressFamily.InterNetworkV6 ? Ipv6! : Ipv4;

    public void Dispose()
    {
        Ipv4.Dispose();
        Ipv6?.Dispose();
    }

    private static LoopbackListeners Bind(int port)
    {
        var ipv4 = Bind(new IPEndPoint(IPAddress.Loopback, port));
        try
        {
            return new LoopbackListeners(port, ipv4, TryBindIpv6(port));
        }
        catch
        {
            ipv4.Dispose();
            throw;
        }
    }

    private static Socket? TryBindIpv6(int port)
    {
        if (!Socket.OSSupportsIPv6)
            return null;
        try
        {
            return Bind(new IPEndPoint(IPAddress.IPv6Loopback, port));
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressNotAvailable)
        {
            return null; // IPv6 is compiled in, but the loopback has no ::1, as in many containers.
        }
    }

    private static Socket Bind(IPEndPoint endPoint)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(endPoint);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
