namespace StrictPost.Protocol.Tests.Changes.Simulation;

/// <summary>One thing that several places show: each takes over what is newest after a while of its own.</summary>
internal sealed class Spread<T>
{
    private readonly List<(long At, T Value)>[] _shown;

    public Spread(T first, int places)
    {
        _shown = new List<(long At, T Value)>[places];
        for (int i = 0; i < places; i++)
            _shown[i] = [(long.MinValue, first)];
        Newest = first;
    }

    public int Places => _shown.Length;

    /// <summary>What was put there last, whether any place shows it yet or not.</summary>
    public T Newest { get; private set; }

    /// <summary>From then on all places show the same.</summary>
    public long SettledAt { get; private set; } = long.MinValue;

    public void Put(T value, long now, Func<long> lag)
    {
        Newest = value;
        SettledAt = now;
        foreach (var place in _shown)
        {
            long at = now + lag();
            while (place[^1].At > now || place[^1].At == at)
                place.RemoveAt(place.Count - 1);
            place.Add((at, value));
            SettledAt = Math.Max(SettledAt, at);
        }
    }

    /// <summary>What a place shows at a time; it may lie back a little.</summary>
    public T At(int place, long time)
    {
        var shown = _shown[place];
        int last = shown.Count - 1;
        while (shown[last].At > time)
            last--;
        return shown[last].Value;
    }

    /// <summary>True when some place shows it, or is going to.</summary>
    public bool IsLeft(Predicate<T> which, long now)
    {
        foreach (var place in _shown)
        {
            for (int i = place.Count - 1; i >= 0; i--)
            {
                if (which(place[i].Value))
                    return true;
                if (place[i].At <= now)
                    break;
            }
        }

        return false;
    }
}
