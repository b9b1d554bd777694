using StrictPost.Bench.Domains;

namespace StrictPost.Bench.Servers;

/// <summary>
/// The baseline: bare Kestrel, run as a child of this very program. It tells what part of our cost is Kestrel's.
/// `exe` names another build of it, such as a native one.
/// </summary>
public sealed class KestrelAdapter(ServerSpec spec) : IServerAdapter
{
    public async Task<ServerCommand> PrepareAsync(BenchSite site, int port, CancellationToken cancellation)
    {
        var policies = Path.Combine(site.WorkFolder, "domains.txt");
        await File.WriteAllLinesAsync(policies, site.Domains.Select(domain => domain.Name), cancellation);
        var settings = spec.Settings
            .Where(setting => setting.Key is not "exe" && !setting.Key.StartsWith("env.", StringComparison.Ordinal))
            .Select(setting => $"{setting.Key}={setting.Value}");
        return new ServerCommand(
            spec.Setting("exe", Environment.ProcessPath ?? throw new InvalidOperationException("no path to this program")),
            ["kestrel", $"{port}", policies, site.CertificateFolder, .. settings],
            [.. spec.Environment]);
    }
}
