using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using StrictPost.Server.Crowding;
using StrictPost.Server.Proxies;
using StrictPost.Server.Tls;

namespace StrictPost.Server.Hosting;

/// <summary>Leads each request to who answers it. Kestrel calls this directly: no routing, no middleware.</summary>
internal sealed class PublicPorts(
    PolicyHost policyHost, HttpsRedirect redirect, ProxiedPort proxied, TimeProvider time, ILogger? accessLog) : IHttpApplication<IFeatureCollection>
{
    public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    public Task ProcessRequestAsync(IFeatureCollection context)
    {
        context.Get<OpenConnection>()?.Hear(time.GetTimestamp());
        if (context.Get<HandshakeHost>() is { } handshake)
            return policyHost.AnswerAsync(context, handshake.Name);
        return context.Get<ProxiedConnection>() is null ? redirect.AnswerAsync(context) : proxied.AnswerAsync(context);
    }

    public void DisposeContext(IFeatureCollection context, Exception? exception)
    {
        context.Get<OpenConnection>()?.Hear(time.GetTimestamp());
        if (accessLog is null)
            return;
        var request = context.GetRequiredFeature<IHttpRequestFeature>();
        accessLog.Access(
            context.Get<IHttpConnectionFeature>()?.RemoteIpAddress?.ToString(), request.Protocol, request.Method,
            request.Headers.Host.ToString(), request.RawTarget, context.GetRequiredFeature<IHttpResponseFeature>().StatusCode);
    }
}
