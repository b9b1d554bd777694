using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using StrictPost.Lab.World;

namespace StrictPost.Lab.Dns;

/// <summary>
/// The authoritative servers of the lab's zones, over UDP on the port of its resolver. Each gets an address of its own in
/// 127.2.0.0/16 when it is first asked for.
/// </summary>
/// <param name="port">The resolver's port.</param>
/// <param name="zone">Gives the zone as it is at the moment of each query.</param>
internal sealed class LabNameServers(int port, Func<LabZone> zone) : IDisposable
{
    private const int LargestQuery = 4096;

    private readonly ConcurrentDictionary<string, Lazy<IPAddress?>> _own = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentBag<Socket> _sockets = [];
    private readonly CancellationTokenSource _stopping = new();
    private int _lastOwn;

    /// <summary>Where a server is to be found; nowhere, when the machine lacks such addresses.</summary>
    public ImmutableArray<IPAddress> AddressesOf(LabNameServer server)
    {
        if (server.Addresses is { } given)
            return given;
        return _own.GetOrAdd(server.Name, name => new(() => TakeAddress(name))).Value is { } own ? [own] : [];
    }

    public void Dispose()
    {
        _stopping.Cancel();
        foreach (var socket in _sockets)
            socket.Dispose();
    }

    private IPAddress? TakeAddress(string name)
    {
        while (Interlocked.Increment(ref _lastOwn) is var number && number < ushort.MaxValue)
        {
            var address = new IPAddress([127, 2, (byte)(number >> 8), (byte)number]);
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            try
            {
                socket.Bind(new IPEndPoint(address, port));
            }
            catch (SocketException)
            {
                socket.Dispose();
                if (!OperatingSystem.IsLinux())
                    return null;
                continue; // somebody else has it
            }

            _sockets.Add(socket);
            _ = ServeAsync(socket, name);
            return address;
        }

        return null;
    }

    private async Task ServeAsync(Socket socket, string name)
    {
        var buffer = new byte[LargestQuery];
        var sender = new SocketAddress(AddressFamily.InterNetwork);
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                int length = await socket.ReceiveFromAsync(buffer, SocketFlags.None, sender, _stopping.Token);
                if (DnsRequest.Read(buffer.AsSpan(0, length)) is { } request && DnsReply.To(request, zone().SeenFrom(name), overTcp: false) is { } reply)
                    socket.SendTo(reply, SocketFlags.None, sender);
            }
            catch (SocketException) when (!_stopping.IsCancellationRequested)
            {
                // The client is gone; what it left behind is reported here.
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }
}
