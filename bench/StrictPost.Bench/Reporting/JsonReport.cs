using System.Text.Json;
using System.Text.Json.Nodes;

namespace StrictPost.Bench.Reporting;

/// <summary>The report for programs: medians, ratios and every round.</summary>
public static class JsonReport
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true };

    public static async Task WriteAsync(
        string path, BenchOptions options, IReadOnlyList<Comparison> comparisons, CancellationToken cancellation)
    {
        var report = new JsonObject
        {
            ["concurrency"] = options.Concurrency,
            ["requests"] = options.Requests,
            ["rounds"] = options.Rounds,
            ["tls"] = options.TlsVersion == BenchOptions.Tls13 ? "1.3" : "1.2",
            ["processors"] = Environment.ProcessorCount,
            ["comparisons"] = new JsonArray([.. comparisons.Select(Comparison)]),
        };
        await using var file = File.Create(path);
        await using var writer = new Utf8JsonWriter(file, Indented);
        report.WriteTo(writer);
        await writer.FlushAsync(cancellation);
    }

    private static JsonObject Comparison(Comparison comparison) => new()
    {
        ["domains"] = comparison.Domains,
        ["servers"] = new JsonArray([.. comparison.Servers.Select(Server)]),
        ["ratios"] = Named(comparison.ComparedWith.Select(peer => KeyValuePair.Create<string, JsonNode?>(
            $"{comparison.Servers[0].Spec.Label}/{peer.Spec.Label}",
            Values(Metric.All.Where(metric => metric.Compared), metric => comparison.Ratio(metric, peer))))),
    };

    private static JsonObject Server(ServerRounds server) => new()
    {
        ["server"] = server.Spec.Label,
        ["median"] = Values(Metric.All, metric => metric.Median(server.Rounds)),
        ["rounds"] = new JsonArray([.. server.Rounds.Select(round => Values(Metric.All, metric => metric.Read(round)))]),
    };

    private static JsonObject Values(IEnumerable<Metric> metrics, Func<Metric, double> read) => Named(metrics.Select(metric =>
        KeyValuePair.Create<string, JsonNode?>(metric.Name, double.IsFinite(read(metric)) ? Math.Round(read(metric), 3) : null)));

    private static JsonObject Named(IEnumerable<KeyValuePair<string, JsonNode?>> members) => new(members);
}
