using System.Net;
using StrictPost.Engine.Tls;
using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.Text;

namespace StrictPost.Engine.Probing;

/// <summary>
/// One conversation with a mail host as a sender begins it: greeting, EHLO, STARTTLS, handshake. It goes no further than
/// that: never a MAIL FROM, never a mail.
/// </summary>
internal sealed class SmtpConversation(ObserveSettings settings, TimeProvider time, SmtpNotes notes) : IAsyncDisposable
{
    private static readonly TimeSpan FarewellDeadline = TimeSpan.FromSeconds(1);

    private Stream? _stream;
    private SmtpChannel? _channel;

    /// <summary>Runs it to its end, wherever that is, and writes down what is seen.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task RunAsync(DomainName host, IPAddress address, CancellationToken cancellationToken)
    {
        try
        {
            _ = await ConnectAsync(address, cancellationToken)
                && await GreetAsync(cancellationToken)
                && await StartTlsAsync(cancellationToken)
                && await ShakeHandsAsync(host, cancellationToken);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            notes.Stop(ConnectionFault.TimedOut);
        }
        catch (IOException fault)
        {
            cancellationToken.ThrowIfCancellationRequested();
            notes.Stop(ConnectionFault.Closed, fault.InnerException?.Message ?? fault.Message);
        }
    }

    /// <summary>
    /// "MUST NOT intentionally close the transmission channel until it sends a QUIT" (RFC 5321 §4.1.1.10). Nobody waits long for
    /// the answer, and whatever goes wrong now means nothing.
    /// </summary>
    public async Task LeaveAsync()
    {
        if (_channel is null || notes.Seen.End is { Fault: not ConnectionFault.Declined })
            return;
        using var deadline = new CancellationTokenSource(FarewellDeadline, time);
        try
        {
            await _channel.SendAsync("QUIT", deadline.Token);
            await _channel.ReadAsync(deadline.Token);
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException)
        {
        }
    }

    public ValueTask DisposeAsync() => _stream?.DisposeAsync() ?? ValueTask.CompletedTask;

    private Task<bool> ConnectAsync(IPAddress address, CancellationToken cancellationToken) =>
        WithinAsync(settings.ConnectDeadline, async deadline =>
        {
            (_stream, var end) = await TcpConnect.ToAsync(new IPEndPoint(address, settings.SmtpPort), deadline);
            notes.Seen = notes.Seen with { End = end };
            _channel = _stream is null ? null : new SmtpChannel(_stream);
            return _stream is not null;
        }, cancellationToken);

    /// <summary>The greeting, then EHLO (RFC 5321 §3.1, §3.2).</summary>
    private async Task<bool> GreetAsync(CancellationToken cancellationToken)
    {
        if (await ReplyAsync(ConnectionPhase.Greeting, command: null, cancellationToken) is not { } greeting)
            return false;
        notes.Greet(greeting.Text);
        if (!Accepts(greeting) || await ReplyAsync(ConnectionPhase.Ehlo, $"EHLO {settings.SafeHelloName}", cancellationToken) is not { } hello || !Accepts(hello))
            return false;
        notes.Seen = notes.Seen with { Extensions = hello.Lines };
        return true;
    }

    /// <summary>STARTTLS where it is offered (RFC 3207 §4).</summary>
    private async Task<bool> StartTlsAsync(CancellationToken cancellationToken) =>
        notes.Seen.OffersStartTls && await ReplyAsync(ConnectionPhase.StartTls, "STARTTLS", cancellationToken) is { } ready && Accepts(ready);

    private Task<bool> ShakeHandsAsync(DomainName host, CancellationToken cancellationToken) =>
        WithinAsync(settings.ReplyDeadline, async deadline =>
        {
            notes.Phase = ConnectionPhase.Handshake;
            _channel!.Forget();
            var tls = new TlsConnection(_stream!, settings.Roots, notes.Seen.At, judgeAnchors: true);
            _stream = tls.Stream;
            var end = await tls.AgreeAsync(host, protocols: null, deadline);
            notes.Seen = notes.Seen with { Tls = tls.Agreed, End = end };
            _channel = new SmtpChannel(_stream);
            return end is null;
        }, cancellationToken);

    private Task<SmtpReply?> ReplyAsync(ConnectionPhase phase, string? command, CancellationToken cancellationToken) =>
        WithinAsync(settings.ReplyDeadline, async deadline =>
        {
            notes.Phase = phase;
            if (command is not null)
                await _channel!.SendAsync(command, deadline);
            var reply = await _channel!.ReadAsync(deadline);
            if (reply is null)
                notes.Stop(ConnectionFault.NotSpoken, "what it answers is no SMTP reply");
            return reply;
        }, cancellationToken);

    private bool Accepts(SmtpReply reply)
    {
        if (!reply.IsPositive)
            notes.Stop(ConnectionFault.Declined, $"{reply.Code} {reply.Text}");
        return reply.IsPositive;
    }

    private async Task<T> WithinAsync<T>(TimeSpan limit, Func<CancellationToken, Task<T>> step, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        return await step(either.Token);
    }
}
