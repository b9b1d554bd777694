using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using StrictPost.Engine.Acme;
using StrictPost.Engine.Certificates;

namespace StrictPost.EndToEnd.Tests.Peers.Acme;

/// <summary>How Pebble is to behave.</summary>
internal sealed record PebblePlan
{
    /// <summary>Port where it asks for HTTP-01 answers.</summary>
    public int HttpPort { get; init; } = PeerPort.Free();

    /// <summary>Port where it asks for TLS-ALPN-01 answers.</summary>
    public int TlsPort { get; init; } = PeerPort.Free();

    /// <summary>Percentage of good nonces that it refuses.</summary>
    public int RejectsNonces { get; init; }

    /// <summary>Percentage of valid authorizations that a new order gets for nothing.</summary>
    public int ReusesAuthorizations { get; init; }

    /// <summary>Roots beside the first, each with a chain of its own.</summary>
    public int AlternateRoots { get; init; }

    /// <summary>How long certificates live.</summary>
    public TimeSpan Validity { get; init; } = TimeSpan.FromDays(90);

    /// <summary>Customers by number, with their secrets in base64url; with any, no account goes without.</summary>
    public IReadOnlyDictionary<string, string> Customers { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

/// <summary>A real <c>pebble</c>: an authority by RFC 8555 that forgets all when it ends. It takes every name to be where its DNS server says.</summary>
internal sealed class PebbleServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly PeerProcess _process;
    private readonly HttpClient _management;

    private PebbleServer(PeerProcess process, HttpClient management, int port, string rootFile) =>
        (_process, _management, Directory, RootFile) = (process, management, new Uri($"https://localhost:{port}/dir"), rootFile);

    public Uri Directory { get; }

    /// <summary>PEM file of the root behind its own server's certificate; those that it issues have others.</summary>
    public string RootFile { get; }

    /// <summary>How to ask it, impatiently.</summary>
    public AcmeSettings Settings => new(Directory)
    {
        Roots = [X509CertificateLoader.LoadCertificateFromFile(RootFile)],
        FirstWait = TimeSpan.FromMilliseconds(50),
        LongestWait = TimeSpan.FromSeconds(1),
    };

    /// <summary>All lines of its log.</summary>
    public string[] Log => _process.Log;

    /// <summary>Starts it with a DNS server to ask where names are.</summary>
    public static async Task<PebbleServer> StartAsync(string folder, PebbleDns dns, PebblePlan plan)
    {
        int port = PeerPort.Free();
        int management = PeerPort.Free();
        string root = await WriteCertificateAsync(folder);
        string configuration = Path.Combine(folder, "pebble.json");
        await File.WriteAllTextAsync(configuration, Configuration(folder, port, management, plan));
        var process = await PeerProcess.StartAsync(
            "ACME directory available", "/usr/bin/env", folder,
            "PEBBLE_VA_NOSLEEP=1", $"PEBBLE_WFE_NONCEREJECT={plan.RejectsNonces}", $"PEBBLE_AUTHZREUSE={plan.ReusesAuthorizations}",
            $"PEBBLE_ALTERNATE_ROOTS={plan.AlternateRoots}", "/usr/bin/pebble", "-config", configuration, "-dnsserver", $"127.0.0.1:{dns.Port}");
        var server = new PebbleServer(process, Client(root, management), port, root);
        await UntilListeningAsync(port);
        await UntilListeningAsync(management);
        return server;
    }

    /// <summary>The roots that its certificates end in, the usual one first.</summary>
    public async Task<X509Certificate2Collection> IssuingRootsAsync(int alternates = 0)
    {
        var roots = new X509Certificate2Collection();
        for (int i = 0; i <= alternates; i++)
            roots.ImportFromPem(await _management.GetStringAsync($"/roots/{i}", TestContext.Current.CancellationToken));
        return roots;
    }

    /// <summary>What it knows of a certificate, by the certificate's serial number: <c>Valid</c> or <c>Revoked</c>.</summary>
    public async Task<string> StatusAsync(X509Certificate2 certificate)
    {
        string serial = certificate.SerialNumber.TrimStart('0').ToLowerInvariant();
        string answer = await _management.GetStringAsync($"/cert-status-by-serial/{serial}", TestContext.Current.CancellationToken);
        return JsonNode.Parse(answer)!["Status"]!.GetValue<string>();
    }

    public async ValueTask DisposeAsync()
    {
        _management.Dispose();
        await _process.DisposeAsync();
    }

    /// <summary>Its log says that it listens before it does.</summary>
    internal static async Task UntilListeningAsync(int port)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        while (true)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port, limit.Token);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), limit.Token);
            }
        }
    }

    private static async Task<string> WriteCertificateAsync(string folder)
    {
        var now = TimeProvider.System.GetUtcNow();
        using var authority = CertificateAuthority.Create("Pebble's own server", now.AddDays(-1), TimeSpan.FromDays(3));
        using var leaf = authority.Issue(new LeafRequest(["localhost"], now.AddHours(-1), now.AddDays(1)));
        using var key = leaf.GetECDsaPrivateKey()!;
        await File.WriteAllTextAsync(Path.Combine(folder, "pebble.crt"), leaf.ExportCertificatePem());
        await File.WriteAllTextAsync(Path.Combine(folder, "pebble.key"), key.ExportPkcs8PrivateKeyPem());
        string root = Path.Combine(folder, "pebble-root.pem");
        await File.WriteAllTextAsync(root, authority.RootPem);
        return root;
    }

    private static HttpClient Client(string rootFile, int port)
    {
        var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(rootFile) },
        };
        return new HttpClient(handler) { BaseAddress = new Uri($"https://localhost:{port}/") };
    }

    private static string Configuration(string folder, int port, int management, PebblePlan plan) => new JsonObject
    {
        ["pebble"] = new JsonObject
        {
            ["listenAddress"] = $"127.0.0.1:{port}",
            ["managementListenAddress"] = $"127.0.0.1:{management}",
            ["certificate"] = Path.Combine(folder, "pebble.crt"),
            ["privateKey"] = Path.Combine(folder, "pebble.key"),
            ["httpPort"] = plan.HttpPort,
            ["tlsPort"] = plan.TlsPort,
            ["ocspResponderURL"] = "",
            ["certificateValidityPeriod"] = (long)plan.Validity.TotalSeconds,
            ["externalAccountBindingRequired"] = plan.Customers.Count > 0,
            ["externalAccountMACKeys"] = new JsonObject(plan.Customers.Select(customer => KeyValuePair.Create(customer.Key, (JsonNode?)customer.Value))),
        },
    }.ToJsonString();
}
