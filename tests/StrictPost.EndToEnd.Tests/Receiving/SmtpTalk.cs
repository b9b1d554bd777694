using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace StrictPost.EndToEnd.Tests.Receiving;

/// <summary>A client that says to a mail server whatever it likes.</summary>
internal sealed class SmtpTalk : IAsyncDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private Stream _stream = Stream.Null;
    private byte[] _buffer = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Connects, and hears the greeting.</summary>
    public static async Task<SmtpTalk> BeginAsync(int port)
    {
        var talk = new SmtpTalk();
        await talk._socket.ConnectAsync(IPAddress.Loopback, port, Cancellation);
        talk._stream = new NetworkStream(talk._socket, ownsSocket: true);
        return talk;
    }

    /// <summary>Sends text as it stands, each character one byte.</summary>
    public async Task SendAsync(string latin1) => await _stream.WriteAsync(Encoding.Latin1.GetBytes(latin1), Cancellation);

    /// <summary>Sends a line, and hears the reply.</summary>
    public async Task<string> AskAsync(string line)
    {
        await _stream.WriteAsync(Encoding.UTF8.GetBytes(line + "\r\n"), Cancellation);
        return await ReplyAsync();
    }

    /// <summary>The next reply, without the end of its last line; empty where the server has ended.</summary>
    public async Task<string> ReplyAsync()
    {
        var reply = new StringBuilder();
        while (await LineAsync() is { } line)
        {
            reply.Append(line);
            if (line.Length < 4 || line[3] == ' ')
                break;
            reply.Append(' ');
        }

        return reply.ToString();
    }

    /// <summary>Hears replies until one begins like this, and fails if another comes.</summary>
    public async Task ExpectAsync(params string[] starts)
    {
        foreach (string start in starts)
            Assert.StartsWith(start, await ReplyAsync(), StringComparison.Ordinal);
    }

    /// <summary>Says hello, and begins a message to a recipient; hears all replies.</summary>
    public async Task BeginMessageAsync(string recipient = $"example.org@{ReceivingHere.MailHost}")
    {
        Assert.StartsWith("250", await AskAsync("EHLO client.example"), StringComparison.Ordinal);
        await SendAsync($"MAIL FROM:<>\r\nRCPT TO:<{recipient}>\r\nDATA\r\n");
        await ExpectAsync("250 2.1.0", "250 2.1.5", "354 ");
    }

    /// <summary>Goes on over TLS, with a server that this root vouches for.</summary>
    public async Task<SslStream> ShakeHandsAsync(string rootFile)
    {
        Assert.Empty(_buffer);
        var secure = new SslStream(_stream);
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = ReceivingHere.MailHost,
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(rootFile) },
                RevocationMode = X509RevocationMode.NoCheck,
            },
        };
        await secure.AuthenticateAsClientAsync(options, Cancellation);
        _stream = secure;
        return secure;
    }

    /// <summary>Waits until the server ends the connection, and forgets what it says until then.</summary>
    public async Task UntilEndAsync()
    {
        while (await LineAsync() is not null)
        {
            // Whatever it is.
        }
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private async Task<string?> LineAsync()
    {
        while (true)
        {
            int end = _buffer.AsSpan().IndexOf("\r\n"u8);
            if (end >= 0)
            {
                string line = Encoding.UTF8.GetString(_buffer, 0, end);
                _buffer = _buffer[(end + 2)..];
                return line;
            }

            byte[] more = new byte[4096];
            int count;
            try
            {
                count = await _stream.ReadAsync(more, Cancellation);
            }
            catch (IOException)
            {
                count = 0;
            }

            if (count == 0)
                return null;
            _buffer = [.. _buffer, .. more[..count]];
        }
    }
}
