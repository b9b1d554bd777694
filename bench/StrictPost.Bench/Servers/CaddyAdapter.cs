using System.Text.Json.Nodes;
using StrictPost.Bench.Domains;

namespace StrictPost.Bench.Servers;

/// <summary>
/// Caddy with one route and a file for each policy. Ten thousand site blocks would be ten thousand routes tried in turn.
/// </summary>
public sealed class CaddyAdapter(ServerSpec spec) : IServerAdapter
{
    public async Task<ServerCommand> PrepareAsync(BenchSite site, int port, CancellationToken cancellation)
    {
        var root = Path.Combine(site.WorkFolder, "www");
        foreach (var domain in site.Domains)
        {
            var folder = Directory.CreateDirectory(Path.Combine(root, domain.PolicyHost, ".well-known")).FullName;
            await File.WriteAllBytesAsync(Path.Combine(folder, "mta-sts.txt"), domain.Policy, cancellation);
        }

        var path = Path.Combine(site.WorkFolder, "caddy.json");
        await File.WriteAllTextAsync(path, Configuration(site, root, port).ToJsonString(), cancellation);
        return new ServerCommand(spec.Setting("exe", "caddy"), ["run", "--config", path], [
            KeyValuePair.Create("XDG_DATA_HOME", site.WorkFolder),
            KeyValuePair.Create("XDG_CONFIG_HOME", site.WorkFolder),
            KeyValuePair.Create("HOME", site.WorkFolder),
            .. spec.Environment,
        ]);
    }

    private static JsonObject Configuration(BenchSite site, string root, int port) => new()
    {
        ["admin"] = new JsonObject { ["disabled"] = true },
        // Otherwise it logs a warning for each certificate that names no OCSP server.
        ["logging"] = new JsonObject { ["logs"] = new JsonObject { ["default"] = new JsonObject { ["level"] = "ERROR" } } },
        ["apps"] = new JsonObject
        {
            ["tls"] = new JsonObject
            {
                ["certificates"] = new JsonObject { ["load_folders"] = new JsonArray(site.CertificateFolder) },
                ["cache"] = new JsonObject { ["capacity"] = site.Domains.Count + 1 },
                ["disable_ocsp_stapling"] = true,
            },
            ["http"] = new JsonObject
            {
                ["servers"] = new JsonObject { ["policies"] = Server(root, port) },
            },
        },
    };

    private static JsonObject Server(string root, int port) => new()
    {
        ["listen"] = new JsonArray($"127.0.0.1:{port}"),
        ["automatic_https"] = new JsonObject { ["disable"] = true },
        ["idle_timeout"] = "600s",
        ["tls_connection_policies"] = new JsonArray(new JsonObject()),
        ["routes"] = new JsonArray(new JsonObject
        {
            ["handle"] = new JsonArray(new JsonObject
            {
                ["handler"] = "file_server",
                ["root"] = root + "/{http.request.host}",
            }),
        }),
    };
}
