using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using StrictPost.Engine.Certificates;
using StrictPost.Engine.Intake;
using StrictPost.Server.Hosting;
using StrictPost.Engine.Nodes;

namespace StrictPost.Server.Receiving.Smtp;

/// <summary>
/// A mail server that takes reports, and nothing else (RFC 5321). It never sends mail: what it does not want it refuses while the client is
/// there, and what it accepted is on disk.
/// </summary>
internal sealed class SmtpReceiver : IDisposable
{
    private readonly ReportDoor _door;
    private readonly MinuteRate<ClientNetwork> _messages;
    private readonly int _mostConnections;
    private readonly ILogger? _accessLog;
    private int _connections;

    public SmtpReceiver(
        ReceivingPlan plan, string host, ReportDoor door, ICertificateSource certificates, TimeProvider time, ILoggerFactory loggers, ILogger? accessLog)
    {
        (Host, _door, Time, _mostConnections, _accessLog) = (host, door, time, plan.MostConnections, accessLog);
        _messages = new MinuteRate<ClientNetwork>(plan.MessagesPerMinute, time);
        Recipients = new SmtpRecipients(host, plan.Recipients, door);
        Tls = new SmtpTls(host, certificates, time, loggers);
    }

    public string Host { get; }

    public TimeProvider Time { get; }

    public SmtpRecipients Recipients { get; }

    public SmtpTls Tls { get; }

    /// <summary>Ends the chain of what stands on these ports: SMTP is spoken there.</summary>
    public void PutOn(ListenOptions listen)
    {
        listen.Protocols = HttpProtocols.None;
        listen.Run(ServeAsync);
    }

    public void Dispose() => Tls.Dispose();

    /// <summary>Whether a message may come now; null where it may.</summary>
    public SmtpReply? RefusalFor(IPAddress? client)
    {
        if (!_door.HasRoom())
            return SmtpReplies.NoRoom;
        return _messages.TryCount(ClientNetwork.Of(client)) is null ? null : SmtpReplies.TooOften;
    }

    /// <summary>Room for one message.</summary>
    public HeldBytes Hold() => _door.Hold();

    /// <summary>Makes a message durable, unless it could not be held.</summary>
    public async Task<SmtpReply> AcceptAsync(HeldBytes message, string? domain, IPAddress? client, CancellationToken cancellationToken)
    {
        if (message.Fault != HoldFault.None)
            return message.Fault == HoldFault.TooLarge ? SmtpReplies.TooLarge : SmtpReplies.NoRoom;
        // RFC 5321 §4.2.5: with 250 the message is ours to keep. Not before it is on disk.
        if (!await _door.TryAcceptAsync(message.Bytes, WayIn.Smtp, domain, client, cancellationToken))
            return SmtpReplies.TryAgain;
        _accessLog?.MessageAccepted(client, message.Bytes.Length, domain);
        return SmtpReplies.Accepted;
    }

    private async Task ServeAsync(ConnectionContext connection)
    {
        bool room = Interlocked.Increment(ref _connections) <= _mostConnections;
        try
        {
            await using var conversation = new SmtpConversation(this, connection);
            await conversation.RunAsync(room);
        }
        catch (Exception fault) when (fault is IOException or ConnectionAbortedException)
        {
            // The client is gone. What was not acknowledged it sends again.
        }
        finally
        {
            Interlocked.Decrement(ref _connections);
        }
    }
}
