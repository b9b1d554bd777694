using System.Collections.Immutable;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using StrictPost.Lab.Net;
using StrictPost.Lab.Tls;
using StrictPost.Lab.World;

namespace StrictPost.Lab.Https;

/// <summary>
/// The policy hosts of all domains of the lab behind one listener: SNI picks the certificate, the host name picks the
/// policy.
/// </summary>
internal sealed class PolicyHostServer : IAsyncDisposable
{
    private const string PolicyPath = "/.well-known/mta-sts.txt";
    private const string Prefix = "mta-sts.";

    /// <summary>Longer than any client waits.</summary>
    private static readonly TimeSpan LongestHandshake = TimeSpan.FromMinutes(5);

    private readonly TimeProvider _time;
    private readonly Func<LabWorld> _world;
    private readonly LabCertificates _certificates;
    private readonly PolicyAnswerWriter _writer;
    private readonly WebApplication _kestrel;
    private readonly LoopbackListeners _listeners;

    /// <summary>
    /// Takes its port; nothing is answered before <see cref="StartAsync"/>. <paramref name="world"/> gives the world as
    /// it is at the moment of each handshake and request.
    /// </summary>
    public PolicyHostServer(Func<LabWorld> world, LabCertificates certificates, TimeProvider time)
    {
        _world = world;
        _time = time;
        _certificates = certificates;
        _writer = new PolicyAnswerWriter(time);
        _listeners = LoopbackListeners.Claim();
        _kestrel = Build();
    }

    public int Port => _listeners.Port;

    public bool HasIpv6 => _listeners.Ipv6 is not null;

    public Journal<Handshake> Handshakes { get; } = new(RunningLab.JournalCapacity);

    public Journal<PolicyRequest> Requests { get; } = new(RunningLab.JournalCapacity);

    public Task StartAsync(CancellationToken cancellationToken) => _kestrel.StartAsync(cancellationToken);

    /// <summary>Stops at once: connections that a fault keeps waiting are cut.</summary>
    public async ValueTask DisposeAsync()
    {
        await _kestrel.StopAsync(new CancellationToken(canceled: true));
        await _kestrel.DisposeAsync();
        _listeners.Dispose(); // Kestrel owns the sockets only once it has started.
    }

    private WebApplication Build()
    {
        // The empty builder brings no configuration, no logging and no signal handlers: the lab is a guest in a process.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.Configure<SocketTransportOptions>(o => o.CreateBoundListenSocket = BoundTo);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(Configure);
        var application = builder.Build();
        application.Run(AnswerAsync);
        return application;
    }

    private void Configure(KestrelServerOptions options)
    {
        options.AddServerHeader = false;
        options.Listen(IPAddress.Loopback, Port, UseTls);
        if (HasIpv6)
            options.Listen(IPAddress.IPv6Loopback, Port, UseTls);
        if (_listeners.Second is not null)
            options.Listen(LabAddresses.Second, Port, UseTls);
    }

    private Socket BoundTo(EndPoint endPoint) => _listeners.All().Single(socket => socket.LocalEndPoint!.Equals(endPoint));

    private void UseTls(ListenOptions listen)
    {
        listen.Use(new LateTransport(() => _world().Latency.Https, _time).Before);
        listen.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = GreetAsync, HandshakeTimeout = LongestHandshake });
    }

    private async ValueTask<SslServerAuthenticationOptions> GreetAsync(TlsHandshakeCallbackContext context)
    {
        string name = SentName.Of(context.ClientHelloInfo.ServerName);
        var overIpv6 = context.Connection.LocalEndPoint?.AddressFamily == AddressFamily.InterNetworkV6;
        Handshakes.Add(new Handshake(name, overIpv6));
        var domain = DomainOf(name);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, context.Connection.ConnectionClosed);
        await TlsRefusal.ApplyAsync(
            domain?.TlsFault ?? TlsFault.NoCertificate,
            async (bytes, token) => await context.Connection.Transport.Output.WriteAsync(bytes, token),
            end.Token);
        return new SslServerAuthenticationOptions
        {
            ServerCertificateContext = _certificates.For(domain!).Context,
            ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
        };
    }

    private Task AnswerAsync(HttpContext context)
    {
        Requests.Add(Describe(context));
        var answer = DomainOf(SentName.Of(context.Request.Host.Host)) is { } domain && context.Request.Path == PolicyPath
            ? PolicyAnswer.For(domain, AtSecondAddress(context), context.Request.Headers.UserAgent.ToString().Length > 0)
            : PolicyAnswer.NotFound;
        return _writer.WriteAsync(answer, context);
    }

    private static bool AtSecondAddress(HttpContext context) => LabAddresses.Second.Equals(context.Connection.LocalIpAddress);

    private LabDomain? DomainOf(string host) => host.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
        ? _world().Domains.GetValueOrDefault(host[Prefix.Length..])
        : null;

    private static PolicyRequest Describe(HttpContext context) => new(
        context.Request.Method,
        SentName.Of(context.Request.Host.Host),
        context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
        context.Request.Protocol,
        SentName.Of(context.Features.GetRequiredFeature<ITlsHandshakeFeature>().HostName),
        context.Request.Headers.ToImmutableDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase));
}
