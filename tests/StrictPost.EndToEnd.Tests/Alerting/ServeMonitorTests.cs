using System.Text;
using System.Text.Json;
using StrictPost.EndToEnd.Tests.Reporting;
using StrictPost.EndToEnd.Tests.Serving;
using StrictPost.Lab;
using StrictPost.Lab.World;

namespace StrictPost.EndToEnd.Tests.Alerting;

/// <summary>A real <c>serve</c> that watches a domain of the lab, and tells what it finds.</summary>
public sealed class ServeMonitorTests : IAsyncLifetime
{
    private const string Domain = "example.org";

    private readonly Installation _installation = new() { HasMonitors = true };
    private readonly HookReceiver _hook = new();
    private RunningLab? _lab;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private RunningLab Lab => _lab!;

    public async ValueTask InitializeAsync()
    {
        _lab = await RunningLab.StartAsync(LabWorld.Healthy(Domain), TimeProvider.System, Cancellation);
        await _installation.DoAsync("domain", "add", Domain, "--mx", $"mx.{Domain}", "--mode", "enforce");
        using var shown = JsonDocument.Parse(await _installation.DoAsync("domain", "show", Domain, "--format", "json"));
        string id = shown.RootElement.GetProperty("id").GetString()!;
        string body = $"version: STSv1\r\nmode: enforce\r\nmx: mx.{Domain}\r\nmax_age: 604800\r\n";
        Lab.Change(world => world.ChangeDomain(Domain, domain => domain with { Record = $"v=STSv1; id={id};", Policy = Encoding.UTF8.GetBytes(body) }));
        await File.WriteAllTextAsync(_installation.File("secret"), "k3y\n", Cancellation);
        await File.WriteAllTextAsync(_installation.File("lab.pem"), Lab.RootPem, Cancellation);
        await File.WriteAllTextAsync(_installation.File("strictpost.toml"), $"""
            [monitor]
            dns = "{Lab.DnsEndPoint}"
            https_port = {Lab.HttpsPort}
            smtp_port = {Lab.SmtpPort}
            ca_file = "lab.pem"
            light_minutes = 1

            [alerts.webhook]
            url = "{_hook.Address}"
            secret_file = "secret"
            """, Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        if (_lab is not null)
            await _lab.DisposeAsync();
        _hook.Dispose();
        _installation.Dispose();
    }

    [Fact]
    public async Task Serve_MxThatThePolicyDoesNotCover_IsToldListedAndExplained()
    {
        Lab.Change(world => world.ChangeDomain(Domain, domain => domain with { Mx = [.. domain.Mx, new LabMx(20, "mx.provider.example")] }));
        await using var server = await RunningServer.StartAsync(_installation);

        var (body, _) = await _hook.NextAsync();

        Assert.Contains("mx-not-covered", body, StringComparison.Ordinal);
        var listed = await _installation.RunAsync("incidents", "list", "--open", "--format", "json");
        Assert.Equal(1, listed.ExitCode);
        using var list = JsonDocument.Parse(listed.Output);
        var incident = Assert.Single(list.RootElement.EnumerateArray());
        Assert.Equal("mx.provider.example", incident.GetProperty("about").GetString());
        var shown = await _installation.RunAsync("incidents", "show", $"{incident.GetProperty("id")}");
        Assert.Equal(1, shown.ExitCode);
        Assert.Contains("Fix: Add `mx: mx.provider.example`", shown.Output, StringComparison.Ordinal);
        Assert.Equal(1, (await _installation.RunAsync("incidents", "show", "99")).ExitCode);
        Assert.False(_hook.HasMore);
    }

    /// <summary>Domains are gone through in the order of their names: by the time of the message the stranger's report was read.</summary>
    [Fact]
    public async Task Serve_ReportOfAStranger_IsNotTold_AndOneThatIsProvenIs()
    {
        await _installation.DoAsync("domain", "add", "a.example", "--mx", "mx1.a.example");
        await _installation.DoAsync("domain", "add", "z.example", "--mx", "mx1.z.example");
        await File.WriteAllBytesAsync(_installation.File("stranger.eml"), SampleReport.Of("s1", "a.example").ToMail().ToBytes(), Cancellation);
        await File.WriteAllTextAsync(_installation.File("proven.json"), SampleReport.Of("p1", "z.example").ToJsonString(), Cancellation);
        await _installation.DoAsync("reports", "import", "stranger.eml");
        await _installation.DoAsync("reports", "import", "proven.json");

        await using var server = await RunningServer.StartAsync(_installation);
        var (body, _) = await _hook.NextAsync();

        Assert.Contains("\"domain\":\"z.example\"", body, StringComparison.Ordinal);
        using var list = JsonDocument.Parse((await _installation.RunAsync("incidents", "list", "--format", "json")).Output);
        Assert.Equal("z.example reports", string.Join(' ', list.RootElement.EnumerateArray().Select(row => $"{row.GetProperty("domain")} {row.GetProperty("source")}")));
        Assert.False(_hook.HasMore);
    }
}
