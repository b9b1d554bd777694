using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using StrictPost.Engine.Certificates;

namespace StrictPost.EndToEnd.Tests.Peers.Acme;

/// <summary>Answers challenges over HTTP and TLS with what the test puts into it, and nothing else.</summary>
internal sealed class ChallengeServer : IAsyncDisposable
{
    private static readonly SslApplicationProtocol AcmeTls = new("acme-tls/1");

    private readonly TcpListener _http = new(IPAddress.Loopback, 0);
    private readonly TcpListener _tls = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _serving;

    public ChallengeServer()
    {
        _http.Start();
        _tls.Start();
        _serving = Task.WhenAll(AcceptAsync(_http, HttpAsync), AcceptAsync(_tls, TlsAsync));
    }

    public int HttpPort => ((IPEndPoint)_http.LocalEndpoint).Port;

    public int TlsPort => ((IPEndPoint)_tls.LocalEndpoint).Port;

    /// <summary>Key authorizations by token.</summary>
    public ConcurrentDictionary<string, string> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>Who knows what is not in <see cref="Files"/> and <see cref="Certificates"/>.</summary>
    public IChallengeAnswers? Others { get; set; }

    /// <summary>Hosts that do not prove themselves the first time that they are asked.</summary>
    public ConcurrentDictionary<string, bool> Shy { get; } = new(StringComparer.Ordinal);

    /// <summary>Certificates by host.</summary>
    public ConcurrentDictionary<string, X509Certificate2> Certificates { get; } = new(StringComparer.Ordinal);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _http.Dispose();
        _tls.Dispose();
        await _serving;
        _end.Dispose();
        foreach (var certificate in Certificates.Values)
            certificate.Dispose();
    }

    private async Task AcceptAsync(TcpListener listener, Func<TcpClient, Task> serve)
    {
        var serving = new List<Task>();
        try
        {
            while (true)
                serving.Add(ServeAsync(await listener.AcceptTcpClientAsync(_end.Token), serve));
        }
        catch (Exception closed) when (closed is SocketException or OperationCanceledException or ObjectDisposedException)
        {
        }

        await Task.WhenAll(serving);
    }

    private static async Task ServeAsync(TcpClient client, Func<TcpClient, Task> serve)
    {
        using (client)
        {
            try
            {
                await serve(client);
            }
            catch (Exception gone) when (gone is IOException or AuthenticationException or OperationCanceledException)
            {
            }
        }
    }

    private async Task HttpAsync(TcpClient client)
    {
        await using var stream = client.GetStream();
        using var reader = new StreamReader(stream, Encoding.ASCII);
        string path = (await reader.ReadLineAsync(_end.Token) ?? "").Split(' ').ElementAtOrDefault(1) ?? "";
        string token = path.StartsWith("/.well-known/acme-challenge/", StringComparison.Ordinal) ? path[(path.LastIndexOf('/') + 1)..] : "";
        string host = "";
        while (await reader.ReadLineAsync(_end.Token) is { Length: > 0 } header)
        {
            if (header.StartsWith("Host:", StringComparison.OrdinalIgnoreCase))
                host = header[5..].Trim().Split(':')[0];
        }

        string body = Files.GetValueOrDefault(token, "");
        if (body.Length == 0 && Others is not null && !Shy.TryRemove(host, out _))
            body = await Others.FindHttpAsync(host, token, _end.Token) ?? "";
        string answer = $"HTTP/1.1 {(body.Length > 0 ? 200 : 404)} .\r\nConnection: close\r\nContent-Length: {body.Length}\r\n\r\n{body}";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(answer), _end.Token);
    }

    private async Task TlsAsync(TcpClient client)
    {
        await using var tls = new SslStream(client.GetStream());
        await tls.AuthenticateAsServerAsync(
            async (_, hello, _, token) => new SslServerAuthenticationOptions
            {
                ApplicationProtocols = [AcmeTls],
                ServerCertificate = await FindAsync(hello.ServerName, token) ?? throw new AuthenticationException("Unknown name."),
            },
            state: null, _end.Token);
        await tls.ShutdownAsync();
    }

    private async ValueTask<X509Certificate2?> FindAsync(string host, CancellationToken cancellationToken)
    {
        if (Certificates.TryGetValue(host, out var own))
            return own;
        return Others is null || Shy.TryRemove(host, out _) ? null : (await Others.FindTlsAlpnAsync(host, cancellationToken))?.Leaf;
    }
}
