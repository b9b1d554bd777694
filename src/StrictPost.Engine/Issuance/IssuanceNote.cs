using StrictPost.Engine.Storage;

namespace StrictPost.Engine.Issuance;

/// <summary>Something that happened to a host's certificate, for the log.</summary>
/// <param name="Host">The policy host; null where the store is what failed.</param>
/// <param name="Finding">Why it has no new certificate; null when it has one.</param>
public sealed record IssuanceNote(string? Host, StoredFinding? Finding)
{
    /// <summary>What is wrong with the store, and what to do; null where nothing is.</summary>
    public StoreException? StoreFault { get; init; }
}
