using System.CommandLine;
using Microsoft.Extensions.Logging;
using StrictPost.CommandLine;
using StrictPost.Engine.Nodes;
using StrictPost.Serving;
using StrictPost.Server.Hosting;
using StrictPost.Server.Tls;

namespace StrictPost.Verbs;

/// <summary><c>strictpost serve</c>: the policy host, and the receiver of reports.</summary>
internal static class ServeVerb
{
    /// <summary>How long requests in flight may take after the signal to stop.</summary>
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(9);

    public static Command Create(Terminal terminal)
    {
        var options = new ServeOptions(terminal);
        var verb = new Verb(
            "serve",
            "Serve the policies of all enrolled domains, and take their reports, until SIGTERM or Ctrl+C.",
            "strictpost serve",
            "strictpost serve --certificates /etc/strictpost/certificates",
            "strictpost serve --listen 192.0.2.1 --listen 2001:db8::1 --https-port 443 --http-port 80");
        options.AddTo(verb);
        verb.SetAction((parsed, cancellation) => RunAsync(parsed, options, terminal, cancellation));
        return verb;
    }

    private static async Task<int> RunAsync(ParseResult parsed, ServeOptions options, Terminal terminal, CancellationToken cancellation)
    {
        var time = TimeProvider.System;
        using var stop = new StopSignal(cancellation);
        using var loggers = options.Loggers(parsed);
        var settings = options.Settings(parsed);
        await using var data = await NodeData.OpenAsync(settings.Store, time, stop.Token);
        using var issuance = ServeIssuance.Open(settings, data, loggers, time);
        using var certificates = ServeCertificates.Open(settings, issuance, time);
        await using var reports = ServeReports.Open(settings, data, loggers, time);
        await using var monitors = ServeMonitors.Open(settings, data, loggers, time);
        var plan = options.Plan(parsed, settings, data, certificates.Source) with { Receiving = reports.Plan, Work = [.. reports.Work, .. monitors.Work, .. ServeChanges.Open(settings, data, loggers, time)] };
        if (issuance is not null)
        {
            await issuance.ProveKeysAsync(stop.Token);
            plan = plan with { Challenges = issuance.Challenges, Work = [.. plan.Work, .. issuance.Work] };
        }

        await using var server = await StartAsync(plan, time, loggers, stop.Token);
        if (server is null)
            return ExitCode.Fine;
        Announce(server, certificates, terminal);
        await Task.WhenAny(server.Running, Task.Delay(Timeout.InfiniteTimeSpan, time, stop.Token));
        using var deadline = new CancellationTokenSource(DrainTime, time);
        await server.StopAsync(deadline.Token);
        return ExitCode.Fine;
    }

    /// <returns>Null when the signal to stop came first.</returns>
    private static async Task<PolicyServer?> StartAsync(ServerPlan plan, TimeProvider time, ILoggerFactory loggers, CancellationToken cancellation)
    {
        try
        {
            return await PolicyServer.StartAsync(plan, time, loggers, cancellation);
        }
        catch (ListenerException fault)
        {
            throw ServeOptions.Refuse(fault);
        }
        catch (TlsUnavailableException fault)
        {
            throw new Refusal(fault.Message, "Install OpenSSL 3 (Debian: `apt-get install libssl3`), or set `tls` to `auto`.");
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>Plain lines for scripts: one for each listener, and at the end that it is ready.</summary>
    private static void Announce(PolicyServer server, ServeCertificates certificates, Terminal terminal)
    {
        if (certificates.DevelopmentRoot is { } root)
            terminal.Out.WriteLine($"Certificates come from a development CA; its root is in {Protocol.Text.Printable.Escape(root)}");
        foreach (var listener in server.Listeners)
            terminal.Out.WriteLine($"{Name(listener.Role)} {listener.EndPoint}");
        terminal.Out.WriteLine("ready");
        terminal.Out.Flush();
    }

    private static string Name(ListenerRole role) => role switch
    {
        ListenerRole.Https => "https",
        ListenerRole.Http => "http",
        ListenerRole.ProxyHttp => "proxy-http",
        ListenerRole.Smtp => "smtp",
        _ => "operations",
    };
}
