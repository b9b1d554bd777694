namespace StrictPost.Bench.Reports;

internal static class QueryBench
{
    public static Task<int> RunAsync(int rows, int domains, string? postgres, CancellationToken cancellationToken) => Task.FromResult(0);
}
