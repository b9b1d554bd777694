using StrictPost.Engine.Certificates;
using StrictPost.Engine.Nodes;

namespace StrictPost.Server.Hosting;

/// <summary>All that a server needs to know before it starts.</summary>
public sealed record ServerPlan
{
    /// <summary>What the node knows. The caller disposes of it, after the server.</summary>
    public required NodeStore Store { get; init; }

    /// <summary>What the node does beside serving.</summary>
    public IReadOnlyList<INodeWork> Work { get; init; } = [];

    /// <summary>Where the policy hosts' certificates come from.</summary>
    public required ICertificateSource Certificates { get; init; }

    /// <summary>The ports; exactly one plan for each role.</summary>
    public required IReadOnlyList<ListenerPlan> Listeners { get; init; }

    /// <summary>Writes one line for each request.</summary>
    public bool AccessLog { get; init; }

    /// <summary>For how many hosts the TLS settings are kept ready; each takes about 16 KB.</summary>
    public int CachedHosts { get; init; } = 10_000;
}
