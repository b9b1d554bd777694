using System.Net;
using System.Net.Sockets;

namespace StrictPost.Lab.Net;

/// <summary>
/// Finds one port number that is free for several sockets at once, such as UDP and TCP, or IPv4 and IPv6.
/// </summary>
internal static class LoopbackPort
{
    private const int Attempts = 50;

    /// <summary>
    /// Calls <paramref name="bind"/> with port numbers until it succeeds. It must leave nothing bound when it fails.
    /// </summary>
    /// <exception cref="SocketException">Binding fails for another reason than a port in use, or time after time.</exception>
    public static T Claim<T>(Func<int, T> bind)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return bind(FreeTcpPort());
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse && attempt < Attempts)
            {
                // Somebody holds that number for the other protocol, or was faster: the next number, then.
            }
        }
    }

    private static int FreeTcpPort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
