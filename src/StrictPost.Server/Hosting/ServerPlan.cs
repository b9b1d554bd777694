using StrictPost.Engine.Certificates;
using StrictPost.Engine.Storage;

namespace StrictPost.Server.Hosting;

/// <summary>All that a server needs to know before it starts.</summary>
public sealed record ServerPlan
{
    /// <summary>Where the store is; made where it is missing.</summary>
    public required StorePlace Store { get; init; }

    /// <summary>Where the policy hosts' certificates come from.</summary>
    public required ICertificateSource Certificates { get; init; }

    /// <summary>The ports; exactly one plan for each role.</summary>
    public required IReadOnlyList<ListenerPlan> Listeners { get; init; }

    /// <summary>Writes one line for each request.</summary>
    public bool AccessLog { get; init; }

    /// <summary>For how many hosts the TLS settings are kept ready; each takes about 16 KB.</summary>
    public int CachedHosts { get; init; } = 10_000;

    /// <summary>The name under which this process notes what it serves; null for one that is kept in the data folder.</summary>
    public string? Node { get; init; }
}
