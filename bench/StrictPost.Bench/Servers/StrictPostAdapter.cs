using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using StrictPost.Bench.Domains;

namespace StrictPost.Bench.Servers;

/// <summary>The published `strictpost`: domains imported into its store, certificates found in the folder by name.</summary>
/// <param name="spec">Settings; `exe` names another binary, `also` enrols so many more domains that nobody asks for.</param>
/// <param name="program">The binary to measure.</param>
public sealed class StrictPostAdapter(ServerSpec spec, string program) : IServerAdapter
{
    private readonly string _program = spec.Setting("exe", program);
    private readonly int _others = int.Parse(spec.Setting("also", "0"), CultureInfo.InvariantCulture);

    public async Task<ServerCommand> PrepareAsync(BenchSite site, int port, CancellationToken cancellation)
    {
        var data = Path.Combine(site.WorkFolder, "data");
        var list = Path.Combine(site.WorkFolder, "domains.json");
        await File.WriteAllTextAsync(list, DomainList(site).ToJsonString(), cancellation);
        await ImportAsync(list, data, cancellation);
        return new ServerCommand(_program, [
            "serve", "--data", data, "--listen", "127.0.0.1",
            "--https-port", $"{port}", "--http-port", $"{LoopbackPorts.Free()}", "--operations-port", $"{LoopbackPorts.Free()}",
            "--certificates", site.CertificateFolder,
        ], [.. spec.Environment]);
    }

    private JsonArray DomainList(BenchSite site) =>
        new([.. site.Domains.Select(domain => domain.Name).Concat(Enumerable.Range(1, _others).Select(number => $"quiet{number}.example")).Select(Entry)]);

    private static JsonObject Entry(string name) => new()
    {
        ["domain"] = name,
        ["mode"] = "enforce",
        ["maxAge"] = BenchDomain.MaxAge,
        ["mx"] = new JsonArray($"mx1.{name}"),
    };

    private async Task ImportAsync(string list, string data, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(_program, ["domain", "import", list, "--data", data])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var import = Process.Start(start) ?? throw new InvalidOperationException($"{_program} did not start");
        try
        {
            var said = import.StandardError.ReadToEndAsync(cancellation);
            await import.StandardOutput.ReadToEndAsync(cancellation);
            await import.WaitForExitAsync(cancellation);
            if (import.ExitCode != 0)
                throw new BenchException($"domain import ended with {import.ExitCode}: {(await said).Trim()}");
        }
        finally
        {
            if (!import.HasExited)
                import.Kill();
        }
    }
}
