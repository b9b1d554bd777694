using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using StrictPost.EndToEnd.Tests.Running;
using StrictPost.EndToEnd.Tests.Serving;
using StrictPost.Engine.Certificates;
using StrictPost.Server.Hosting;

namespace StrictPost.EndToEnd.Tests.Tls;

/// <summary>What an authority that validates gets to see, over HTTP (RFC 8555 §8.3) and over TLS (RFC 8737).</summary>
public sealed class ChallengeTests : IAsyncLifetime
{
    private const string Token = "evaGxfADs6pSRb2LAv9IZf17Dt3juxGJ-PCt92wr-oA";

    private readonly Answers _answers = new();
    private ServerHere _server = null!;

    public async ValueTask InitializeAsync() =>
        _server = await ServerHere.StartAsync(["example.org", "other.example"], plan => plan with { Challenges = _answers });

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _answers.Certificate.Leaf.Dispose();
    }

    [Fact]
    public async Task TlsAlpn_Alone_ShowsTheChallengesCertificateAndEnds()
    {
        var ended = await _server.SClientAsync("example.org", "", "-alpn", "acme-tls/1", "-ign_eof", "-showcerts");

        Assert.Contains("ALPN protocol: acme-tls/1", ended.Output, StringComparison.Ordinal);
        Assert.Equal(_answers.Certificate.Leaf.SerialNumber, Shown(ended).SerialNumber);
        Assert.DoesNotContain("unexpected eof", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TlsAlpn_WithoutChallenge_IsRefused()
    {
        var ended = await _server.SClientAsync("other.example", "", "-alpn", "acme-tls/1");

        Assert.Contains("alert no application protocol", ended.Error, StringComparison.Ordinal);
        Assert.Contains("no peer certificate available", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TlsAlpn_AmongOthers_ShowsTheHostsOwnCertificate()
    {
        var ended = await _server.SClientAsync("example.org", "", "-alpn", "acme-tls/1,http/1.1", "-showcerts");

        Assert.Contains("ALPN protocol: http/1.1", ended.Output, StringComparison.Ordinal);
        Assert.NotEqual(_answers.Certificate.Leaf.SerialNumber, Shown(ended).SerialNumber, StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("mta-sts.example.org", Token, "proof of mta-sts.example.org|200")]
    [InlineData("MTA-STS.Example.ORG", Token, "proof of mta-sts.example.org|200")]
    [InlineData("mta-sts.example.org", "other", "There is no such challenge.\n|404")]
    [InlineData("mta-sts.example.org", "a.b", "There is no such challenge.\n|404")]
    [InlineData("mta-sts.example.org", "", "There is no such challenge.\n|404")]
    [InlineData("stranger.example", Token, "No such host is served here.\n|404")]
    public async Task Http_AToken_IsAnsweredForEnrolledHosts(string host, string token, string answer)
    {
        var ended = await _server.RunAsync(
            "curl", "-sS", "-H", $"Host: {host}", "-w", "|%{http_code}",
            $"http://127.0.0.1:{_server.PortOf(ListenerRole.Http)}/.well-known/acme-challenge/{token}");

        Assert.Equal(answer, ended.Output);
        Assert.All(_answers.Asked, asked => Assert.True(asked is Token or "other", asked));
    }

    private static X509Certificate2 Shown(Ended ended) => X509Certificate2.CreateFromPem(ended.Output.AsSpan(ended.Output.IndexOf("-----BEGIN", StringComparison.Ordinal)));

    private sealed class Answers : IChallengeAnswers
    {
        public HostCertificate Certificate { get; } = new(Proof(), []);

        public System.Collections.Concurrent.ConcurrentQueue<string> Asked { get; } = new();

        public ValueTask<string?> FindHttpAsync(string host, string token, CancellationToken cancellationToken)
        {
            Asked.Enqueue(token);
            return new(token == Token ? $"proof of {host}" : null);
        }

        public async ValueTask<HostCertificate?> FindTlsAlpnAsync(string host, CancellationToken cancellationToken)
        {
            await Task.Yield();
            return host == "mta-sts.example.org" ? Certificate : null;
        }

        private static X509Certificate2 Proof()
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var request = new CertificateRequest("CN=mta-sts.example.org", key, HashAlgorithmName.SHA256);
            var now = TimeProvider.System.GetUtcNow();
            return request.CreateSelfSigned(now.AddHours(-1), now.AddDays(1));
        }
    }
}
