using System.Diagnostics;
using StrictPost.Bench.Domains;

namespace StrictPost.Bench.Load;

/// <summary>The senders: a fixed number of threads that fetch policies as fast as they are answered.</summary>
public sealed class LoadClient(int port, IReadOnlyList<BenchDomain> domains, int concurrency, TlsContext context)
{
    /// <summary>One fetch on a connection of its own.</summary>
    /// <exception cref="IOException">It failed.</exception>
    public void FetchOnce(BenchDomain domain)
    {
        using var connection = PolicyConnection.Open(port, domain, context);
        connection.FetchLast();
    }

    /// <summary>A new connection with a full handshake for each fetch; `order` names the domains by index.</summary>
    public Task<LoadResult> FetchNewAsync(int[] order, CancellationToken cancellation)
    {
        var tally = new LoadTally(order.Length);
        return RunAsync(tally, concurrency, _ =>
        {
            while (tally.TryTake(out var turn))
            {
                cancellation.ThrowIfCancellationRequested();
                tally.Count(start => FetchTimed(domains[order[turn]], start));
            }
        });
    }

    /// <summary>
    /// As many connections as senders, each to the domain that `order` names for it by index. The clock starts, and
    /// `opened` is called, once all are open.
    /// </summary>
    public async Task<LoadResult> FetchKeptAsync(int[] order, int fetches, Action opened, CancellationToken cancellation)
    {
        var connections = new List<PolicyConnection>();
        try
        {
            var tally = new LoadTally(fetches);
            foreach (var turn in order)
            {
                tally.Attempt(() =>
                {
                    connections.Add(PolicyConnection.Open(port, domains[turn], context));
                    connections[^1].Fetch();
                });
            }

            opened();
            return await RunAsync(tally, connections.Count, sender => FetchAll(connections[sender], tally, cancellation));
        }
        finally
        {
            foreach (var connection in connections)
                connection.Dispose();
        }
    }

    private static void FetchAll(PolicyConnection connection, LoadTally tally, CancellationToken cancellation)
    {
        var whole = true;
        while (whole && tally.TryTake(out _))
        {
            cancellation.ThrowIfCancellationRequested();
            whole = tally.Count(start =>
            {
                connection.Fetch();
                return Stopwatch.GetTimestamp() - start;
            });
        }
    }

    private long FetchTimed(BenchDomain domain, long start)
    {
        using var connection = PolicyConnection.Open(port, domain, context);
        connection.FetchLast();
        var taken = Stopwatch.GetTimestamp() - start;
        connection.ReadEnd();
        return taken;
    }

    private static async Task<LoadResult> RunAsync(LoadTally tally, int senders, Action<int> work)
    {
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, senders).Select(sender => Task.Factory.StartNew(
            () => work(sender), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        return tally.Close(Stopwatch.GetElapsedTime(start));
    }
}
