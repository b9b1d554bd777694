namespace StrictPost.Protocol.Tests.Changes.Simulation;

/// <summary>Chance that comes the same again for the same seed.</summary>
internal sealed class Chance(int seed)
{
    private ulong _state = ((ulong)(uint)seed * 0x9E3779B97F4A7C15UL) + 0xD1B54A32D192ED03UL;

    /// <summary>From 0 up to, but not including, a bound.</summary>
    public int Below(int bound) => (int)(Next() % (uint)bound);

    /// <summary>So often out of a hundred times.</summary>
    public bool Happens(int percent) => Below(100) < percent;

    public long Between(long least, long most) => least + (long)(Next() % (ulong)(most - least + 1));

    public T OneOf<T>(ReadOnlySpan<T> choices) => choices[Below(choices.Length)];

    /// <summary>Any time up to a bound; short ones as often as long ones, and nought now and then.</summary>
    public long Spell(long most) => Below(6) == 0 ? 0 : Between(0, Math.Max(1, most >> Below(8)));

    /// <summary>Splitmix64.</summary>
    private ulong Next()
    {
        ulong mixed = _state += 0x9E3779B97F4A7C15UL;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9UL;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
        return mixed ^ (mixed >> 31);
    }
}
