using System.Globalization;
using StrictPost.Bench.Servers;

namespace StrictPost.Bench;

/// <summary>What to measure, as asked for on the command line.</summary>
public sealed record BenchOptions
{
    public const int Tls12 = 0x0303;
    public const int Tls13 = 0x0304;

    public const string Usage = """
        Usage: strictpost-bench [OPTION VALUE]...
          --domains N[,N...]     how many domains to serve (1,1000,10000)
          --requests N           fetches over new connections; kept-alive gets five times as many (10000)
          --concurrency N        senders at a time (16)
          --rounds N             how often each server is started and measured (3)
          --servers S[,S...]     strictpost, nginx, caddy, kestrel (the first three); NAME:KEY=VALUE+... sets up one
          --strictpost FILE      the binary to measure
          --tls 1.2|1.3          the version that senders insist on (1.3)
          --cache DIR            where certificates are kept between runs (artifacts/bench)
          --json FILE            write the report there too
        """;

    public IReadOnlyList<int> Domains { get; private init; } = [1, 1000, 10_000];

    public int Requests { get; private init; } = 10_000;

    public int Concurrency { get; private init; } = 16;

    public int Rounds { get; private init; } = 3;

    public IReadOnlyList<ServerSpec> Servers { get; private init; } = ParseServers("strictpost,nginx,caddy");

    public string StrictPost { get; private init; } = "strictpost";

    /// <summary>As on the wire.</summary>
    public int TlsVersion { get; private init; } = Tls13;

    public string Cache { get; private init; } = Path.GetFullPath("artifacts/bench");

    public string? Json { get; private init; }

    /// <exception cref="BenchException">The arguments are not understood; the message says which.</exception>
    public static BenchOptions Parse(IReadOnlyList<string> arguments)
    {
        if (arguments.Count % 2 != 0)
            throw new BenchException(Usage);
        var options = new BenchOptions();
        for (var i = 0; i < arguments.Count; i += 2)
            options = options.With(arguments[i], arguments[i + 1]);
        return options;
    }

    /// <exception cref="BenchException">No such server.</exception>
    public IServerAdapter Adapter(ServerSpec spec) => spec.Name switch
    {
        "strictpost" => new StrictPostAdapter(spec, StrictPost),
        "nginx" => new NginxAdapter(spec),
        "caddy" => new CaddyAdapter(spec),
        "kestrel" => new KestrelAdapter(spec),
        _ => throw new BenchException($"there is no server called {spec.Name}"),
    };

    private BenchOptions With(string option, string value) => option switch
    {
        "--domains" => this with { Domains = [.. value.Split(',').Select(part => Count(part, 100_000))] },
        "--requests" => this with { Requests = Count(value, 1_000_000) },
        "--concurrency" => this with { Concurrency = Count(value, 1000) },
        "--rounds" => this with { Rounds = Count(value, 100) },
        "--servers" => this with { Servers = ParseServers(value) },
        "--strictpost" => this with { StrictPost = Path.GetFullPath(value) },
        "--tls" => this with { TlsVersion = ParseVersion(value) },
        "--cache" => this with { Cache = Path.GetFullPath(value) },
        "--json" => this with { Json = Path.GetFullPath(value) },
        _ => throw new BenchException($"unknown option {option}\n{Usage}"),
    };

    private static int ParseVersion(string value) => value switch
    {
        "1.2" => Tls12,
        "1.3" => Tls13,
        _ => throw new BenchException($"{value} is neither 1.2 nor 1.3"),
    };

    private static ServerSpec[] ParseServers(string value) => [.. value.Split(',').Select(part =>
        ServerSpec.Parse(part) ?? throw new BenchException($"{part} is not NAME:KEY=VALUE+KEY=VALUE"))];

    private static int Count(string value, int most) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count >= 1 && count <= most
            ? count
            : throw new BenchException($"{value} is not a number from 1 to {most}");
}
