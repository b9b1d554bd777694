using System.Net;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using StrictPost.Engine.Nodes;
using StrictPost.Engine.Storage;
using StrictPost.Engine.Storage.Ledger;
using StrictPost.Protocol.Ledger;

namespace StrictPost.Server.Recording;

/// <summary>
/// Adds up who fetched what, in memory, until it is taken to the store. Counting takes a fraction of a microsecond, and memory only for what was
/// not seen before. Safe for use from several threads.
/// </summary>
internal sealed class FetchTally
{
    /// <summary>Counts kept apart in all. Beyond it each body still has one count, so that when it was last served is never lost.</summary>
    public const int MostKeys = 50_000;

    private const int Shards = 16;

    private readonly TimeProvider _time;
    private readonly Shard[] _shards = [.. Enumerable.Range(0, Shards).Select(_ => new Shard())];

    public FetchTally(TimeProvider time) => _time = time;

    /// <summary>Notes that a body is about to be sent.</summary>
    public void Count(ServedPolicy policy, string? userAgent, IPAddress? client)
    {
        long now = _time.GetUtcNow().UtcTicks;
        var key = new Key(policy, now / TimeSpan.TicksPerDay, SenderFamily.Of(userAgent), ClientNetwork.Of(client));
        if (!Of(key).TryCount(key, now, MostKeys / Shards))
            Of(key.Common).TryCount(key.Common, now, int.MaxValue);
    }

    /// <summary>Everything that was counted since the last call. What is counted meanwhile is in this one or the next, whole.</summary>
    public IReadOnlyList<FetchTotal> Take()
    {
        var totals = new List<FetchTotal>();
        foreach (var shard in _shards)
            totals.AddRange(shard.Take().Select(count => Total(count.Key, count.Value)));
        return totals;
    }

    private Shard Of(Key key) => _shards[(uint)key.GetHashCode() % Shards];

    private static FetchTotal Total(Key key, Tally tally) => new(
        key.Policy.Domain,
        key.Policy.PolicyId!,
        (new DateTimeOffset(key.Day > 0 ? key.Day * TimeSpan.TicksPerDay : tally.LastAt, TimeSpan.Zero) - DateTimeOffset.UnixEpoch).Days,
        key.Family,
        key.Network.ToString(),
        tally.Times,
        new DateTimeOffset(tally.FirstAt, TimeSpan.Zero),
        new DateTimeOffset(tally.LastAt, TimeSpan.Zero));

    private struct Tally
    {
        public long Times;
        public long FirstAt;
        public long LastAt;
    }

    /// <summary>What is counted apart. A body is itself, not its like: comparing two would read them.</summary>
    /// <param name="Policy">The body.</param>
    /// <param name="Day">Days since the year 1; 0 for a body's common count.</param>
    /// <param name="Family">One of <see cref="SenderFamily"/>'s constants.</param>
    /// <param name="Network">Where the client is.</param>
    private readonly record struct Key(ServedPolicy Policy, long Day, string Family, ClientNetwork Network)
    {
        public Key Common => this with { Day = 0, Family = SenderFamily.Other, Network = ClientNetwork.Any };

        public bool Equals(Key other) => ReferenceEquals(Policy, other.Policy) && Day == other.Day && ReferenceEquals(Family, other.Family) && Network == other.Network;

        public override int GetHashCode() => HashCode.Combine(RuntimeHelpers.GetHashCode(Policy), Day, RuntimeHelpers.GetHashCode(Family), Network.Prefix);
    }

    private sealed class Shard
    {
        private readonly Lock _turn = new();
        private Dictionary<Key, Tally> _counts = [];

        /// <returns>False where there is no room for another key.</returns>
        public bool TryCount(Key key, long now, int most)
        {
            lock (_turn)
            {
                if (_counts.Count >= most && !_counts.ContainsKey(key))
                    return false;
                ref var tally = ref CollectionsMarshal.GetValueRefOrAddDefault(_counts, key, out bool known);
                tally.Times++;
                tally.FirstAt = known ? Math.Min(tally.FirstAt, now) : now;
                tally.LastAt = Math.Max(tally.LastAt, now);
                return true;
            }
        }

        public Dictionary<Key, Tally> Take()
        {
            lock (_turn)
            {
                var counts = _counts;
                if (counts.Count > 0)
                    _counts = [];
                return counts.Count > 0 ? counts : [];
            }
        }
    }
}
