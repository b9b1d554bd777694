using System.Security.Cryptography.X509Certificates;
using StrictPost.Engine.Certificates;

namespace StrictPost.EndToEnd.Tests.Serving;

/// <summary>Certificates from a folder: each way to lay them out, replaced while serving, and broken.</summary>
public sealed class ServeCertificatesTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private readonly Installation _installation = new();
    private readonly CertificateAuthority _authority = CertificateAuthority.Create("Test CA", Now.AddDays(-1), TimeSpan.FromDays(30));
    private RunningServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(_installation.File("pem"));
        await File.WriteAllTextAsync(_installation.File("root.pem"), _authority.RootPem);
        foreach (string domain in (string[])["a.example", "b.example"])
            await _installation.DoAsync("domain", "add", domain, "--mx", $"mx1.{domain}");
        _server = await RunningServer.StartAsync(_installation, "--certificates", "pem");
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _authority.Dispose();
        _installation.Dispose();
    }

    [Theory]
    [InlineData("mta-sts.a.example.pem", "mta-sts.a.example.pem")]
    [InlineData("mta-sts.a.example.crt", "mta-sts.a.example.key")]
    [InlineData("mta-sts.a.example/fullchain.pem", "mta-sts.a.example/privkey.pem")]
    public async Task Certificate_InEachLayout_IsServed(string chain, string key)
    {
        Put("a.example", chain, key);

        Assert.Contains("mx: mx1.a.example", await FetchAsync("a.example"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Certificate_Missing_RefusesThatHostAlone()
    {
        Put("a.example");

        Assert.Equal(nameof(HttpRequestError.SecureConnectionError), await FetchAsync("b.example"));
        Assert.Contains("mx: mx1.a.example", await FetchAsync("a.example"), StringComparison.Ordinal);
        string line = await _server.UntilLoggedAsync("Refusing mta-sts.b.example");
        Assert.Contains("mta-sts.b.example.pem", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no PEM at all")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    public async Task Certificate_Broken_RefusesThatHostAndLogsItOnce(string pem)
    {
        Put("a.example");
        await File.WriteAllTextAsync(_installation.File("pem/mta-sts.b.example.pem"), pem, TestContext.Current.CancellationToken);

        for (int i = 0; i < 3; i++)
            Assert.Equal(nameof(HttpRequestError.SecureConnectionError), await FetchAsync("b.example"));
        Assert.Contains("mx: mx1.a.example", await FetchAsync("a.example"), StringComparison.Ordinal);
        await _server.UntilLoggedAsync("Refusing mta-sts.b.example");
        Assert.Single(_server.Log, line => line.Contains("Refusing mta-sts.b.example", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Certificate_ForAnotherHost_IsRefused()
    {
        Put("a.example", "mta-sts.b.example.pem", "mta-sts.b.example.pem");

        Assert.Equal(nameof(HttpRequestError.SecureConnectionError), await FetchAsync("b.example"));
        await _server.UntilLoggedAsync("is not for mta-sts.b.example");
    }

    [Fact]
    public async Task Certificate_MendedWhileServing_IsServed()
    {
        Assert.Equal(nameof(HttpRequestError.SecureConnectionError), await FetchAsync("a.example"));

        Put("a.example");

        await RunningServer.UntilAsync(() => FetchAsync("a.example"), body => body.StartsWith("version", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Certificate_ReplacedWhileServing_IsShownToNewClients()
    {
        Put("a.example");
        string first = await SerialAsync("a.example");

        Put("a.example");

        await RunningServer.UntilAsync(() => SerialAsync("a.example"), serial => serial != first);
    }

    [Fact]
    public async Task Certificate_SpoiltWhileServing_StaysAsItWas()
    {
        Put("a.example");
        string first = await SerialAsync("a.example");

        await File.WriteAllTextAsync(_installation.File("pem/mta-sts.a.example.pem"), "half a file", TestContext.Current.CancellationToken);
        await RunningServer.UntilAsync(
            async () => $"{await SerialAsync("a.example")}{_server.Log.Count(line => line.Contains("certificate from before", StringComparison.Ordinal))}",
            answer => answer == $"{first}1");
    }

    private void Put(string domain, string? chain = null, string? key = null)
    {
        using var leaf = _authority.Issue(new LeafRequest([$"mta-sts.{domain}"], Now.AddHours(-1), Now.AddDays(10)));
        using var secret = leaf.GetECDsaPrivateKey()!;
        Write(chain ?? $"mta-sts.{domain}.pem", leaf.ExportCertificatePem() + "\n" + _authority.RootPem + "\n", append: false);
        Write(key ?? $"mta-sts.{domain}.pem", secret.ExportPkcs8PrivateKeyPem() + "\n", append: (key ?? "") == (chain ?? ""));
    }

    private void Write(string name, string pem, bool append)
    {
        string path = _installation.File($"pem/{name}");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (append)
            File.AppendAllText(path, pem);
        else
            File.WriteAllText(path, pem);
    }

    private async Task<string> FetchAsync(string domain)
    {
        using var client = RunningServer.Client(_installation.File("root.pem"));
        try
        {
            return await client.GetStringAsync(RunningServer.PolicyUrl(domain, _server.Https), TestContext.Current.CancellationToken);
        }
        catch (HttpRequestException fault)
        {
            return fault.HttpRequestError.ToString();
        }
    }

    private async Task<string> SerialAsync(string domain)
    {
        var outcome = await _installation.RunAsync(
            "openssl", ["s_client", "-connect", $"127.0.0.1:{_server.Https}", "-servername", $"mta-sts.{domain}"]);
        int begin = outcome.Output.IndexOf("-----BEGIN", StringComparison.Ordinal);
        using var shown = X509Certificate2.CreateFromPem(outcome.Output.AsSpan(begin));
        return shown.SerialNumber;
    }
}
