namespace StrictPost.Server.Receiving;

/// <summary>How often each of many may do something in a minute. Minutes are counted for all together. Safe for use from several threads.</summary>
/// <param name="most">How often; 0 for any number.</param>
/// <param name="time">The clock.</param>
internal sealed class MinuteRate<TKey>(int most, TimeProvider time)
    where TKey : notnull
{
    /// <summary>Of so many at most it is remembered what they did; when more come, they share what one may do.</summary>
    private const int MostKeys = 65_536;

    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, int> _counts = [];
    private long _minute;
    private int _others;

    /// <summary>Counts once more.</summary>
    /// <returns>Null where it is allowed, else how long to wait: more than zero.</returns>
    public TimeSpan? TryCount(TKey key)
    {
        if (most == 0)
            return null;
        long now = time.GetUtcNow().Ticks;
        lock (_gate)
        {
            Turn(now / TimeSpan.TicksPerMinute);
            bool known = _counts.TryGetValue(key, out int count);
            bool shared = !known && _counts.Count >= MostKeys;
            if ((shared ? _others : count) >= most)
                return TimeSpan.FromTicks(TimeSpan.TicksPerMinute - (now % TimeSpan.TicksPerMinute));
            if (shared)
                _others++;
            else
                _counts[key] = count + 1;
            return null;
        }
    }

    private void Turn(long minute)
    {
        if (minute == _minute)
            return;
        _minute = minute;
        _others = 0;
        _counts.Clear();
    }
}
