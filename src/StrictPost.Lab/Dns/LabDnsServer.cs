using System.Net;
using System.Net.Sockets;
using StrictPost.Lab.Net;

namespace StrictPost.Lab.Dns;

/// <summary>
/// The DNS of the lab, authoritative and recursive in one, over UDP and TCP on one port of 127.0.0.1. It is not a
/// general server: it knows one question a message, and nothing but class IN.
/// </summary>
internal sealed class LabDnsServer : IDisposable
{
    private const int LargestQuery = 4096;
    private const int SocketBuffer = 4 * 1024 * 1024;

    private readonly Func<LabZone> _zone;
    private readonly Func<TimeSpan> _latency;
    private readonly TimeProvider _time;
    private readonly Journal<DnsQuery> _queries;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Socket _udp;
    private readonly Socket _tcp;

    /// <summary>Starts answering.</summary>
    /// <param name="zone">Gives the zone as it is at the moment of each query.</param>
    /// <param name="latency">Gives the time by which a reply is late.</param>
    /// <param name="time">Paces late replies.</param>
    /// <param name="queries">Where each query is written down before it is answered.</param>
    public LabDnsServer(Func<LabZone> zone, Func<TimeSpan> latency, TimeProvider time, Journal<DnsQuery> queries)
    {
        (_zone, _latency, _time, _queries) = (zone, latency, time, queries);
        (_udp, _tcp) = LoopbackPort.Claim(Bind);
        EndPoint = (IPEndPoint)_udp.LocalEndPoint!;
        _ = ServeUdpAsync();
        _ = ServeTcpAsync();
    }

    public IPEndPoint EndPoint { get; }

    public void Dispose()
    {
        _stopping.Cancel();
        _udp.Dispose();
        _tcp.Dispose();
    }

    private static (Socket Udp, Socket Tcp) Bind(int port)
    {
        var endPoint = new IPEndPoint(IPAddress.Loopback, port);
        var udp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = SocketBuffer };
        var tcp = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            udp.Bind(endPoint);
            tcp.Bind(endPoint);
            tcp.Listen();
            return (udp, tcp);
        }
        catch
        {
            udp.Dispose();
            tcp.Dispose();
            throw;
        }
    }

    private async Task ServeUdpAsync()
    {
        var buffer = new byte[LargestQuery];
        var sender = new SocketAddress(AddressFamily.InterNetwork);
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                int length = await _udp.ReceiveFromAsync(buffer, SocketFlags.None, sender, _stopping.Token);
                if (Answer(buffer.AsSpan(0, length), overTcp: false) is { } reply)
                    Send(reply, sender);
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

    private void Send(byte[] reply, SocketAddress receiver)
    {
        if (_latency() is var latency && latency == TimeSpan.Zero)
        {
            _udp.SendTo(reply, SocketFlags.None, receiver);
            return;
        }

        var copy = new SocketAddress(AddressFamily.InterNetwork, receiver.Size);
        receiver.Buffer.CopyTo(copy.Buffer);
        _ = SendLaterAsync(reply, copy, latency);
    }

    private async Task SendLaterAsync(byte[] reply, SocketAddress receiver, TimeSpan latency)
    {
        try
        {
            await Task.Delay(latency, _time, _stopping.Token);
            await _udp.SendToAsync(reply, SocketFlags.None, receiver, _stopping.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Stopped, or the client is gone: nobody waits any more.
        }
    }

    private async Task ServeTcpAsync()
    {
        try
        {
            while (true)
                _ = new DnsTcpSession(await _tcp.AcceptAsync(_stopping.Token), Answer, _latency(), _time).RunAsync(_stopping.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private byte[]? Answer(ReadOnlySpan<byte> message, bool overTcp)
    {
        if (DnsRequest.Read(message) is not { } request)
            return message.Length >= DnsRequest.HeaderBytes && (message[2] & 0x80) == 0 ? DnsReply.Failure(message, DnsCode.ServerFailure) : null;
        _queries.Add(new DnsQuery(request.Name, Mnemonic(request.Type), overTcp));
        return DnsReply.To(request, _zone(), overTcp);
    }

    private static string Mnemonic(DnsType type) => type switch
    {
        DnsType.Txt => "TXT",
        DnsType.Mx => "MX",
        DnsType.A => "A",
        DnsType.Aaaa => "AAAA",
        DnsType.Tlsa => "TLSA",
        DnsType.CName => "CNAME",
        _ => type.ToString().ToUpperInvariant(),
    };
}
