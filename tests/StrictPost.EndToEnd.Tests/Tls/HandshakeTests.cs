using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using StrictPost.EndToEnd.Tests.Running;
using StrictPost.EndToEnd.Tests.Serving;
using StrictPost.Engine.Certificates;

namespace StrictPost.EndToEnd.Tests.Tls;

/// <summary>TLS as real clients see it.</summary>
public sealed class HandshakeTests : IAsyncLifetime
{
    private const string Request = "GET /.well-known/mta-sts.txt HTTP/1.1\r\nHost: mta-sts.example.org\r\nConnection: close\r\n\r\n";

    private ServerHere _server = null!;

    public async ValueTask InitializeAsync() => _server = await ServerHere.StartAsync(["example.org", "other.example"]);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("h2,http/1.1", "ALPN protocol: h2")]
    [InlineData("http/1.1,h2", "ALPN protocol: h2")]
    [InlineData("http/1.1", "ALPN protocol: http/1.1")]
    [InlineData("spdy/3,http/1.1", "ALPN protocol: http/1.1")]
    [InlineData("acme-tls/1,http/1.1", "ALPN protocol: http/1.1")]
    [InlineData("spdy/3", "alert no application protocol")]
    [InlineData("acme-tls/1", "alert no application protocol")]
    [InlineData(null, "No ALPN negotiated")]
    public async Task Alpn_Offered_IsAnswered(string? offered, string words)
    {
        foreach (string version in (string[])["-tls1_2", "-tls1_3"])
        {
            var ended = await _server.SClientAsync("example.org", "", [version, .. offered is null ? [] : (string[])["-alpn", offered]]);

            Assert.Contains(words, ended.Output + ended.Error, StringComparison.Ordinal);
            Assert.Equal(!words.Contains("alert", StringComparison.Ordinal), ended.Output.Contains("BEGIN CERTIFICATE", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("-tls1_1")]
    [InlineData("-tls1")]
    public async Task Version_TooOld_IsRefused(string version)
    {
        var ended = await _server.SClientAsync("example.org", "", version, "-cipher", "DEFAULT@SECLEVEL=0");

        Assert.Contains("alert protocol version", ended.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ECDHE-ECDSA-AES128-GCM-SHA256", true)]
    [InlineData("ECDHE-ECDSA-CHACHA20-POLY1305", true)]
    [InlineData("ECDHE-ECDSA-AES128-SHA", false)]
    [InlineData("AES128-GCM-SHA256", false)]
    public async Task Cipher_OfTls12_IsAsRfc9325Wants(string cipher, bool taken)
    {
        var ended = await _server.SClientAsync("example.org", "", "-tls1_2", "-cipher", cipher);

        Assert.Equal(taken, ended.Output.Contains($"Cipher    : {cipher}", StringComparison.Ordinal));
        Assert.Equal(!taken, ended.Error.Contains("alert handshake failure", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("-tls1_2")]
    [InlineData("-tls1_3")]
    public async Task Session_IsNeverTicketedNorCompressed(string version)
    {
        var ended = await _server.SClientAsync("example.org", Request, version, "-ign_eof");

        Assert.Contains("HTTP/1.1 200 OK", ended.Output, StringComparison.Ordinal);
        Assert.Contains("Compression: NONE", ended.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("icket", ended.Output.Replace("TLS session ticket lifetime hint", "", StringComparison.Ordinal), StringComparison.Ordinal);
        // A connection that ends without close_notify is an error for OpenSSL.
        Assert.DoesNotContain("unexpected eof", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Renegotiation_IsRefused()
    {
        using var client = StartSClient("-tls1_2");
        await client.StandardInput.WriteAsync("R\n");

        string errors = await client.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);

        Assert.Contains("no renegotiation", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task KeyUpdate_IsAnsweredAndTheConnectionGoesOn()
    {
        using var client = StartSClient("-tls1_3");
        await client.StandardInput.WriteAsync("K\n");
        await UntilAsync(client.StandardError, "KEYUPDATE");
        await client.StandardInput.WriteAsync(Request.Replace("\r\n", "\n", StringComparison.Ordinal));

        await UntilAsync(client.StandardOutput, "mode: testing");
        client.Kill();
    }

    [Theory]
    [InlineData("rsa")]
    [InlineData("P-384")]
    [InlineData("P-521")]
    public async Task Certificate_OfAnotherKind_IsServed(string kind)
    {
        _server.Certificates.Instead = host => SelfSigned(host, kind);

        var ended = await _server.SClientAsync("example.org", Request, "-ign_eof");

        Assert.Contains("self-signed certificate", ended.Output, StringComparison.Ordinal);
        Assert.Contains("mode: testing", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Client_ClosesItsHalf_IsStillAnswered()
    {
        await using var stream = await _server.ConnectAsync("example.org");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(Request), TestContext.Current.CancellationToken);
        await stream.ShutdownAsync();
        using var reader = new StreamReader(stream);

        Assert.Contains("mode: testing", await reader.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hello_OfGnuTls_IsAnswered()
    {
        var ended = await _server.RunAsync(
            "gnutls-cli", "--x509cafile", _server.RootFile, "--sni-hostname", "mta-sts.example.org", "--verify-hostname", "mta-sts.example.org",
            "--alpn", "h2", "--port", $"{_server.Https}", "127.0.0.1");

        Assert.Contains("Application protocol: h2", ended.Output, StringComparison.Ordinal);
        Assert.Contains("Handshake was completed", ended.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(50)]
    public async Task Hello_InManyRecords_IsAnswered(int size)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, _server.Https, TestContext.Current.CancellationToken);
        var hello = CapturedHello.Cut(await CapturedHello.ForAsync("mta-sts.example.org", "h2"), size);

        await socket.SendAsync(hello, TestContext.Current.CancellationToken);

        // RFC 8446 §5.1: a record of the handshake; an alert would be 21.
        Assert.Equal(22, await FirstByteAsync(socket));
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    [InlineData("\x16\x03\x01\x00\x04\x01\x00\xFF\xFF")]
    public async Task Hello_ThatIsNone_IsRefusedAndTheConnectionEnds(string bytes)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, _server.Https, TestContext.Current.CancellationToken);

        await socket.SendAsync(Encoding.Latin1.GetBytes(bytes), TestContext.Current.CancellationToken);
        await using var stream = new NetworkStream(socket);
        using var answer = new MemoryStream();
        await stream.CopyToAsync(answer, TestContext.Current.CancellationToken);

        Assert.Equal([21, 3, 3, 0, 2, 2, 50], answer.ToArray());
    }

    [Fact]
    public async Task Http2_ManyStreams_AreAllAnswered()
    {
        var ended = await _server.RunAsync(
            "h2load", "-n", "5000", "-c", "4", "-m", "16", "--connect-to", $"127.0.0.1:{_server.Https}",
            $"https://mta-sts.example.org:{_server.Https}/.well-known/mta-sts.txt");

        Assert.Contains("Application protocol: h2", ended.Output, StringComparison.Ordinal);
        Assert.Contains("status codes: 5000 2xx", ended.Output, StringComparison.Ordinal);
    }

    private System.Diagnostics.Process StartSClient(string version) => Started.Begin(
        "openssl", _server.Folder, "s_client", "-connect", $"127.0.0.1:{_server.Https}", "-servername", "mta-sts.example.org", version);

    private static async Task UntilAsync(StreamReader reader, string words)
    {
        string? line;
        do
        {
            line = await reader.ReadLineAsync(TestContext.Current.CancellationToken);
            Assert.NotNull(line);
        }
        while (!line.Contains(words, StringComparison.Ordinal));
    }

    private static async Task<int> FirstByteAsync(Socket socket)
    {
        var first = new byte[1];
        return await socket.ReceiveAsync(first, TestContext.Current.CancellationToken) == 1 ? first[0] : -1;
    }

    private static HostCertificate SelfSigned(string host, string kind)
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        using var rsa = kind == "rsa" ? RSA.Create(2048) : null;
        using var elliptic = kind == "rsa" ? null : ECDsa.Create(ECCurve.CreateFromFriendlyName("nist" + kind.Replace("-", "", StringComparison.Ordinal)));
        var request = rsa is not null
            ? new CertificateRequest("CN=x", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new CertificateRequest("CN=x", elliptic!, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        return new HostCertificate(request.CreateSelfSigned(now.AddHours(-1), now.AddDays(1)), []);
    }
}
