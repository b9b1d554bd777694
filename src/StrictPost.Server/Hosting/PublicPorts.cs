using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using StrictPost.Server.Tls;

namespace StrictPost.Server.Hosting;

/// <summary>Leads each request to who answers it. Kestrel calls this directly: no routing, no middleware.</summary>
internal sealed class PublicPorts(PolicyHost policyHost, HttpsRedirect redirect, ILogger? accessLog) : IHttpApplication<IFeatureCollection>
{
    public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    public Task ProcessRequestAsync(IFeatureCollection context) => context.Get<HandshakeHost>() is { } handshake
        ? policyHost.AnswerAsync(context, handshake.Name)
        : redirect.AnswerAsync(context);

    public void DisposeContext(IFeatureCollection context, Exception? exception)
    {
        if (accessLog is null)
            return;
        var request = context.GetRequiredFeature<IHttpRequestFeature>();
        accessLog.Access(
            context.Get<IHttpConnectionFeature>()?.RemoteIpAddress?.ToString(), request.Protocol, request.Method,
            request.Headers.Host.ToString(), request.RawTarget, context.GetRequiredFeature<IHttpResponseFeature>().StatusCode);
    }
}
