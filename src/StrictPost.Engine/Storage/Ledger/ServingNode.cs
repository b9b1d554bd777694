namespace StrictPost.Engine.Storage.Ledger;

/// <summary>A process that serves policies, as the store knows it.</summary>
/// <param name="Name">The same after a restart.</param>
/// <param name="StartedAt">When it last started.</param>
/// <param name="SeenAt">When it last reported.</param>
/// <param name="Sequence">The last change that it has followed and reported about.</param>
/// <param name="StoppedAt">When it ended in order; null while it runs, or after it was killed.</param>
public sealed record ServingNode(string Name, DateTimeOffset StartedAt, DateTimeOffset SeenAt, long Sequence, DateTimeOffset? StoppedAt)
{
    /// <summary>
    /// How long a node that ended in order may start again from what it kept, without the store; until then it may serve what is
    /// retired meanwhile.
    /// </summary>
    public static readonly TimeSpan SnapshotLife = TimeSpan.FromDays(7);

    /// <summary>How often a node reports at least while it has the store.</summary>
    public static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(30);

    /// <summary>True where so little time has passed since it was heard of that it may still run.</summary>
    public bool MayRunAt(DateTimeOffset now) => StoppedAt is null && now - SeenAt < 2 * LongestSilence;
}

/// <summary>A node's own idea of itself.</summary>
/// <param name="Name">The same after a restart; no two running processes have the same.</param>
/// <param name="Process">Another one after each start.</param>
public sealed record NodeIdentity(string Name, string Process);
