namespace StrictPost.Lab.World;

/// <summary>
/// The round trip to each kind of server. A server's answer to what a client sent comes later by this much; connections
/// do not hold up each other. Connecting itself takes no time. Zero is none.
/// </summary>
/// <param name="Dns">To the DNS.</param>
/// <param name="Https">To policy hosts: each flight of the handshake, and each answer.</param>
/// <param name="Smtp">To mail hosts: the greeting, each reply, and each flight of the handshake.</param>
public sealed record LabLatency(TimeSpan Dns, TimeSpan Https, TimeSpan Smtp)
{
    /// <summary>No delay anywhere.</summary>
    public static LabLatency None { get; } = new(TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);

    /// <summary>The same round trip to all servers.</summary>
    public static LabLatency Of(TimeSpan roundTrip) => new(roundTrip, roundTrip, roundTrip);
}
