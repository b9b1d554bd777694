using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace StrictPost.Server.Hosting;

/// <summary>What supervisors and load balancers ask: <c>/healthz</c> (it runs), <c>/readyz</c> (all
/// of it works, the store too) and <c>/readyz/policies</c> (it serves, if need be what it read before: send senders here).</summary>
internal sealed class OperationsPort(Readiness readiness) : IHttpApplication<IFeatureCollection>
{
    public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    public Task ProcessRequestAsync(IFeatureCollection context) => context.GetRequiredFeature<IHttpRequestFeature>().Path switch
    {
        "/healthz" => PlainAnswers.SayAsync(context, StatusCodes.Status200OK, "ok"),
        "/readyz" => AnswerAsync(context, readiness.Obstacle),
        "/readyz/policies" => AnswerAsync(context, readiness.ServingObstacle),
        _ => PlainAnswers.SayAsync(context, StatusCodes.Status404NotFound, "Here are /healthz, /readyz and /readyz/policies."),
    };

    private static Task AnswerAsync(IFeatureCollection context, string? obstacle) => obstacle is null
        ? PlainAnswers.SayAsync(context, StatusCodes.Status200OK, "ready")
        : PlainAnswers.SayAsync(context, StatusCodes.Status503ServiceUnavailable, obstacle);

    public void DisposeContext(IFeatureCollection context, Exception? exception)
    {
        // The context is Kestrel's own.
    }
}
