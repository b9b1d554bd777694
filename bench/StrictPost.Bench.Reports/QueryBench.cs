using System.Diagnostics;
using StrictPost.Engine.Storage.Reports;
using StrictPost.Protocol.Text;

namespace StrictPost.Bench.Reports;

/// <summary>How long summaries take over a year of sums: of one domain, and of all.</summary>
internal static class QueryBench
{
    private const int Asks = 200;

    private static readonly DateOnly From = new(2026, 1, 1);
    private static readonly DateOnly To = new(2026, 12, 31);

    public static async Task<int> RunAsync(int rows, int domains, string? postgres, CancellationToken cancellationToken)
    {
        await using var store = await BenchStore.OpenAsync(postgres, domains, cancellationToken);
        long start = Stopwatch.GetTimestamp();
        await SampleSums.FillAsync(store.Database, rows, domains, cancellationToken);
        Console.WriteLine($"{rows} rows of sums of {domains} domains over a year, written in {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s; {store.Size / 1_000_000} MB on disk");
        var query = new ReportSummaryQuery(store.Database);
        var random = new Random(1);
        DomainName Any() => DomainName.Parse(SampleReports.Domain(random.Next(domains))).Value!;
        await TimeAsync("days of a domain over a year", async () => (await query.DaysAsync(Any(), From, To, cancellationToken)).Count);
        await TimeAsync("failures of a domain over a year", async () => (await query.FailuresAsync(Any(), From, To, cancellationToken)).Count);
        await TimeAsync("policies of a domain over a year", async () => (await query.PoliciesAsync(Any(), From, To, cancellationToken)).Count);
        await TimeAsync("all domains over a year", async () => (await query.OverviewAsync(From, To, cancellationToken)).Count);
        await TimeAsync("all domains over 365 days that begin within a month", async () => (await query.OverviewAsync(From.AddDays(10), To.AddDays(-10), cancellationToken)).Count);
        await TimeAsync("all domains over 30 days", async () => (await query.OverviewAsync(To.AddDays(-40), To.AddDays(-11), cancellationToken)).Count);
        return 0;
    }

    private static async Task TimeAsync(string what, Func<Task<int>> ask)
    {
        var times = new List<double>(Asks);
        int count = 0;
        for (int i = 0; i < Asks; i++)
        {
            long start = Stopwatch.GetTimestamp();
            count = await ask();
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        times.Sort();
        Console.WriteLine($"{what,-55} median {times[Asks / 2],7:F1} ms, p95 {times[Asks * 95 / 100],7:F1} ms, {count} rows in the last answer");
    }
}
