using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using StrictPost.Server.Hosting;

namespace StrictPost.Server.Proxies;

/// <summary>Marks the connections of the port that serves trusted proxies over plain HTTP.</summary>
internal sealed class ProxiedConnection;

/// <summary>The port for web servers that do TLS themselves and pass requests on. It answers them in the name of the policy host.</summary>
internal sealed class ProxiedPort(TrustedProxies trusted, PolicyHost policyHost, HttpsRedirect redirect)
{
    public Task AnswerAsync(IFeatureCollection features)
    {
        var connection = features.GetRequiredFeature<IHttpConnectionFeature>();
        if (!trusted.Hold(connection.RemoteIpAddress))
            return PlainAnswers.SayAsync(features, StatusCodes.Status403Forbidden, "This port answers only the proxies in trusted_proxies.");
        var headers = features.GetRequiredFeature<IHttpRequestFeature>().Headers;
        if (ForwardedRequest.Read(headers, trusted) is not { } forwarded)
            return PlainAnswers.SayAsync(features, StatusCodes.Status400BadRequest, "What the proxy says in Forwarded and X-Forwarded-For makes no sense.");

        connection.RemoteIpAddress = forwarded.Client ?? connection.RemoteIpAddress;
        if (forwarded.Host is { } host)
            headers.Host = host;
        return forwarded.OverPlainHttp
            ? redirect.AnswerAsync(features)
            : policyHost.AnswerAsync(features, HostHeader.NameIn(headers.Host.ToString()));
    }
}
