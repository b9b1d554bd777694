using System.Collections.Immutable;
using System.Net;
using System.Net.Security;
using StrictPost.Lab.Tls;
using StrictPost.Lab.World;

namespace StrictPost.Lab.Smtp;

/// <summary>One client's session at a mail host, with all the faults that the host has.</summary>
/// <param name="address">Which of the lab's addresses the client came to.</param>
/// <param name="host">The mail host that has this address to itself; null where many share it.</param>
/// <param name="nameless">What a host shows to a client that names none in its handshake.</param>
/// <param name="find">Finds a mail host by the name in the handshake.</param>
/// <param name="certificates">What hosts show.</param>
/// <param name="time">Paces slow hosts.</param>
internal sealed class SmtpConversation(
    IPAddress address, LabMailHost? host, Func<LabMailHost?> nameless, Func<string, LabMailHost?> find, LabCertificates certificates, TimeProvider time)
{
    private const string Words = "SSH-2.0-OpenSSH_9.2p1";

    private readonly ImmutableArray<string>.Builder _commands = ImmutableArray.CreateBuilder<string>();
    private readonly ImmutableArray<SmtpFault> _faults = host?.SmtpFaults ?? [];
    private string? _serverName;
    private bool _inTls;

    private enum Next
    {
        GoOn,
        StartTls,
        Stop,
    }

    /// <summary>What has happened so far.</summary>
    public SmtpSession Journal => new(address, _serverName, _commands.ToImmutable(), _inTls);

    /// <summary>Talks until one of the two ends it.</summary>
    public async Task RunAsync(Stream stream, CancellationToken cancellationToken)
    {
        var lines = new SmtpLines(stream);
        var refusal = _faults.OfType<SmtpFault.GreetingRefused>().FirstOrDefault();
        string greeting = refusal?.Reply ?? $"220 {host?.Name ?? "mail.lab"} ESMTP";
        if (await ReplyAsync(lines, greeting, SmtpStage.Greeting, cancellationToken)
            && await ObeyAsync(lines, refused: refusal is not null, cancellationToken) is Next.StartTls)
        {
            await using var tls = new SslStream(stream, leaveInnerStreamOpen: true);
            await tls.AuthenticateAsServerAsync((_, hello, _, token) => GreetAsync(stream, hello, token), null, cancellationToken);
            _inTls = true;
            await ObeyAsync(new SmtpLines(tls), refused: false, cancellationToken);
            await tls.ShutdownAsync();
        }
    }

    private async Task<Next> ObeyAsync(SmtpLines lines, bool refused, CancellationToken cancellationToken)
    {
        while (await lines.ReadAsync(cancellationToken) is { } line)
        {
            _commands.Add(line);
            var (reply, stage, next) = refused ? Refused(line) : Judge(line);
            if (!await ReplyAsync(lines, reply, stage, cancellationToken))
                return Next.Stop;
            if (next is not Next.GoOn)
                return next;
        }

        return Next.Stop;
    }

    private static (string Reply, SmtpStage? Stage, Next Next) Refused(string line) =>
        Verb(line) == "QUIT" ? ("221 2.0.0 Bye", null, Next.Stop) : ("503 5.5.1 Bad sequence of commands", null, Next.GoOn);

    private (string Reply, SmtpStage? Stage, Next Next) Judge(string line) => Verb(line) switch
    {
        "EHLO" => (EhloReply(), _inTls ? SmtpStage.EhloInTls : SmtpStage.Ehlo, Next.GoOn),
        "HELO" => (Fault<SmtpFault.EhloRefused>()?.Reply ?? "250 mail.lab", SmtpStage.Ehlo, Next.GoOn),
        "STARTTLS" when !_inTls && Fault<SmtpFault.NoStartTls>() is null => Fault<SmtpFault.StartTlsRefused>() is { } refusal
            ? (refusal.Reply, SmtpStage.StartTls, Next.GoOn)
            : ("220 2.0.0 Ready to start TLS", SmtpStage.StartTls, Next.StartTls),
        "NOOP" or "RSET" => ("250 2.0.0 Ok", null, Next.GoOn),
        "QUIT" => ("221 2.0.0 Bye", null, Next.Stop),
        "MAIL" or "RCPT" or "DATA" => ("451 4.3.0 This lab takes no mail", null, Next.GoOn),
        _ => ("502 5.5.2 Command not known", null, Next.GoOn),
    };

    private string EhloReply()
    {
        if (!_inTls && Fault<SmtpFault.EhloRefused>() is { } refusal)
            return refusal.Reply;
        bool offers = !_inTls && Fault<SmtpFault.NoStartTls>() is null;
        return $"250-{host?.Name ?? "mail.lab"}\r\n250-PIPELINING\r\n250-SIZE 10240000\r\n{(offers ? "250-STARTTLS\r\n" : "")}250 8BITMIME";
    }

    /// <summary>Answers, or does what the faults of this stage order.</summary>
    /// <returns>False when the connection is to be closed.</returns>
    private async Task<bool> ReplyAsync(SmtpLines lines, string reply, SmtpStage? stage, CancellationToken cancellationToken)
    {
        if (Fault<SmtpFault.Slow>() is { } slow)
            await Task.Delay(slow.Delay, time, cancellationToken);
        foreach (var fault in _faults)
        {
            switch (fault)
            {
                case SmtpFault.Closed closed when closed.At == stage:
                    return false;
                case SmtpFault.NoAnswer silent when silent.At == stage:
                    await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
                    break;
                case SmtpFault.NotSpoken garbage when garbage.At == stage:
                    reply = Words;
                    break;
            }
        }

        await lines.WriteAsync(reply, cancellationToken);
        return true;
    }

    private async ValueTask<SslServerAuthenticationOptions> GreetAsync(Stream clear, SslClientHelloInfo hello, CancellationToken cancellationToken)
    {
        _serverName = SentName.Of(hello.ServerName);
        var shown = host ?? (_serverName.Length > 0 ? find(_serverName) : nameless());
        await TlsRefusal.ApplyAsync(
            shown?.TlsFault ?? TlsFault.NoCertificate, async (bytes, token) => await clear.WriteAsync(bytes, token), cancellationToken);
        return new SslServerAuthenticationOptions { ServerCertificateContext = certificates.For(shown!).Context };
    }

    private T? Fault<T>()
        where T : SmtpFault => _faults.OfType<T>().FirstOrDefault();

    private static string Verb(string line) => line.Split(' ')[0].ToUpperInvariant();
}
