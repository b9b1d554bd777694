using System.Security.Cryptography.X509Certificates;
using System.Text;
using StrictPost.EndToEnd.Tests.Serving;

namespace StrictPost.EndToEnd.Tests.Tls;

/// <summary>Certificates that are replaced and evicted while handshakes use them.</summary>
public sealed class ReloadTests
{
    private const int Clients = 4;

    [Fact]
    public async Task Certificates_RenewedUnderLoad_FailNoFetch()
    {
        await using var server = await ServerHere.StartAsync(["example.org"]);
        using var stop = new CancellationTokenSource();
        var clients = Enumerable.Range(0, Clients).Select(_ => Task.Run(async () =>
        {
            int fetched = 0;
            for (; !stop.IsCancellationRequested; fetched++)
                await FetchAsync(server, "example.org");
            return fetched;
        })).ToList();

        string serial = await FetchAsync(server, "example.org");
        for (int i = 0; i < 3; i++)
        {
            server.Certificates.Renew();
            string before = serial;
            serial = await RunningServer.UntilAsync(() => FetchAsync(server, "example.org"), now => now != before);
        }

        await stop.CancelAsync();
        Assert.All(await Task.WhenAll(clients), fetched => Assert.True(fetched > 0));
    }

    [Fact]
    public async Task Certificates_EvictedUnderLoad_FailNoFetch()
    {
        string[] domains = ["a.example", "b.example", "c.example", "d.example", "e.example"];
        await using var server = await ServerHere.StartAsync(domains, plan => plan with { CachedHosts = 1 });

        await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => Task.Run(async () =>
        {
            for (int i = 0; i < 60; i++)
                await FetchAsync(server, domains[(client + (i * (client + 1))) % domains.Length]);
        })));

        Assert.True(server.Certificates.Loads.Count > domains.Length);
    }

    /// <summary>Fetches over a new connection; the serial number of the certificate is the answer.</summary>
    private static async Task<string> FetchAsync(ServerHere server, string domain)
    {
        await using var stream = await server.ConnectAsync(domain);
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes($"GET /.well-known/mta-sts.txt HTTP/1.1\r\nHost: mta-sts.{domain}\r\nConnection: close\r\n\r\n"), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream, leaveOpen: true);
        Assert.Contains($"mx: mx.{domain}\r\n", await reader.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        return ((X509Certificate2)stream.RemoteCertificate!).SerialNumber;
    }
}
