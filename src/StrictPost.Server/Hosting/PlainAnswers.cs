using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace StrictPost.Server.Hosting;

/// <summary>Short answers, written straight to Kestrel's features: there is nothing between the request and them.</summary>
internal static class PlainAnswers
{
    public const string Text = "text/plain";

    public const string Utf8Text = "text/plain; charset=utf-8";

    /// <summary>A status and one line that says why.</summary>
    public static Task SayAsync(IFeatureCollection features, int status, string line) =>
        SendAsync(features, status, Utf8Text, Encoding.UTF8.GetBytes(line + "\n"));

    /// <summary>A whole answer; HEAD gets the same headers without the body (RFC 9110 §9.3.2).</summary>
    public static Task SendAsync(IFeatureCollection features, int status, string mediaType, byte[] body)
    {
        var response = features.GetRequiredFeature<IHttpResponseFeature>();
        response.StatusCode = status;
        response.Headers.ContentType = mediaType;
        response.Headers.ContentLength = body.Length;
        if (HttpMethods.IsHead(features.GetRequiredFeature<IHttpRequestFeature>().Method))
            return Task.CompletedTask;
        var sent = features.GetRequiredFeature<IHttpResponseBodyFeature>().Writer.WriteAsync(body);
        return sent.IsCompletedSuccessfully ? Task.CompletedTask : sent.AsTask();
    }
}
