using System.Net;
using ARSoft.Tools.Net.Dns;

namespace StrictPost.Lab.Dns;

/// <summary>The authoritative DNS of the lab, over UDP and TCP on one port of 127.0.0.1.</summary>
internal sealed class LabDnsServer : IDisposable
{
    private readonly Func<LabZone> _zone;
    private readonly Journal<DnsQuery> _queries;
    private readonly CancellationTokenSource _stopping = new();
    private readonly DnsServer _server;

    /// <summary>Starts answering.</summary>
    /// <param name="zone">Gives the zone as it is at the moment of each query.</param>
    /// <param name="queries">Where each query is written down before it is answered.</param>
    public LabDnsServer(Func<LabZone> zone, Journal<DnsQuery> queries)
    {
        _zone = zone;
        _queries = queries;
        (EndPoint, _server) = LoopbackPort.Claim(Start);
    }

    public IPEndPoint EndPoint { get; }

    public void Dispose()
    {
        _stopping.Cancel();
        _server.Stop();
        _stopping.Dispose();
    }

    private (IPEndPoint EndPoint, DnsServer Server) Start(int port)
    {
        var endPoint = new IPEndPoint(IPAddress.Loopback, port);
        var udp = new UdpServerTransport(endPoint);
        var tcp = new TcpServerTransport(endPoint);
        var server = new DnsServer(udp, tcp);
        server.QueryReceived += AnswerAsync;
        try
        {
            server.Start();
        }
        catch
        {
            udp.Dispose();
            tcp.Dispose();
            throw;
        }
        return (endPoint, server);
    }

    private async Task AnswerAsync(object sender, QueryReceivedEventArgs received)
    {
        // Without a reply of ours the library sends SERVFAIL: right for what is not one plain question.
        if (received.Query is not DnsMessage { Questions: [var question] } query)
            return;
        var overTcp = received.TransportProtocol == TransportProtocol.Tcp;
        _queries.Add(new DnsQuery(DnsReply.NameOf(question.Name), question.RecordType.ToString().ToUpperInvariant(), overTcp));
        var reply = DnsReply.To(query, question, _zone(), overTcp);
        if (reply is null)
            await Task.Delay(Timeout.InfiniteTimeSpan, _stopping.Token);
        received.Response = reply;
    }
}
