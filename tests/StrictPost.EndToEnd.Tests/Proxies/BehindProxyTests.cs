using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using StrictPost.EndToEnd.Tests.Peers;
using StrictPost.EndToEnd.Tests.Serving;

namespace StrictPost.EndToEnd.Tests.Proxies;

/// <summary>The policy host behind real proxies: they pass TLS on with the PROXY protocol, or do it themselves.</summary>
public sealed class BehindProxyTests : IDisposable
{
    private readonly Installation _installation = new();

    public void Dispose() => _installation.Dispose();

    [Theory]
    [InlineData("send-proxy")]
    [InlineData("send-proxy-v2")]
    [InlineData("send-proxy-v2 proxy-v2-options crc32c,unique-id")]
    public async Task ProxyProtocol_OfHaProxy_GivesTheClientsAddress(string option)
    {
        await using var server = await StartAsync("proxy_protocol = true\ntrusted_proxies = [\"127.0.0.1\"]\n");
        int port = PeerPort.Free();
        await using var proxy = await HaProxyAsync(port, server.Https, option);

        Assert.StartsWith("version: STSv1", await CurlAsync(port, "127.0.0.9"), StringComparison.Ordinal);
        Assert.Contains(" 127.0.0.9 ", await server.UntilLoggedAsync("HTTP/2 GET mta-sts.example.org"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ProxyProtocol_OfNginx_GivesTheClientsAddress()
    {
        await using var server = await StartAsync("proxy_protocol = true\ntrusted_proxies = [\"127.0.0.0/24\"]\n");
        int port = PeerPort.Free();
        await using var proxy = await NginxAsync(
            $$"""
            load_module /usr/lib/nginx/modules/ngx_stream_module.so;
            stream { server { listen 127.0.0.1:{{port}}; proxy_pass 127.0.0.1:{{server.Https}}; proxy_protocol on; } }
            """);

        Assert.StartsWith("version: STSv1", await CurlAsync(port, "127.0.0.9"), StringComparison.Ordinal);
        Assert.Contains(" 127.0.0.9 ", await server.UntilLoggedAsync("HTTP/2 GET mta-sts.example.org"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.1.1", "PROXY TCP4 192.0.2.1 192.0.2.2 1 443\r\n")]
    [InlineData("127.0.1.1", "")]
    [InlineData("127.0.0.1", "GET / HTTP/1.1\r\n")]
    [InlineData("127.0.0.1", "\x16\x03\x01\x00\x05")]
    public async Task ProxyProtocol_FromAStrangerOrWithoutHeader_IsCutOff(string from, string bytes)
    {
        await using var server = await StartAsync("proxy_protocol = true\ntrusted_proxies = [\"127.0.0.1\"]\n");
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
        await socket.ConnectAsync(IPAddress.Loopback, server.Https, TestContext.Current.CancellationToken);

        try
        {
            await socket.SendAsync(Encoding.Latin1.GetBytes(bytes), TestContext.Current.CancellationToken);
            Assert.Equal(0, await socket.ReceiveAsync(new byte[10], TestContext.Current.CancellationToken));
        }
        catch (SocketException fault)
        {
            Assert.True(fault.SocketErrorCode is SocketError.ConnectionReset or SocketError.Shutdown or SocketError.ConnectionAborted, fault.Message);
        }

        await server.UntilLoggedAsync("Cutting off");
    }

    [Fact]
    public async Task ProxyHttp_BehindNginx_ServesWithTheClientsAddress()
    {
        await using var server = await StartAsync("proxy_http_port = 0\ntrusted_proxies = [\"127.0.0.1\"]\n", tls: false);
        int port = PeerPort.Free();
        await using var proxy = await NginxAsync(
            $$"""
            http {
              access_log off;
              client_body_temp_path {{_installation.File("client")}};
              proxy_temp_path {{_installation.File("proxy")}};
              fastcgi_temp_path {{_installation.File("fastcgi")}};
              uwsgi_temp_path {{_installation.File("uwsgi")}};
              scgi_temp_path {{_installation.File("scgi")}};
              server {
                listen 127.0.0.1:{{port}};
                location / {
                  proxy_pass http://127.0.0.1:{{server.PortOf("proxy-http")}};
                  proxy_set_header Host $host;
                  proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                }
              }
            }
            """);

        var ended = await _installation.RunAsync("curl", [
            "-sS", "--interface", "127.0.0.9", "-H", "Host: mta-sts.example.org", "-H", "X-Forwarded-For: 192.0.2.1", $"http://127.0.0.1:{port}/.well-known/mta-sts.txt"]);

        Assert.StartsWith("version: STSv1", ended.Output, StringComparison.Ordinal);
        Assert.Contains(" 127.0.0.9 ", await server.UntilLoggedAsync("GET mta-sts.example.org"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1", "mta-sts.example.org", "", "200", "version: STSv1")]
    [InlineData("127.0.0.1", "ignored.example", "Forwarded: for=192.0.2.1;host=mta-sts.example.org;proto=https", "200", "version: STSv1")]
    [InlineData("127.0.0.1", "mta-sts.example.org", "X-Forwarded-Proto: http", "308", "https://mta-sts.example.org/.well-known/mta-sts.txt")]
    [InlineData("127.0.0.1", "stranger.example", "", "404", "")]
    [InlineData("127.0.0.1", "mta-sts.example.org", "Forwarded: for=", "400", "Forwarded")]
    [InlineData("127.0.1.1", "mta-sts.example.org", "", "403", "trusted_proxies")]
    public async Task ProxyHttp_Requests_AreAnsweredByWhatTheProxySays(string from, string host, string header, string status, string words)
    {
        await using var server = await StartAsync("proxy_http_port = 0\ntrusted_proxies = [\"127.0.0.1\"]\n", tls: false);

        var ended = await _installation.RunAsync("curl", [
            "-sS", "--interface", from, "-H", $"Host: {host}", .. header.Length > 0 ? (string[])["-H", header] : [], "-w", "|%{http_code}",
            $"http://127.0.0.1:{server.PortOf("proxy-http")}/.well-known/mta-sts.txt"]);

        Assert.EndsWith($"|{status}", ended.Output, StringComparison.Ordinal);
        Assert.Contains(words, ended.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("proxy_protocol = true", "proxy_protocol")]
    [InlineData("proxy_http_port = 0", "proxy_http_port")]
    public async Task Start_NoProxyTrusted_SaysWhatToSet(string setting, string named)
    {
        await File.WriteAllTextAsync(_installation.File("strictpost.toml"), setting, TestContext.Current.CancellationToken);

        var ended = await _installation.RunAsync("serve");

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains($"`{named}` is set, but no proxy is trusted.", ended.Error, StringComparison.Ordinal);
        Assert.Contains("trusted_proxies", ended.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tls = \"gnutls\"", "`auto`, `openssl` or `platform`")]
    [InlineData("proxy_protocol = \"yes\"", "`true` or `false`")]
    [InlineData("trusted_proxies = [\"192.0.2.0/33\"]", "192.0.2.0/24")]
    [InlineData("connections_per_network = \"many\"", "whole number")]
    public async Task Start_SettingThatMakesNoSense_SaysWhatWould(string setting, string fix)
    {
        await File.WriteAllTextAsync(_installation.File("strictpost.toml"), setting, TestContext.Current.CancellationToken);

        var ended = await _installation.RunAsync("serve");

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains(fix, ended.Error, StringComparison.Ordinal);
    }

    private async Task<RunningServer> StartAsync(string settings, bool tls = true)
    {
        await File.WriteAllTextAsync(_installation.File("strictpost.toml"), settings, TestContext.Current.CancellationToken);
        await _installation.DoAsync("domain", "add", "example.org", "--mx", "mx1.example.org");
        return tls ? await RunningServer.StartAsync(_installation, "--access-log") : await RunningServer.StartBareAsync(_installation, "--access-log");
    }

    private async Task<string> CurlAsync(int port, string from)
    {
        var ended = await _installation.RunAsync("curl", [
            "-sS", "--cacert", _installation.Root, "--interface", from, "--connect-to", $"::127.0.0.1:{port}", RunningServer.PolicyUrl("example.org", port)]);
        return ended.Output + ended.Error;
    }

    private async Task<PeerProcess> HaProxyAsync(int port, int behind, string option)
    {
        string file = _installation.File("haproxy.cfg");
        await File.WriteAllTextAsync(
            file,
            string.Create(CultureInfo.InvariantCulture, $"""
            defaults
              mode tcp
              timeout connect 5s
              timeout client 30s
              timeout server 30s
            listen tls
              bind 127.0.0.1:{port}
              unique-id-format %ci
              server policies 127.0.0.1:{behind} {option}

            """),
            TestContext.Current.CancellationToken);
        return await PeerProcess.StartAsync("Loading success.", "/usr/sbin/haproxy", _installation.File("."), "-W", "-db", "-f", file);
    }

    private async Task<PeerProcess> NginxAsync(string serving)
    {
        string file = _installation.File("nginx.conf");
        string modules = serving.StartsWith("load_module", StringComparison.Ordinal) ? serving[..(serving.IndexOf(';', StringComparison.Ordinal) + 1)] : "";
        await File.WriteAllTextAsync(
            file,
            $$"""
            {{modules}}
            daemon off;
            pid {{_installation.File("nginx.pid")}};
            error_log stderr notice;
            user {{Environment.UserName}};
            worker_processes 1;
            events { }
            {{serving[modules.Length..]}}
            """,
            TestContext.Current.CancellationToken);
        return await PeerProcess.StartAsync("start worker process ", "/usr/sbin/nginx", _installation.File("."), "-p", _installation.File("."), "-c", file);
    }
}
