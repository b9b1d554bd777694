using System.Net;
using System.Net.Sockets;
using StrictPost.Lab.World;

namespace StrictPost.Lab.Net;

/// <summary>
/// TCP sockets bound to one port of 127.0.0.1 and, where the machine has them, ::1 and <see cref="LabAddresses.Second"/>;
/// and beside them, at <see cref="LabAddresses.Unanswered"/>, a port that lets every client wait.
/// </summary>
internal sealed class LoopbackListeners : IDisposable
{
    private readonly FullBacklog? _unanswered;

    private LoopbackListeners(int port)
    {
        Port = port;
        Ipv4 = Bind(new IPEndPoint(LabAddresses.First, port));
        Ipv6 = Socket.OSSupportsIPv6 ? TryBind(IPAddress.IPv6Loopback, port) : null;
        Second = TryBind(LabAddresses.Second, port);
        _unanswered = TryBind(LabAddresses.Unanswered, port) is { } full ? new FullBacklog(full) : null;
    }

    public int Port { get; }

    public Socket Ipv4 { get; }

    public Socket? Ipv6 { get; }

    public Socket? Second { get; }

    /// <summary>Takes a port. Nothing but the port that lets clients wait listens yet.</summary>
    public static LoopbackListeners Claim() => LoopbackPort.Claim(port => new LoopbackListeners(port));

    /// <summary>All that is bound, for whoever will listen.</summary>
    public IEnumerable<Socket> All() => new[] { Ipv4, Ipv6, Second }.OfType<Socket>();

    /// <summary>One more address of the same port, bound; null where the machine has no such address, or it is taken.</summary>
    public static Socket? TryBind(IPAddress address, int port)
    {
        try
        {
            return Bind(new IPEndPoint(address, port));
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressNotAvailable or SocketError.AddressAlreadyInUse)
        {
            return null; // no IPv6 on this loopback, as in many containers; no 127.0.2.2, as on macOS
        }
    }

    public void Dispose()
    {
        foreach (var socket in All())
            socket.Dispose();
        _unanswered?.Dispose();
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
