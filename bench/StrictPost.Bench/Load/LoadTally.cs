using System.Diagnostics;
using System.Net.Sockets;

namespace StrictPost.Bench.Load;

/// <summary>Deals out the turns of one phase to its workers and keeps the count.</summary>
public sealed class LoadTally(int turns)
{
    private readonly long[] _latencies = new long[turns];
    private int _taken;
    private int _fetches;
    private int _failures;
    private string? _firstFailure;

    /// <summary>The next turn, from 0; false when all are taken.</summary>
    public bool TryTake(out int turn)
    {
        turn = Interlocked.Increment(ref _taken) - 1;
        return turn < turns;
    }

    /// <summary>
    /// Runs one fetch and counts it; false when it failed. `fetch` is given the time it starts and says how long it took,
    /// both in Stopwatch ticks.
    /// </summary>
    public bool Count(Func<long, long> fetch) => Attempt(() =>
    {
        var taken = fetch(Stopwatch.GetTimestamp());
        _latencies[Interlocked.Increment(ref _fetches) - 1] = taken;
    });

    /// <summary>Runs one step that is no fetch by itself; false, and counted, when it failed.</summary>
    public bool Attempt(Action step)
    {
        try
        {
            step();
            return true;
        }
        catch (Exception e) when (e is IOException or SocketException or InvalidDataException)
        {
            Interlocked.Increment(ref _failures);
            Interlocked.CompareExchange(ref _firstFailure, e.Message, null);
            return false;
        }
    }

    public LoadResult Close(TimeSpan elapsed)
    {
        var latencies = _latencies.AsSpan(0, _fetches).ToArray();
        Array.Sort(latencies);
        return new LoadResult(_fetches, _failures, _firstFailure, elapsed, latencies);
    }
}
