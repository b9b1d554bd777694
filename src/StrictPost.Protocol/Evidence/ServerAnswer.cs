namespace StrictPost.Protocol.Evidence;

/// <summary>What one server of a zone answered.</summary>
/// <typeparam name="T">What was asked for.</typeparam>
/// <param name="Server">Its name, from the NS record.</param>
/// <param name="Address">The address that was asked; null when it has none.</param>
/// <param name="IsAuthoritative">Whether the answer had the AA bit.</param>
/// <param name="Answer">The answer.</param>
public sealed record ServerAnswer<T>(string Server, string? Address, bool IsAuthoritative, Lookup<T> Answer);
