using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StrictPost.Engine.Nodes;
using StrictPost.Engine.Storage.Ledger;
using StrictPost.Server.Proxies;
using StrictPost.Server.Receiving;
using StrictPost.Server.Receiving.Smtp;
using StrictPost.Server.Recording;
using StrictPost.Server.Tls;

namespace StrictPost.Server.Hosting;

/// <summary>
/// The policy host as a whole. It starts in this order: 1. open the ports; 2. answer on the operations port; 3. read the
/// store; 4. answer on the public ports; 5. follow the store, and note there what is served. It stops in the reverse order.
/// </summary>
public sealed class PolicyServer : IAsyncDisposable
{
    private readonly ServerPlan _plan;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _loggers;
    private readonly PolicyTable _table = new();
    private readonly Readiness _readiness = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly NodeName _node;
    private readonly FetchTally _fetches;
    private readonly LedgerWriter _ledger;
    private readonly LedgerUpkeep _upkeep;
    private readonly ListeningSockets _sockets;
    private readonly PolicyUpdates _updates;
    private readonly SnapshotKeeper? _keeper;
    private readonly ITlsLayer _tls;
    private readonly ILogger? _accessLog;
    private readonly ReportDoor? _reports;
    private readonly SmtpReceiver? _smtp;
    private readonly KestrelServer _operations;
    private readonly WebApplication _public;

    private PolicyServer(ServerPlan plan, TimeProvider time, ILoggerFactory loggers)
    {
        (_plan, _time, _loggers) = (plan, time, loggers);
        _sockets = ListeningSockets.Open(plan.Listeners);
        _tls = TlsLayers.Create(plan, _table, time, loggers);
        _node = NodeName.Take(plan.Data.Place.Folder, plan.Node);
        _fetches = new FetchTally(time);
        _upkeep = new LedgerUpkeep(plan.Data.Database, time, loggers.CreateLogger<LedgerUpkeep>());
        if (plan.Data.Snapshot is { } snapshot)
            _keeper = new SnapshotKeeper(plan.Data.Database, snapshot, loggers.CreateLogger<SnapshotKeeper>());
        _ledger = new LedgerWriter(
            plan.Data.Database, new FollowedChanges(_table, plan.Data.Snapshot, _keeper), _fetches, _node.Identity, time, loggers.CreateLogger<LedgerWriter>());
        _updates = new PolicyUpdates(plan.Data, _keeper, _table, _ledger, _readiness, time, loggers.CreateLogger<PolicyUpdates>());
        _accessLog = plan.AccessLog ? loggers.CreateLogger("StrictPost.Server.Access") : null;
        if (plan.Receiving is { } receiving)
            _reports = new ReportDoor(receiving, plan.Data.Database, plan.Data.Place, time, loggers.CreateLogger<ReportDoor>());
        if (plan.Receiving?.MailHost is { } mailHost)
            _smtp = new SmtpReceiver(plan.Receiving, mailHost, _reports!, plan.Certificates, time, loggers, _accessLog);
        _operations = BuildOperations();
        _public = BuildPublic();
    }

    /// <summary>The open ports, with their real numbers.</summary>
    public IReadOnlyList<Listener> Listeners => _sockets.Listeners;

    /// <summary>Ends when the server is stopped. Fails when it cannot go on, which is a bug.</summary>
    public Task Running { get; private set; } = Task.CompletedTask;

    /// <summary>Starts a server; it serves when this returns.</summary>
    /// <exception cref="TlsUnavailableException">OpenSSL was asked for, and is not here.</exception>
    /// <exception cref="ListenerException">A port cannot be opened.</exception>
    /// <exception cref="Engine.Storage.StoreException">The store cannot be used.</exception>
    public static async Task<PolicyServer> StartAsync(
        ServerPlan plan, TimeProvider time, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var server = new PolicyServer(plan, time, loggers);
        try
        {
            await server._operations.StartAsync(new OperationsPort(server._readiness), cancellationToken);
            await server._updates.LoadAsync(cancellationToken);
            await server._public.Services.GetRequiredService<IServer>().StartAsync(server.Application(), cancellationToken);
            server.Running = server.WorkAsync();
            server._readiness.Started();
            loggers.CreateLogger<PolicyServer>().TlsBy(server._tls.Description);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Takes nothing new, and finishes what is in flight.</summary>
    /// <param name="cancellationToken">When cancelled, what is still in flight is cut off.</param>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _readiness.Draining();
        _loggers.CreateLogger<PolicyServer>().Draining();
        await _public.Services.GetRequiredService<IServer>().StopAsync(cancellationToken);
        await _stopping.CancelAsync();
        await Running;
        await _ledger.FinishAsync(cancellationToken);
        await _operations.StopAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _public.DisposeAsync();
        _operations.Dispose();
        _tls.Dispose();
        _smtp?.Dispose();
        await _updates.DisposeAsync();
        _keeper?.Dispose();
        _node.Dispose();
        _sockets.Dispose();
        _stopping.Dispose();
    }

    /// <summary>All that goes on beside serving. When one part fails, which is a bug, the others end too.</summary>
    private async Task WorkAsync()
    {
        IEnumerable<INodeWork> work = [_updates, _ledger, _upkeep, .. _plan.Work];
        var running = work.Concat(_keeper is null ? [] : [_keeper]).Select(part => part.RunAsync(_stopping.Token)).ToList();
        await await Task.WhenAny(running);
        await _stopping.CancelAsync();
        await Task.WhenAll(running);
    }

    private IEnumerable<IPEndPoint> EndPoints(ListenerRole role) =>
        _sockets.Listeners.Where(listener => listener.Role == role).Select(listener => listener.EndPoint);

    private PublicPorts Application()
    {
        var challenges = new HttpChallenges(_plan.Challenges);
        var reports = _reports is null ? null : new ReportPosts(_plan.Receiving!, _reports, _time);
        var policyHost = new PolicyHost(_table, challenges, _fetches, reports);
        int httpsPort = EndPoints(ListenerRole.Https).FirstOrDefault()?.Port ?? HttpsRedirect.UsualPort;
        return new PublicPorts(
            policyHost,
            new HttpsRedirect(_table, challenges, httpsPort),
            new ProxiedPort(_plan.TrustedProxies, policyHost, new HttpsRedirect(_table, challenges, HttpsRedirect.UsualPort)),
            _time,
            _accessLog);
    }

    private KestrelServer BuildOperations()
    {
        var kestrel = new KestrelServerOptions();
        KestrelSettings.Limit(kestrel);
        foreach (var endPoint in EndPoints(ListenerRole.Operations))
            kestrel.Listen(endPoint);
        var transport = new SocketTransportFactory(
            Options.Create(new SocketTransportOptions { CreateBoundListenSocket = _sockets.Take }), _loggers);
        return new KestrelServer(Options.Create(kestrel), transport, _loggers);
    }

    private WebApplication BuildPublic()
    {
        var ports = new PortSetUp(_plan, _tls, _smtp, _time, _loggers);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(_loggers);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.UseSockets(sockets =>
        {
            sockets.CreateBoundListenSocket = _sockets.Take;
            sockets.MaxReadBufferSize = KestrelSettings.ReadAhead;
        });
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            KestrelSettings.Limit(kestrel);
            foreach (var listener in Listeners.Where(listener => listener.Role != ListenerRole.Operations))
                kestrel.Listen(listener.EndPoint, listen => ports.SetUp(listen, listener.Role));
        });
        return builder.Build();
    }
}
