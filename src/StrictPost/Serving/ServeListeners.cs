using System.Net;
using System.Net.Sockets;
using StrictPost.CommandLine;
using StrictPost.Configuration;
using StrictPost.Server.Hosting;

namespace StrictPost.Serving;

/// <summary>Which ports <c>serve</c> opens, and where.</summary>
internal static class ServeListeners
{
    /// <param name="settings">The settings.</param>
    /// <param name="root">Whether this process may open any port; it then takes the usual ones, else such that need no right.</param>
    /// <exception cref="Refusal">Proxies are expected, and none is trusted.</exception>
    public static IReadOnlyList<ListenerPlan> For(Settings settings, bool root)
    {
        bool proxied = settings.ProxyHttpPort is not null;
        if ((proxied || settings.ProxyProtocol) && settings.TrustedProxies.IsEmpty)
        {
            throw new Refusal(
                $"`{(proxied ? "proxy_http_port" : "proxy_protocol")}` is set, but no proxy is trusted.",
                "Set `trusted_proxies` to the proxies' addresses or networks, such as `[\"127.0.0.1\"]`.");
        }

        // Behind a proxy that does TLS, the ports for everybody are usually the proxy's own.
        var plans = new List<ListenerPlan>();
        if (!proxied || settings.HttpsPort is not null)
            plans.Add(Public(ListenerRole.Https, settings, root, settings.HttpsPort ?? (root ? 443 : 8443)));
        if (!proxied || settings.HttpPort is not null)
            plans.Add(Public(ListenerRole.Http, settings, root, settings.HttpPort ?? (root ? 80 : 8080)));
        if (settings.ProxyHttpPort is { } port)
            plans.Add(Public(ListenerRole.ProxyHttp, settings, root, port));
        if (settings.Reports.SmtpPort is { } smtp)
            plans.Add(Smtp(settings, root, smtp));
        plans.Add(Plan(ListenerRole.Operations, settings.OperationsListen, Loopback, settings.OperationsPort ?? 8081));
        return plans;
    }

    private static IReadOnlyList<IPAddress> Everywhere => [Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any];

    private static IReadOnlyList<IPAddress> Loopback => [IPAddress.Loopback, IPAddress.IPv6Loopback];

    private static ListenerPlan Smtp(Settings settings, bool root, int port) => settings.Reports.SmtpListen.IsEmpty
        ? Public(ListenerRole.Smtp, settings, root, port)
        : new ListenerPlan(ListenerRole.Smtp, settings.Reports.SmtpListen, port);

    private static ListenerPlan Public(ListenerRole role, Settings settings, bool root, int port) =>
        Plan(role, settings.Listen, root ? Everywhere : Loopback, port);

    private static ListenerPlan Plan(ListenerRole role, IReadOnlyList<IPAddress> asked, IReadOnlyList<IPAddress> usual, int port) =>
        new(role, asked.Count > 0 ? asked : usual, port) { SkipsMissing = asked.Count == 0 };
}
