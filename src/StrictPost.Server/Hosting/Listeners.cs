using System.Net;
using System.Net.Sockets;

namespace StrictPost.Server.Hosting;

/// <summary>What a port is for.</summary>
public enum ListenerRole
{
    /// <summary>Serves policies.</summary>
    Https,

    /// <summary>Sends browsers to HTTPS.</summary>
    Http,

    /// <summary>Serves policies to web servers that do TLS themselves.</summary>
    ProxyHttp,

    /// <summary>Takes reports by mail.</summary>
    Smtp,

    /// <summary>Health and readiness.</summary>
    Operations,
}

/// <summary>Where to listen for one role.</summary>
/// <param name="Role">What for.</param>
/// <param name="Addresses">On which of this machine's addresses, all with the same port.</param>
/// <param name="Port">0 takes a free one.</param>
public sealed record ListenerPlan(ListenerRole Role, IReadOnlyList<IPAddress> Addresses, int Port)
{
    /// <summary>True where an address that this machine lacks is left out, as long as another one remains.</summary>
    public bool SkipsMissing { get; init; }
}

/// <summary>An open port.</summary>
public sealed record Listener(ListenerRole Role, IPEndPoint EndPoint);

/// <summary>A port cannot be opened.</summary>
public sealed class ListenerException(ListenerRole role, IPEndPoint endPoint, SocketError error)
    : Exception($"{endPoint} cannot be opened: {error}")
{
    /// <summary>What it was for.</summary>
    public ListenerRole Role { get; } = role;

    /// <summary>Address and port.</summary>
    public IPEndPoint EndPoint { get; } = endPoint;

    /// <summary>What the system said.</summary>
    public SocketError Error { get; } = error;
}

/// <summary>Sockets that listen already, before anything else is set up; Kestrel takes them over.</summary>
internal sealed class ListeningSockets : IDisposable
{
    /// <summary>
    /// Connections that wait to be accepted, per socket; Linux may take fewer. Where there is no room a client tries again only
    /// after a second.
    /// </summary>
    private const int Backlog = 4096;

    private readonly Dictionary<IPEndPoint, Socket> _sockets = [];
    private readonly List<Listener> _listeners = [];

    public IReadOnlyList<Listener> Listeners => _listeners;

    /// <exception cref="ListenerException">A port cannot be opened; none stays open.</exception>
    public static ListeningSockets Open(IEnumerable<ListenerPlan> plans)
    {
        var sockets = new ListeningSockets();
        try
        {
            foreach (var plan in plans)
                sockets.Open(plan);
            return sockets;
        }
        catch
        {
            sockets.Dispose();
            throw;
        }
    }

    /// <summary>The socket that listens there. From now on it is the caller's.</summary>
    public Socket Take(EndPoint endPoint) => _sockets.Remove((IPEndPoint)endPoint, out var socket)
        ? socket
        : throw new InvalidOperationException($"no socket listens at {endPoint}");

    public void Dispose()
    {
        foreach (var socket in _sockets.Values)
            socket.Dispose();
        _sockets.Clear();
    }

    private void Open(ListenerPlan plan)
    {
        int port = plan.Port;
        int opened = 0;
        foreach (var address in plan.Addresses)
        {
            var endPoint = new IPEndPoint(address, port);
            try
            {
                port = Open(plan.Role, endPoint);
                opened++;
            }
            catch (SocketException fault) when (plan.SkipsMissing && opened > 0 && IsMissing(fault.SocketErrorCode))
            {
                // This machine has no such address: IPv6 is often switched off.
            }
            catch (SocketException fault)
            {
                throw new ListenerException(plan.Role, endPoint, fault.SocketErrorCode);
            }
        }
    }

    private int Open(ListenerRole role, IPEndPoint endPoint)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (endPoint.Address.Equals(IPAddress.IPv6Any))
                socket.DualMode = true;
            socket.Bind(endPoint);
            socket.Listen(Backlog);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        var real = (IPEndPoint)socket.LocalEndPoint!;
        _sockets.Add(real, socket);
        _listeners.Add(new Listener(role, real));
        return real.Port;
    }

    private static bool IsMissing(SocketError error) =>
        error is SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported or SocketError.ProtocolFamilyNotSupported;
}
