using System.Net;
using System.Net.Sockets;

namespace StrictPost.EndToEnd.Tests.Peers;

/// <summary>Port numbers for servers that cannot choose one themselves.</summary>
internal static class PeerPort
{
    /// <summary>A number that stays free while nobody listens there: the system gives it to no outgoing connection.</summary>
    public static int Lasting()
    {
        while (true)
        {
            using var tcp = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                tcp.Bind(new IPEndPoint(IPAddress.Any, Random.Shared.Next(20_000, 32_000)));
                return ((IPEndPoint)tcp.LocalEndPoint!).Port;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // Somebody holds it: another one, then.
            }
        }
    }

    /// <summary>A number that nobody holds, for TCP or UDP, at any address of this machine: the world has many in 127.0.0.0/8.</summary>
    public static int Free()
    {
        using var tcp = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        while (true)
        {
            using var udp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            udp.Bind(new IPEndPoint(IPAddress.Any, 0));
            try
            {
                tcp.Bind(udp.LocalEndPoint!);
                return ((IPEndPoint)tcp.LocalEndPoint!).Port;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // Somebody holds it for TCP: the next one, then.
            }
        }
    }
}
