namespace StrictPost.Server.Receiving;

/// <summary>How much memory all that is being received may take together. Safe for use from several threads.</summary>
/// <param name="most">In bytes.</param>
internal sealed class MemoryBudget(long most)
{
    private long _taken;

    /// <summary>What is taken now, in bytes.</summary>
    public long Taken => Volatile.Read(ref _taken);

    /// <summary>Takes some, if there is so much left.</summary>
    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _taken, bytes) <= most)
            return true;
        Return(bytes);
        return false;
    }

    /// <summary>Gives back what was taken.</summary>
    public void Return(long bytes) => Interlocked.Add(ref _taken, -bytes);
}
