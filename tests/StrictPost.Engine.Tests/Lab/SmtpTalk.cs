using System.Net.Security;
using System.Text;
using StrictPost.Lab;

namespace StrictPost.Engine.Tests.Lab;

/// <summary>An SMTP client that says what a test wants it to say.</summary>
internal sealed class SmtpTalk(Stream connection, RunningLab lab, CancellationToken cancellation) : IAsyncDisposable
{
    private Stream _stream = connection;

    /// <summary>What the handshake showed.</summary>
    public TlsSight? Sight { get; private set; }

    /// <summary>The next reply, all its lines; empty when the host has closed the connection.</summary>
    public async Task<string> HearAsync()
    {
        var reply = new StringBuilder();
        var octet = new byte[1];
        int lineStart = 0;
        while (await _stream.ReadAsync(octet, cancellation) == 1)
        {
            reply.Append((char)octet[0]);
            if (octet[0] != '\n')
                continue;
            bool more = reply.Length > lineStart + 4 && reply[lineStart + 3] == '-' && char.IsAsciiDigit(reply[lineStart]);
            if (!more)
                break;
            lineStart = reply.Length;
        }

        return reply.ToString().TrimEnd();
    }

    /// <summary>Says a line and hears the reply to it.</summary>
    public async Task<string> SayAsync(string line)
    {
        await _stream.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"), cancellation);
        return await HearAsync();
    }

    /// <summary>Shakes hands; everything after is inside TLS.</summary>
    public async Task StartTlsAsync(string host)
    {
        var tls = new SslStream(_stream);
        await tls.AuthenticateAsClientAsync(LabClients.Looking(lab, host, sight => Sight = sight), cancellation);
        _stream = tls;
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();
}
