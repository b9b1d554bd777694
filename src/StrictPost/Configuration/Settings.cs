using System.Collections.Immutable;
using System.Net;
using StrictPost.Engine.Storage;
using StrictPost.Protocol.Text;
using StrictPost.Server.Tls;

namespace StrictPost.Configuration;

/// <summary>What <c>strictpost.toml</c> and the environment say; null and empty where they say nothing.</summary>
internal sealed record Settings
{
    /// <summary>The data folder where nothing else is said.</summary>
    public const string UsualData = "data";

    /// <summary>The folder that holds the store.</summary>
    public string Data { get; init; } = UsualData;

    /// <summary>The name of this node; null for one that is kept in the data folder.</summary>
    public string? Node { get; init; }

    /// <summary>The connection string of a PostgreSQL store; null for SQLite in the data folder.</summary>
    public string? StorePostgres { get; init; }

    /// <summary>The file with the keys that seal secrets in the store; null for the one in the data folder.</summary>
    public string? StoreKeyFile { get; init; }

    /// <summary>The keys themselves, where the environment gives them instead of a file.</summary>
    public string? StoreKey { get; init; }

    /// <summary>Where the store is.</summary>
    public StorePlace Store => new(Data) { Postgres = StorePostgres };

    /// <summary>Addresses of the public ports.</summary>
    public ImmutableArray<IPAddress> Listen { get; init; } = [];

    /// <summary>Port that serves policies.</summary>
    public int? HttpsPort { get; init; }

    /// <summary>Port that leads browsers to HTTPS.</summary>
    public int? HttpPort { get; init; }

    /// <summary>Port that serves policies to proxies, over plain HTTP.</summary>
    public int? ProxyHttpPort { get; init; }

    /// <summary>Whether connections to the TLS port begin with a header of the PROXY protocol.</summary>
    public bool ProxyProtocol { get; init; }

    /// <summary>Who is believed when it speaks for somebody else.</summary>
    public ImmutableArray<IPNetwork> TrustedProxies { get; init; } = [];

    /// <summary>Connections from one network at a time; 0 for any number.</summary>
    public int? ConnectionsPerNetwork { get; init; }

    /// <summary>Who shakes hands.</summary>
    public TlsChoice Tls { get; init; }

    /// <summary>Addresses of the operations port.</summary>
    public ImmutableArray<IPAddress> OperationsListen { get; init; } = [];

    /// <summary>Port for health and readiness.</summary>
    public int? OperationsPort { get; init; }

    /// <summary>The folder with the policy hosts' certificates.</summary>
    public string? CertificatesPath { get; init; }

    /// <summary>How certificates are asked of authorities; of none where no directory is named.</summary>
    public AcmeConfiguration Acme { get; init; } = new();

    /// <summary>The host that <c>mta-sts</c> names are to point to as CNAME.</summary>
    public DomainName? PolicyHost { get; init; }

    /// <summary>The addresses that they are to point to where there is no <see cref="PolicyHost"/>.</summary>
    public ImmutableArray<IPAddress> PolicyAddresses { get; init; } = [];

    /// <summary>Where TLS reports go, and how they are received.</summary>
    public ReportsConfiguration Reports { get; init; } = new();

    /// <summary>How enrolled domains are watched.</summary>
    public MonitorConfiguration Monitor { get; init; } = new();

    /// <summary>Who is told when something is wrong.</summary>
    public AlertsConfiguration Alerts { get; init; } = new();

    /// <summary>Which DNS zones are changed, and how.</summary>
    public DnsConfiguration Dns { get; init; } = new();
}
