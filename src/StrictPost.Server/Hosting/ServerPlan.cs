using StrictPost.Engine.Certificates;
using StrictPost.Engine.Nodes;
using StrictPost.Server.Proxies;
using StrictPost.Server.Receiving;
using StrictPost.Server.Tls;

namespace StrictPost.Server.Hosting;

/// <summary>All that a server needs to know before it starts.</summary>
public sealed record ServerPlan
{
    /// <summary>What the node knows. The caller disposes of it, after the server.</summary>
    public required NodeData Data { get; init; }

    /// <summary>What the node does beside serving.</summary>
    public IReadOnlyList<INodeWork> Work { get; init; } = [];

    /// <summary>Where the policy hosts' certificates come from.</summary>
    public required ICertificateSource Certificates { get; init; }

    /// <summary>What authorities ask of policy hosts; null where nobody asks them for certificates.</summary>
    public IChallengeAnswers? Challenges { get; init; }

    /// <summary>How reports are received; null where none are. A listener for SMTP needs it.</summary>
    public ReceivingPlan? Receiving { get; init; }

    /// <summary>Who shakes hands.</summary>
    public TlsChoice Tls { get; init; }

    /// <summary>The ports; at most one plan for each role.</summary>
    public required IReadOnlyList<ListenerPlan> Listeners { get; init; }

    /// <summary>Who is believed when it speaks for somebody else.</summary>
    public TrustedProxies TrustedProxies { get; init; } = TrustedProxies.None;

    /// <summary>True where each connection to the TLS port begins with a header of the PROXY protocol.</summary>
    public bool ProxyProtocol { get; init; }

    /// <summary>Connections from one network (/24, /48) at a time; 0 for any number.</summary>
    public int ConnectionsPerNetwork { get; init; } = 256;

    /// <summary>Writes one line for each request.</summary>
    public bool AccessLog { get; init; }

    /// <summary>For how many hosts the certificate is kept ready; each takes about 8 KB (16 KB over the platform's TLS).</summary>
    public int CachedHosts { get; init; } = 10_000;

    /// <summary>The name under which this process notes what it serves; null for one that is kept in the data folder.</summary>
    public string? Node { get; init; }
}
