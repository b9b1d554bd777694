using System.Collections.Immutable;

namespace StrictPost.Engine.Publishing;

/// <summary>What came of publishing something in DNS.</summary>
public abstract record PublishOutcome
{
    private PublishOutcome()
    {
    }

    /// <summary>The zone's server made the change. That other servers have it, too, has to be seen.</summary>
    public sealed record Done : PublishOutcome;

    /// <summary>It was so already.</summary>
    public sealed record Unchanged : PublishOutcome;

    /// <summary>No zone that may be changed here holds the name: its owner has to do it.</summary>
    /// <param name="Why">Which name, as a sentence without the full stop.</param>
    public sealed record ByHand(string Why) : PublishOutcome;

    /// <summary>Somebody else wrote there, before or meanwhile; nothing was changed.</summary>
    /// <param name="Found">What is there now, as text; empty where nothing is.</param>
    public sealed record Conflict(ImmutableArray<string> Found) : PublishOutcome;

    /// <summary>It did not work.</summary>
    /// <param name="Why">Why, as a sentence without the full stop.</param>
    /// <param name="MayPass">True when it may work later without anybody doing anything.</param>
    public sealed record Failed(string Why, bool MayPass) : PublishOutcome;
}
