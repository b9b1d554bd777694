using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace StrictPost.Bench.Baseline;

/// <summary>The same answers without HttpContext: straight from Kestrel's features.</summary>
public sealed class BaselineApplication(IReadOnlyDictionary<string, byte[]> policies) : IHttpApplication<IFeatureCollection>
{
    public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    public Task ProcessRequestAsync(IFeatureCollection context)
    {
        var request = context.GetRequiredFeature<IHttpRequestFeature>();
        var response = context.GetRequiredFeature<IHttpResponseFeature>();
        if (!policies.TryGetValue(request.Headers.Host.ToString(), out var policy))
        {
            response.StatusCode = 404;
            return Task.CompletedTask;
        }

        response.Headers.ContentType = "text/plain";
        response.Headers.ContentLength = policy.Length;
        return context.GetRequiredFeature<IHttpResponseBodyFeature>().Writer.WriteAsync(policy).AsTask();
    }

    public void DisposeContext(IFeatureCollection context, Exception? exception)
    {
    }
}
