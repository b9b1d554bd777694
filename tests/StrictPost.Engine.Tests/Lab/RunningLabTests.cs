using System.Net;
using System.Net.Sockets;
using StrictPost.Lab;
using StrictPost.Lab.World;

namespace StrictPost.Engine.Tests.Lab;

public sealed class RunningLabTests
{
    private const string Url = "https://mta-sts.example.test/.well-known/mta-sts.txt";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_WithAThousandDomains_ServesTheLastAsTheFirst()
    {
        var world = LabWorld.Empty.With(Enumerable.Range(0, 1000).Select(i => LabDomain.Healthy($"d{i}.test")));
        await using var lab = await RunningLab.StartAsync(world, TimeProvider.System, Cancellation);
        using var client = LabClients.Http(lab);

        var first = await client.GetStringAsync("https://mta-sts.d0.test/.well-known/mta-sts.txt", Cancellation);
        var last = await client.GetStringAsync("https://mta-sts.d999.test/.well-known/mta-sts.txt", Cancellation);

        Assert.Contains("mx: mx.d0.test", first, StringComparison.Ordinal);
        Assert.Contains("mx: mx.d999.test", last, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_Twice_GivesTwoWorldsWithRootsOfTheirOwn()
    {
        await using var one = await RunningLab.StartAsync(LabWorld.Empty, TimeProvider.System, Cancellation);
        await using var two = await RunningLab.StartAsync(LabWorld.Empty, TimeProvider.System, Cancellation);

        Assert.NotEqual(one.RootPem, two.RootPem, StringComparer.Ordinal);
        Assert.NotEqual(one.HttpsPort, two.HttpsPort);
        Assert.NotEqual(one.DnsEndPoint, two.DnsEndPoint);
    }

    [Fact]
    public async Task Start_AlreadyCancelled_StartsNothing() =>
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => RunningLab.StartAsync(LabWorld.Empty, TimeProvider.System, new CancellationToken(canceled: true)));

    [Fact]
    public async Task Dispose_WithClientsLeftWaiting_EndsThemAndFreesThePorts()
    {
        var world = LabWorld.Empty.With(
            LabDomain.Healthy("example.test").With(new HttpFault.LateHeaders(Timeout.InfiniteTimeSpan)).With(new DnsFault.NoAnswer()));
        var lab = await RunningLab.StartAsync(world, TimeProvider.System, Cancellation);
        using var client = LabClients.Http(lab);
        var waiting = client.GetAsync(Url, Cancellation);
        await lab.Requests.FirstAsync(_ => true, Cancellation);

        await lab.DisposeAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => waiting);
        using var https = new TcpListener(IPAddress.Loopback, lab.HttpsPort);
        using var dnsOverTcp = new TcpListener(lab.DnsEndPoint);
        using var dnsOverUdp = new UdpClient(lab.DnsEndPoint);
        https.Start();
        dnsOverTcp.Start();
    }

    [Fact]
    public async Task Domain_ChangedWhileRunning_IsServedOnTheSameConnection()
    {
        var domain = LabDomain.Healthy("example.test");
        await using var lab = await RunningLab.StartAsync(LabWorld.Empty.With(domain), TimeProvider.System, Cancellation);
        using var client = LabClients.Http(lab);
        await client.GetStringAsync(Url, Cancellation);

        lab.Set(domain.WithPolicy("version: STSv1\r\nmode: none\r\nmax_age: 86400\r\n"));
        var changed = await client.GetStringAsync(Url, Cancellation);
        lab.Remove("example.test");
        using var removed = await client.GetAsync(Url, Cancellation);

        Assert.Contains("mode: none", changed, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, removed.StatusCode);
        Assert.Single(lab.Handshakes.Entries);
    }
}
