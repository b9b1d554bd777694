using StrictPost.Bench.Measuring;
using StrictPost.Bench.Servers;

namespace StrictPost.Bench.Reporting;

/// <summary>The rounds of all servers at one number of domains.</summary>
/// <param name="Domains">How many.</param>
/// <param name="Servers">In the order asked for; the first is the one that is compared with its peers.</param>
public sealed record Comparison(int Domains, IReadOnlyList<ServerRounds> Servers)
{
    private static readonly string[] Peers = ["nginx", "caddy"];

    public int Failures => Servers.Sum(server => server.Rounds.Sum(round => round.Failures));

    /// <summary>The servers that the first one is compared with.</summary>
    public IEnumerable<ServerRounds> ComparedWith => Servers.Skip(1).Where(server => Peers.Contains(server.Spec.Name));

    /// <summary>The first server's median over the peer's.</summary>
    public double Ratio(Metric metric, ServerRounds peer) => metric.Median(Servers[0].Rounds) / metric.Median(peer.Rounds);
}

/// <summary>One server and its rounds.</summary>
public sealed record ServerRounds(ServerSpec Spec, IReadOnlyList<ServerRound> Rounds);
