using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using StrictPost.Engine.Certificates;
using StrictPost.Engine.Nodes;
using StrictPost.Engine.Storage;
using StrictPost.Lab;
using StrictPost.Lab.World;
using StrictPost.Server.Hosting;

namespace StrictPost.Demo;

/// <summary>The whole product on sample domains: our policy host, and a lab that plays the rest of the internet.</summary>
internal sealed class Demonstration : IAsyncDisposable
{
    private readonly RunningLab _lab;
    private readonly PolicyServer _server;
    private readonly DevelopmentCertificates _certificates;

    private readonly NodeData _data;

    private Demonstration(string folder, RunningLab lab, PolicyServer server, NodeData data, DevelopmentCertificates certificates)
    {
        (_lab, _server, _data, _certificates) = (lab, server, data, certificates);
        Folder = folder;
        TrustedRoots = Path.Combine(folder, "trusted-roots.pem");
    }

    /// <summary>The data folder, with the store of the hosted domains.</summary>
    public string Folder { get; }

    /// <summary>The file with both authorities of this little world.</summary>
    public string TrustedRoots { get; }

    /// <summary>The DNS of this little world.</summary>
    public IPEndPoint Dns => _lab.DnsEndPoint;

    /// <summary>Where our own policy host listens.</summary>
    public int HttpsPort => _server.Listeners.First(listener => listener.Role == ListenerRole.Https).EndPoint.Port;

    /// <summary>Where the other domains' policy hosts listen.</summary>
    public int BrokenPort => _lab.HttpsPort;

    /// <summary>Builds the world in a folder, and starts it.</summary>
    public static async Task<Demonstration> StartAsync(string folder, TimeProvider time, CancellationToken cancellation)
    {
        var world = LabWorld.Empty.With([.. SampleDomains.Broken, .. await EnrolAsync(folder, time, cancellation)]);
        var (certificates, problem) = DevelopmentCertificates.Open(folder, time.GetUtcNow());
        if (certificates is null)
            throw new IOException(problem);
        var lab = await RunningLab.StartAsync(world, time, cancellation);
        var data = await NodeData.OpenAsync(new StorePlace(folder), time, cancellation);
        var server = await PolicyServer.StartAsync(Plan(data, certificates), time, NullLoggerFactory.Instance, cancellation);
        var demonstration = new Demonstration(folder, lab, server, data, certificates);
        string own = await File.ReadAllTextAsync(DevelopmentCertificates.RootPath(folder), cancellation);
        await File.WriteAllTextAsync(demonstration.TrustedRoots, own + lab.RootPem + "\n", cancellation);
        return demonstration;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _data.DisposeAsync();
        await _lab.DisposeAsync();
        _certificates.Dispose();
    }

    private static async Task<IReadOnlyList<LabDomain>> EnrolAsync(string folder, TimeProvider time, CancellationToken cancellation)
    {
        await using var database = await Database.OpenAsync(new StorePlace(folder), time, cancellation);
        var store = new DomainStore(database);
        await using var transaction = await store.BeginAsync(cancellation);
        foreach (var settings in SampleDomains.Hosted)
            await transaction.SaveAsync(settings, cancellation);
        await transaction.CommitAsync(cancellation);
        return [.. (await store.ListAsync(cancellation)).Select(SampleDomains.InDns)];
    }

    private static ServerPlan Plan(NodeData data, DevelopmentCertificates certificates) => new()
    {
        Data = data,
        Certificates = certificates,
        Listeners = [Loopback(ListenerRole.Https), Loopback(ListenerRole.Http), Loopback(ListenerRole.Operations)],
    };

    private static ListenerPlan Loopback(ListenerRole role) => new(role, [IPAddress.Loopback], Port: 0);
}
