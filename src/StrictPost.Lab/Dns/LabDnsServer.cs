using System.Net;
using ARSoft.Tools.Net.Dns;

namespace StrictPost.Lab.Dns;

/// <summary>The authoritative DNS of the lab, over UDP and TCP on one port of 127.0.0.1.</summary>
internal sealed class LabDnsServer : IDisposable
{
    private readonly Func<LabZone> _zone;
    private readonly Journal<DnsQuery> _queries;
    private readonly CancellationTokenSource _stopping = new();
    private readonly IServerTransport[] _transports;
    private readonly DnsServer _server;

    /// <summary>Starts answering.</summary>
    /// <param name="zone">Gives the zone as it is at the moment of each query.</param>
    /// <param name="queries">Where each query is written down before it is answered.</param>
    public LabDnsServer(Func<LabZone> zone, Journal<DnsQuery> queries)
    {
        _zone = zone;
        _queries = queries;
        (EndPoint, _transports, _server) = LoopbackPort.Claim(Start);
    }

    public IPEndPoint EndPoint { get; }

    public void Dispose()
    {
        _stopping.Cancel();
        try
        {
            _server.Stop();
        }
        catch (AggregateException)
        {
            // Stopped before its loops had begun: the library waits for them and finds them cancelled.
        }
        Close(_transports);
        _stopping.Dispose();
    }

    private (IPEndPoint EndPoint, IServerTransport[] Transports, DnsServer Server) Start(int port)
    {
        var endPoint = new IPEndPoint(IPAddress.Loopback, port);
        IServerTransport[] transports = [new UdpServerTransport(endPoint), new TcpServerTransport(endPoint)];
        var server = new DnsServer(transports);
        server.QueryReceived += AnswerAsync;
        try
        {
            server.Start();
        }
        catch
        {
            Close(transports);
            throw;
        }
        return (endPoint, transports, server);
    }

    private static void Close(IServerTransport[] transports)
    {
        foreach (var transport in transports)
            transport.Dispose();
    }

    private async Task AnswerAsync(object sender, QueryReceivedEventArgs received)
    {
        // Without a reply of ours the library sends SERVFAIL: right for what is not one plain question.
        if (received.Query is not DnsMessage { Questions: [var question] } query)
            return;
        var overTcp = received.TransportProtocol == TransportProtocol.Tcp;
        var type = question.RecordType.ToString().ToUpperInvariant();
        _queries.Add(new DnsQuery(DnsReply.NameOf(question.Name), type, overTcp));
        var reply = DnsReply.To(query, question, _zone(), overTcp);
        if (reply is null)
            await Task.Delay(Timeout.InfiniteTimeSpan, _stopping.Token);
        received.Response = reply;
    }
}
