namespace StrictPost.Server.Receiving;

/// <summary>Whether the disk has room for more. Safe for use from several threads.</summary>
/// <param name="folder">A folder on the disk; null where what comes in goes elsewhere.</param>
/// <param name="least">How many bytes must stay free.</param>
/// <param name="time">The clock.</param>
internal sealed class DiskRoom(string? folder, long least, TimeProvider time)
{
    /// <summary>How long an answer holds: nobody fills a disk in a second.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    private volatile bool _isThere = true;
    private long _lookedAt = long.MinValue;

    /// <summary>False where less is free than must be. A disk that cannot be asked is taken to have room: writing shows.</summary>
    public bool IsThere()
    {
        long now = time.GetTimestamp();
        long before = Volatile.Read(ref _lookedAt);
        bool due = before == long.MinValue || time.GetElapsedTime(before, now) >= LookAgain;
        if (folder is not null && due && Interlocked.CompareExchange(ref _lookedAt, now, before) == before)
            _isThere = Look(folder);
        return _isThere;
    }

    private bool Look(string place)
    {
        try
        {
            return new DriveInfo(Path.GetFullPath(place)).AvailableFreeSpace >= least;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return true;
        }
    }
}
