using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using StrictPost.Engine.Acme;
using StrictPost.Engine.Certificates;

namespace StrictPost.Engine.Tests.Acme;

/// <summary>A request as it came.</summary>
/// <param name="Method">Such as POST.</param>
/// <param name="Path">Such as <c>/order</c>.</param>
/// <param name="Headers">Header fields, a line each.</param>
/// <param name="Body">As text.</param>
internal sealed record AuthorityRequest(string Method, string Path, string Headers, string Body)
{
    /// <summary>A part of the signed object.</summary>
    public string Part(string name)
    {
        using var jws = JsonDocument.Parse(Body);
        return Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(jws.RootElement.GetProperty(name).GetString()));
    }
}

/// <summary>
/// An authority over HTTPS that answers what the test says, one request a connection: for what no real one would answer, and for
/// what those at hand cannot. Without an answer from the test it gives its directory and nonces.
/// </summary>
internal sealed class ScriptedAuthority : IAsyncDisposable
{
    private readonly CertificateAuthority _authority;
    private readonly X509Certificate2 _certificate;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Func<AuthorityRequest, string?> _answer;
    private readonly ConcurrentQueue<AuthorityRequest> _requests = new();
    private readonly Task _accepting;
    private int _nonces;

    /// <param name="answer">Given a request, an answer made by <see cref="Answer"/> or any other bytes; null for the usual one.</param>
    public ScriptedAuthority(Func<AuthorityRequest, string?> answer)
    {
        _answer = answer;
        var now = TimeProvider.System.GetUtcNow();
        _authority = CertificateAuthority.Create("Scripted root", now.AddDays(-1), TimeSpan.FromDays(3));
        _certificate = _authority.Issue(new LeafRequest(["localhost"], now.AddHours(-1), now.AddDays(1)));
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public IReadOnlyCollection<AuthorityRequest> Requests => _requests;

    public string Root => $"https://localhost:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public AcmeSettings Settings => new(new Uri($"{Root}/directory"))
    {
        Roots = [X509Certificate2.CreateFromPem(_authority.RootPem)],
        FirstWait = TimeSpan.FromMilliseconds(1),
    };

    public string Directory => $$"""
        {"newNonce":"{{Root}}/nonce","newAccount":"{{Root}}/account","newOrder":"{{Root}}/order","revokeCert":"{{Root}}/revoke",
         "keyChange":"{{Root}}/key","renewalInfo":"{{Root}}/ari"}
        """;

    public string NextNonce() => $"nonce-{Interlocked.Increment(ref _nonces)}";

    public static string Answer(int status, string body, params string[] headers) =>
        $"HTTP/1.1 {status} Said\r\nConnection: close\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n{string.Concat(headers.Select(header => header + "\r\n"))}\r\n{body}";

    public static string Problem(int status, string kind, params string[] headers) =>
        Answer(status, $$"""{"type":"urn:ietf:params:acme:error:{{kind}}","detail":"{{kind}} it is"}""", ["Content-Type: application/problem+json", .. headers]);

    public async Task<AcmeSession> SessionAsync(AccountKey key)
    {
        var connected = await AcmeAuthority.ConnectAsync(Settings, TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.True(connected.Succeeded, connected.Error?.Text);
        return connected.Value.Resume(key, new Uri($"{Root}/account/1"));
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _certificate.Dispose();
        _authority.Dispose();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
                serving.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_end.Token)));
        }
        catch (Exception closed) when (closed is SocketException or OperationCanceledException or ObjectDisposedException)
        {
        }

        await Task.WhenAll(serving);
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await using var tls = new SslStream(client.GetStream());
                await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _end.Token);
                var request = await ReadAsync(tls);
                _requests.Enqueue(request);
                if ((_answer(request) ?? Usual(request)) is { Length: > 0 } answer)
                {
                    await tls.WriteAsync(Encoding.UTF8.GetBytes(answer), _end.Token);
                    await tls.ShutdownAsync();
                }
                else
                {
                    await Task.Delay(Timeout.Infinite, _end.Token);
                }
            }
            catch (Exception gone) when (gone is IOException or AuthenticationException or OperationCanceledException or SocketException)
            {
            }
        }
    }

    private string Usual(AuthorityRequest request) => request.Path switch
    {
        "/directory" => Answer(200, Directory),
        "/nonce" => Answer(200, "", $"Replay-Nonce: {NextNonce()}"),
        _ => Problem(404, "malformed"),
    };

    private async Task<AuthorityRequest> ReadAsync(Stream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        string[] first = (await reader.ReadLineAsync(_end.Token) ?? throw new IOException("Nothing was asked.")).Split(' ');
        var headers = new StringBuilder();
        int length = 0;
        while (await reader.ReadLineAsync(_end.Token) is { Length: > 0 } header)
        {
            headers.AppendLine(header);
            if (header.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
                length = int.Parse(header["Content-Length:".Length..]);
        }

        char[] body = new char[length];
        if (length > 0)
            await reader.ReadBlockAsync(body, _end.Token);
        return new AuthorityRequest(first[0], first[1], headers.ToString(), new string(body));
    }
}
