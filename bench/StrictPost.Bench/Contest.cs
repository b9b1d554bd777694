using StrictPost.Bench.Domains;
using StrictPost.Bench.Measuring;
using StrictPost.Bench.Reporting;
using StrictPost.Bench.Servers;

namespace StrictPost.Bench;

/// <summary>Measures the servers in turn, round after round, so that a noisy minute hits them all.</summary>
public sealed class Contest(BenchOptions options, TimeProvider clock, TextWriter progress)
{
    /// <summary>All rounds of all servers with this many domains.</summary>
    public async Task<Comparison> RunAsync(int count, CancellationToken cancellation)
    {
        var folder = Path.Combine(options.Cache, $"certificates-{count}");
        var domains = CertificateFolder.Open(folder, count, clock);
        var runner = new RoundRunner(options, domains, folder);
        var rounds = options.Servers.Select(_ => new List<ServerRound>()).ToArray();
        for (var round = 1; round <= options.Rounds; round++)
        {
            for (var i = 0; i < options.Servers.Count; i++)
            {
                var spec = options.Servers[i];
                await progress.WriteLineAsync($"{count} domains, round {round} of {options.Rounds}: {spec.Label}");
                rounds[i].Add(await MeasureAsync(runner, spec, cancellation));
            }
        }

        return new Comparison(count, [.. options.Servers.Select((spec, i) => new ServerRounds(spec, rounds[i]))]);
    }

    /// <summary>Compiles the client's own code, which would else be counted in the first server's start.</summary>
    public async Task RehearseAsync(CancellationToken cancellation)
    {
        var folder = Path.Combine(options.Cache, "certificates-1");
        var runner = new RoundRunner(options, CertificateFolder.Open(folder, 1, clock), folder);
        await progress.WriteLineAsync("rehearsal");
        await MeasureAsync(runner, options.Servers[0], cancellation);
    }

    private static async Task<ServerRound> MeasureAsync(RoundRunner runner, ServerSpec spec, CancellationToken cancellation)
    {
        var round = await runner.RunAsync(spec, cancellation);
        // What one server left on the client's heap must not be collected on the next one's time.
        GC.Collect();
        return round;
    }
}
