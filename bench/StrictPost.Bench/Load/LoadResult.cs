namespace StrictPost.Bench.Load;

/// <summary>What one phase of load saw from the outside.</summary>
/// <param name="Fetches">Answers that were right in every byte.</param>
/// <param name="Failures">Fetches that failed in any way.</param>
/// <param name="FirstFailure">What the first one said, or null.</param>
/// <param name="Elapsed">From the first request to the last answer.</param>
/// <param name="Latencies">Of each right answer, in Stopwatch ticks, in rising order.</param>
public sealed record LoadResult(int Fetches, int Failures, string? FirstFailure, TimeSpan Elapsed, long[] Latencies)
{
    public double PerSecond => Fetches / Elapsed.TotalSeconds;

    /// <summary>The latency that this share of fetches stayed within, in milliseconds; 0 without fetches.</summary>
    /// <param name="share">From 0 to 1.</param>
    public double Milliseconds(double share) => Latencies.Length == 0
        ? 0
        : Latencies[(int)Math.Min(Latencies.Length - 1, share * Latencies.Length)] * 1000.0 / System.Diagnostics.Stopwatch.Frequency;
}
