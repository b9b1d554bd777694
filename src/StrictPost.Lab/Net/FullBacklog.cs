using System.Net.Sockets;

namespace StrictPost.Lab.Net;

/// <summary>
/// A port whose queue of connections is full and never emptied, so that the system drops whoever else knocks: to a client
/// it looks like a firewall that drops packets.
/// </summary>
internal sealed class FullBacklog : IDisposable
{
    private readonly Socket _listener;
    private readonly Socket _filler;

    /// <summary>Takes over a bound socket.</summary>
    public FullBacklog(Socket bound)
    {
        _listener = bound;
        _listener.Listen(backlog: 0); // which holds one
        _filler = new Socket(bound.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        _filler.Connect(bound.LocalEndPoint!);
    }

    public void Dispose()
    {
        _filler.Dispose();
        _listener.Dispose();
    }
}
