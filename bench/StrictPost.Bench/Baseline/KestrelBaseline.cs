using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using StrictPost.Bench.Domains;

namespace StrictPost.Bench.Baseline;

/// <summary>Kestrel with as little around it as it allows: names, certificates, prebuilt answers.</summary>
public static class KestrelBaseline
{
    public static async Task RunAsync(BaselineSettings settings, CancellationToken cancellation)
    {
        var policies = (await File.ReadAllLinesAsync(settings.DomainList, cancellation))
            .ToDictionary(BenchDomain.PolicyHostOf, name => BenchDomain.Create(name, []).Policy, StringComparer.Ordinal);
        var hosts = policies.Keys.ToHashSet(StringComparer.Ordinal);

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.UseSockets(sockets =>
        {
            sockets.UnsafePreferInlineScheduling = settings.InlineScheduling;
            sockets.IOQueueCount = settings.IoQueues ?? sockets.IOQueueCount;
        });
        builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, settings, hosts));

        await using var app = builder.Build();
        if (settings.RawApplication)
            await RunRawAsync(app, new BaselineApplication(policies), cancellation);
        else
        {
            app.Run(context => Answer(context, policies));
            await app.StartAsync(cancellation);
            await Forever(cancellation);
            await app.StopAsync(CancellationToken.None);
        }
    }

    private static void Listen(KestrelServerOptions kestrel, BaselineSettings settings, HashSet<string> hosts)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = 10_000;
        kestrel.Listen(IPAddress.Loopback, settings.Port, endpoint =>
        {
            endpoint.Protocols = settings.Http2 ? HttpProtocols.Http1AndHttp2 : HttpProtocols.Http1;
            var certificates = new BaselineCertificates(settings, hosts);
            endpoint.UseHttps(new TlsHandshakeCallbackOptions
            {
                OnConnection = context => new(certificates.For(context.ClientHelloInfo.ServerName)),
            });
        });
    }

    private static Task Answer(HttpContext context, Dictionary<string, byte[]> policies)
    {
        if (!policies.TryGetValue(context.Request.Host.Host, out var policy))
        {
            context.Response.StatusCode = 404;
            return Task.CompletedTask;
        }

        context.Response.ContentType = "text/plain";
        context.Response.ContentLength = policy.Length;
        return context.Response.BodyWriter.WriteAsync(policy, context.RequestAborted).AsTask();
    }

    private static async Task RunRawAsync(WebApplication app, BaselineApplication application, CancellationToken cancellation)
    {
        var server = app.Services.GetRequiredService<IServer>();
        await server.StartAsync(application, cancellation);
        await Forever(cancellation);
        await server.StopAsync(CancellationToken.None);
    }

    private static async Task Forever(CancellationToken cancellation) =>
        await Task.Delay(Timeout.Infinite, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
