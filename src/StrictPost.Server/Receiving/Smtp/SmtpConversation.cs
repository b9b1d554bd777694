using System.Net;
using Microsoft.AspNetCore.Connections;
using StrictPost.Server.Crowding;

namespace StrictPost.Server.Receiving.Smtp;

/// <summary>One client's connection: lets the session decide, and does what it says, with deadlines.</summary>
internal sealed class SmtpConversation : IAsyncDisposable
{
    /// <summary>
    /// How long a client may take for a command, or be silent in a message. RFC 5321 §4.5.3.2 wants five minutes; who sends reports is a
    /// program, and the next report comes tomorrow.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>How long a message may take in all.</summary>
    private static readonly TimeSpan MessageTime = TimeSpan.FromMinutes(10);

    /// <summary>How long the last word may take.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);

    private readonly SmtpReceiver _receiver;
    private readonly SmtpWire _wire;
    private readonly SmtpSession _session;
    private readonly OpenConnection? _open;
    private readonly IPAddress? _client;
    private readonly CancellationTokenSource _deadline;

    public SmtpConversation(SmtpReceiver receiver, ConnectionContext connection)
    {
        _receiver = receiver;
        _wire = new SmtpWire(connection);
        _session = new SmtpSession(receiver.Host);
        _open = connection.Features.Get<OpenConnection>();
        _client = (connection.RemoteEndPoint as IPEndPoint)?.Address;
        _deadline = new CancellationTokenSource(Patience, receiver.Time);
    }

    /// <summary>Goes on until either side has had enough.</summary>
    /// <param name="room">False where too many are here already.</param>
    /// <exception cref="IOException">The client is gone.</exception>
    public async Task RunAsync(bool room)
    {
        SmtpReply? last;
        try
        {
            last = room ? await ConverseAsync() : SmtpReplies.TooManyConnections;
        }
        catch (OperationCanceledException) when (_deadline.IsCancellationRequested)
        {
            last = SmtpReplies.TooSlow;
        }

        if (last is null)
            return;
        using var farewell = new CancellationTokenSource(Farewell, _receiver.Time);
        try
        {
            _wire.Say(last);
            await _wire.FlushAsync(farewell.Token);
            await _wire.EndAsync();
        }
        catch (OperationCanceledException) when (farewell.IsCancellationRequested)
        {
            // It does not even read.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _wire.DisposeAsync();
        _deadline.Dispose();
    }

    /// <returns>The last word; null where nobody is there to hear it.</returns>
    private async Task<SmtpReply?> ConverseAsync()
    {
        _wire.Say(_session.Greeting);
        while (!_wire.IsStopping || _session.InTransaction)
        {
            _wire.KeepWaiting(_session.InTransaction);
            _deadline.CancelAfter(Patience);
            if (await _wire.ReadLineAsync(_deadline.Token) is not { } heard)
                return _wire.IsStopping ? SmtpReplies.Stopping : null;
            _open?.Hear(_receiver.Time.GetTimestamp());
            var command = heard.State == SmtpLineState.Whole ? SmtpCommandReader.Read(heard.Line) : new SmtpCommand.Wrong(SmtpReplies.LineTooLong);
            var turn = _session.Hear(command);
            if (turn is SmtpTurn.End end)
                return end.Reply;
            if (!await TakeAsync(turn))
                return null;
        }

        return SmtpReplies.Stopping;
    }

    /// <returns>False where the connection is of no more use.</returns>
    private async Task<bool> TakeAsync(SmtpTurn turn)
    {
        switch (turn)
        {
            case SmtpTurn.Say say:
                _wire.Say(say.Reply);
                return true;
            case SmtpTurn.AskForRoom:
                _wire.Say(_session.TakeSender(_receiver.RefusalFor(_client)));
                return true;
            case SmtpTurn.AskForRecipient ask:
                _wire.Say(_session.TakeRecipient(await _receiver.Recipients.FindAsync(ask.Mailbox, _deadline.Token)));
                return true;
            case SmtpTurn.ReadMessage:
                return await ReadMessageAsync();
            case SmtpTurn.BeginTls:
                bool secure = await _wire.BeginTlsAsync(SmtpReplies.ReadyForTls, _receiver.Tls, _deadline.Token);
                _session.TakeTls();
                return secure;
            default:
                throw new ArgumentException("no such turn", nameof(turn));
        }
    }

    /// <returns>False where the client went before the message's end.</returns>
    private async Task<bool> ReadMessageAsync()
    {
        _wire.Say(SmtpReplies.GoAhead);
        await _wire.FlushAsync(_deadline.Token);
        using var message = _receiver.Hold();
        var content = new SmtpContent();
        long start = _receiver.Time.GetTimestamp();
        while (!content.HasEnded)
        {
            var left = MessageTime - _receiver.Time.GetElapsedTime(start);
            _deadline.CancelAfter(left < TimeSpan.Zero ? TimeSpan.Zero : left < Patience ? left : Patience);
            var buffer = await _wire.ReadMessageAsync(_deadline.Token);
            if (buffer.IsEmpty)
                return false;
            long read = 0;
            foreach (var segment in buffer)
                read += content.Read(segment.Span, message);
            _wire.Advance(buffer.GetPosition(read));
            _open?.Hear(_receiver.Time.GetTimestamp());
        }

        _deadline.CancelAfter(Patience);
        _wire.Say(await _receiver.AcceptAsync(message, _session.AddressedTo, _client, _deadline.Token));
        _session.TakeMessage();
        return true;
    }
}
