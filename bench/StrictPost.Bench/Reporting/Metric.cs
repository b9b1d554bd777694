using StrictPost.Bench.Measuring;

namespace StrictPost.Bench.Reporting;

/// <summary>One row of the report.</summary>
/// <param name="Name">Its name in JSON.</param>
/// <param name="Title">Its name in the table.</param>
/// <param name="Unit">Of its values.</param>
/// <param name="Compared">Whether the ratio of two servers means anything.</param>
/// <param name="Read">Takes its value from a round.</param>
public sealed record Metric(string Name, string Title, string Unit, bool Compared, Func<ServerRound, double> Read)
{
    private const double Megabyte = 1024 * 1024;

    /// <summary>In the order of the report.</summary>
    public static IReadOnlyList<Metric> All { get; } =
    [
        new("startMs", "start to first answer", "ms", true, round => round.Start.TotalMilliseconds),
        new("firstServerCpuUs", "first fetches: server CPU", "µs", true, round => round.First.ServerCpu),
        .. Phase("new", "new connections", round => round.New),
        .. Phase("kept", "kept alive", round => round.Kept),
        new("memoryMb", "resident memory", "MB", true, round => round.Memory / Megabyte),
        new("failures", "failures", "", false, round => round.Failures),
    ];

    /// <summary>The middle one of the rounds; of an even number, the mean of the middle two.</summary>
    public double Median(IReadOnlyList<ServerRound> rounds)
    {
        var values = rounds.Select(Read).Order().ToArray();
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }

    private static IEnumerable<Metric> Phase(string name, string title, Func<ServerRound, PhaseFigures> of) =>
    [
        new($"{name}PerSecond", $"{title}: fetches", "/s", true, round => of(round).Load.PerSecond),
        new($"{name}P50Ms", $"{title}: p50", "ms", true, round => of(round).Load.Milliseconds(0.5)),
        new($"{name}P99Ms", $"{title}: p99", "ms", true, round => of(round).Load.Milliseconds(0.99)),
        new($"{name}ServerCpuUs", $"{title}: server CPU", "µs", true, round => of(round).ServerCpu),
        new($"{name}ClientCpuUs", $"{title}: client CPU", "µs", false, round => of(round).ClientCpu),
    ];
}
