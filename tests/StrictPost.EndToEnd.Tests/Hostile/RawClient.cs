using System.Net;
using System.Net.Sockets;

namespace StrictPost.EndToEnd.Tests.Hostile;

/// <summary>A client that says whatever it likes, from whatever loopback address it likes.</summary>
internal sealed class RawClient : IDisposable
{
    private const int IpLevel = 0;

    /// <summary>Linux then chooses the port when it connects, so that many connections can share one.</summary>
    private const int BindAddressNoPort = 24;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public static async Task<RawClient> ConnectAsync(int port, string from = "127.0.0.1")
    {
        var client = new RawClient();
        client._socket.SetRawSocketOption(IpLevel, BindAddressNoPort, [1, 0, 0, 0]);
        client._socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
        await client._socket.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
        return client;
    }

    public async Task SendAsync(byte[] bytes) => await _socket.SendAsync(bytes, TestContext.Current.CancellationToken);

    /// <summary>Everything that comes until the server ends the connection, in whatever way.</summary>
    public async Task<byte[]> UntilEndAsync()
    {
        var all = new List<byte>();
        var buffer = new byte[4096];
        try
        {
            while (await _socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken) is > 0 and var count)
                all.AddRange(buffer.AsSpan(0, count));
        }
        catch (SocketException fault) when (fault.SocketErrorCode == SocketError.ConnectionReset)
        {
            // Cut off rather than closed.
        }

        return [.. all];
    }

    public void Dispose() => _socket.Dispose();
}
