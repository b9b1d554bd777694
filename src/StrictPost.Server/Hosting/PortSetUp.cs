using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using StrictPost.Server.Crowding;
using StrictPost.Server.Proxies;
using StrictPost.Server.Receiving.Smtp;
using StrictPost.Server.Tls;

namespace StrictPost.Server.Hosting;

/// <summary>What stands between the network and what is spoken on each public port, in the order in which bytes pass it.</summary>
internal sealed class PortSetUp(ServerPlan plan, ITlsLayer tls, SmtpReceiver? smtp, TimeProvider time, ILoggerFactory loggers)
{
    private readonly ConnectionGate _gate = new(plan.ConnectionsPerNetwork, KestrelSettings.MostConnections, plan.TrustedProxies, time);
    private readonly ProxyProtocol _proxyProtocol = new(plan.TrustedProxies, time, loggers.CreateLogger<ProxyProtocol>());

    /// <summary>Sets a port up for its role.</summary>
    public void SetUp(ListenOptions listen, ListenerRole role)
    {
        switch (role)
        {
            case ListenerRole.Https:
                if (plan.ProxyProtocol)
                    _proxyProtocol.PutUnder(listen);
                _gate.PutUnder(listen);
                // The protocols stay as they are, HTTP/1.1 and HTTP/2: Kestrel would warn that it sees no TLS of its own.
                tls.PutUnder(listen);
                break;
            case ListenerRole.ProxyHttp:
                listen.Protocols = HttpProtocols.Http1;
                _gate.PutUnder(listen);
                listen.Use(next => connection =>
                {
                    connection.Features.Set(new ProxiedConnection());
                    return next(connection);
                });
                break;
            case ListenerRole.Smtp:
                _gate.PutUnder(listen);
                smtp!.PutOn(listen);
                break;
            default:
                listen.Protocols = HttpProtocols.Http1;
                _gate.PutUnder(listen);
                break;
        }
    }
}
