using System.Net;
using System.Net.Sockets;
using StrictPost.Lab.Net;
using StrictPost.Lab.World;

namespace StrictPost.Lab.Dns;

/// <summary>
/// The DNS of the lab, authoritative and recursive in one, over UDP and TCP on one port of 127.0.0.1 and, where there is one,
/// <see cref="LabAddresses.Second"/>. It is not a general server: it knows one question a message, and nothing but class IN.
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
    private readonly Pair _first;
    private readonly Pair? _second;

    /// <summary>Starts answering.</summary>
    /// <param name="zone">Gives the zone as it is at the moment of each query.</param>
    /// <param name="latency">Gives the time by which a reply is late.</param>
    /// <param name="time">Paces late replies.</param>
    /// <param name="queries">Where each query is written down before it is answered.</param>
    public LabDnsServer(Func<LabZone> zone, Func<TimeSpan> latency, TimeProvider time, Journal<DnsQuery> queries)
    {
        (_zone, _latency, _time, _queries) = (zone, latency, time, queries);
        _first = LoopbackPort.Claim(port => Bind(new IPEndPoint(LabAddresses.First, port)));
        EndPoint = (IPEndPoint)_first.Udp.LocalEndPoint!;
        _second = TryBind(new IPEndPoint(LabAddresses.Second, EndPoint.Port));
        foreach (var pair in new[] { _first, _second }.OfType<Pair>())
        {
            _ = ServeUdpAsync(pair);
            _ = ServeTcpAsync(pair);
        }
    }

    public IPEndPoint EndPoint { get; }

    public void Dispose()
    {
        _stopping.Cancel();
        _first.Dispose();
        _second?.Dispose();
    }

    private static Pair? TryBind(IPEndPoint endPoint)
    {
        try
        {
            return Bind(endPoint);
        }
        catch (SocketException)
        {
            return null; // no such address, as on macOS
        }
    }

    private static Pair Bind(IPEndPoint endPoint)
    {
        var udp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = SocketBuffer };
        var tcp = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            udp.Bind(endPoint);
            tcp.Bind(endPoint);
            tcp.Listen();
            return new Pair(udp, tcp);
        }
        catch
        {
            udp.Dispose();
            tcp.Dispose();
            throw;
        }
    }

    private async Task ServeUdpAsync(Pair pair)
    {
        var buffer = new byte[LargestQuery];
        var sender = new SocketAddress(AddressFamily.InterNetwork);
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                int length = await pair.Udp.ReceiveFromAsync(buffer, SocketFlags.None, sender, _stopping.Token);
                if (Answer(buffer.AsSpan(0, length), overTcp: false, pair) is { } reply)
                    Send(reply, pair.Udp, sender);
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

    private void Send(byte[] reply, Socket udp, SocketAddress receiver)
    {
        if (_latency() is var latency && latency == TimeSpan.Zero)
        {
            udp.SendTo(reply, SocketFlags.None, receiver);
            return;
        }

        var copy = new SocketAddress(AddressFamily.InterNetwork, receiver.Size);
        receiver.Buffer.CopyTo(copy.Buffer);
        _ = SendLaterAsync(reply, udp, copy, latency);
    }

    private async Task SendLaterAsync(byte[] reply, Socket udp, SocketAddress receiver, TimeSpan latency)
    {
        try
        {
            await Task.Delay(latency, _time, _stopping.Token);
            await udp.SendToAsync(reply, SocketFlags.None, receiver, _stopping.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Stopped, or the client is gone: nobody waits any more.
        }
    }

    private async Task ServeTcpAsync(Pair pair)
    {
        try
        {
            while (true)
                _ = new DnsTcpSession(await pair.Tcp.AcceptAsync(_stopping.Token), message => Answer(message, overTcp: true, pair), _latency(), _time).RunAsync(_stopping.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private byte[]? Answer(ReadOnlySpan<byte> message, bool overTcp, Pair pair)
    {
        if (DnsRequest.Read(message) is not { } request)
            return message.Length >= DnsRequest.HeaderBytes && (message[2] & 0x80) == 0 ? DnsReply.Failure(message, DnsCode.ServerFailure) : null;
        _queries.Add(new DnsQuery(request.Name, Mnemonic(request.Type), overTcp));
        return DnsReply.To(request, _zone(), overTcp, atSecond: pair == _second);
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

    /// <summary>The two sockets of one address.</summary>
    private sealed record Pair(Socket Udp, Socket Tcp) : IDisposable
    {
        public void Dispose()
        {
            Udp.Dispose();
            Tcp.Dispose();
        }
    }
}
