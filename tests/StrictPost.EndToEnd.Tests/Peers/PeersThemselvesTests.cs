using System.Globalization;
using StrictPost.EndToEnd.Tests.Running;

namespace StrictPost.EndToEnd.Tests.Peers;

/// <summary>That the world is as ordered, by the word of other people's tools; else no test upon it would mean anything.</summary>
[Collection(PeerWorldTests.Name)]
public sealed class PeersThemselvesTests(PeerWorld world)
{
    [Theory]
    [InlineData("_25._tcp.mx1.dane-3-1-1.example.test", "TLSA", "NOERROR", true)]
    [InlineData("dane-3-1-1.example.test", "MX", "NOERROR", true)]
    [InlineData("_25._tcp.mx1.good.example.test", "TLSA", "NXDOMAIN", true)]
    [InlineData("_25._tcp.mx1.dane-unsigned.plain.test", "TLSA", "NOERROR", false)]
    [InlineData("_25._tcp.mx1.dane-bogus.example.test", "TLSA", "SERVFAIL", false)]
    [InlineData("all-bogus.bogus.test", "MX", "SERVFAIL", false)]
    public async Task Resolver_Asked_AnswersAndValidates(string name, string type, string status, bool authentic)
    {
        string answer = await KdigAsync("+dnssec", name, type);

        Assert.Contains($"status: {status};", answer, StringComparison.Ordinal);
        string flags = answer.Split('\n').Single(line => line.StartsWith(";; Flags:", StringComparison.Ordinal));
        Assert.Equal(authentic, flags.Split(';')[2].Split(' ').Contains("ad"));
    }

    /// <summary>The NS records tell no ports.</summary>
    [Fact]
    public async Task Resolver_ThatKnowsTheNamesOfAZonesServers_StillAsksTheRightPort()
    {
        await KdigAsync(PeerZones.Plain, "NS");

        Assert.Contains("status: NXDOMAIN;", await KdigAsync($"asked-afterwards.{PeerZones.Plain}", "TXT"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("good", "200 text/plain")]
    [InlineData("redirect", "301 text/html")]
    [InlineData("wrong-type", "200 text/html")]
    [InlineData("no-type", "200 ")]
    [InlineData("not-found", "404 text/html")]
    public async Task PolicyHost_Asked_AnswersAsOrdered(string label, string expected)
    {
        var ended = await CurlAsync(PeerWorld.Domain(label));

        Assert.Equal(expected, ended.Output);
    }

    /// <summary>By the exit codes of curl: 7 refused, 35 no TLS, 52 nothing came, 60 bad certificate.</summary>
    [Theory]
    [InlineData("good", 0)]
    [InlineData("not-listening", 7)]
    [InlineData("plain-http", 35)]
    [InlineData("old-tls", 35)]
    [InlineData("no-certificate", 35)]
    [InlineData("no-answer", 52)]
    [InlineData("web-expired", 60)]
    [InlineData("web-selfsigned", 60)]
    [InlineData("web-wrongname", 60)]
    [InlineData("web-untrusted", 60)]
    public async Task PolicyHost_Asked_FailsAsOrdered(string label, int exitCode) =>
        Assert.Equal(exitCode, (await CurlAsync(PeerWorld.Domain(label))).ExitCode);

    [Theory]
    [InlineData("size-64k", 65536)]
    [InlineData("size-64k-and-1", 65537)]
    public void Policy_OfASize_HasIt(string label, int size) => Assert.Equal(size, PeerWorld.Domain(label).Body.Length);

    private Task<string> KdigAsync(params string[] arguments) => Started.SucceedAsync(
        "/usr/bin/kdig", world.Folder, ["@127.0.0.1", "-p", world.DnsPort.ToString(CultureInfo.InvariantCulture), .. arguments]);

    private Task<Ended> CurlAsync(PeerDomain domain)
    {
        string endPoint = string.Create(CultureInfo.InvariantCulture, $"{domain.PolicyHostName}:{world.Nginx.Port}");
        return Started.RunAsync(
            "/usr/bin/curl", world.Folder, "-s", "--cacert", world.RootFile, "--resolve", $"{endPoint}:{domain.PolicyHostAddress(0)}",
            "-o", "/dev/null", "-w", "%{http_code} %{content_type}", $"https://{endPoint}/.well-known/mta-sts.txt");
    }
}
