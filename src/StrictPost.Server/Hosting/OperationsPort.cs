using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace StrictPost.Server.Hosting;

/// <summary>What supervisors and load balancers ask: <c>/healthz</c> (it runs) and <c>/readyz</c> (send requests here).</summary>
internal sealed class OperationsPort(Readiness readiness) : IHttpApplication<IFeatureCollection>
{
    public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    public Task ProcessRequestAsync(IFeatureCollection context) => context.GetRequiredFeature<IHttpRequestFeature>().Path switch
    {
        "/healthz" => PlainAnswers.SayAsync(context, StatusCodes.Status200OK, "ok"),
        "/readyz" when readiness.Obstacle is { } obstacle => PlainAnswers.SayAsync(context, StatusCodes.Status503ServiceUnavailable, obstacle),
        "/readyz" => PlainAnswers.SayAsync(context, StatusCodes.Status200OK, "ready"),
        _ => PlainAnswers.SayAsync(context, StatusCodes.Status404NotFound, "Here are /healthz and /readyz."),
    };

    public void DisposeContext(IFeatureCollection context, Exception? exception)
    {
        // The context is Kestrel's own.
    }
}
