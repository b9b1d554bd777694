using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace StrictPost.Server.Hosting;

/// <summary>Plain HTTP: sends browsers to the policy host proper, and answers authorities. Senders never come here (RFC 8461 §3.3).</summary>
internal sealed class HttpsRedirect(PolicyTable table, HttpChallenges challenges, int httpsPort)
{
    /// <summary>The port that <c>https://</c> stands for.</summary>
    public const int UsualPort = 443;

    public Task AnswerAsync(IFeatureCollection features)
    {
        var request = features.GetRequiredFeature<IHttpRequestFeature>();
        string header = request.Headers.Host.ToString();
        string host = HostHeader.NameIn(header);
        if (!table.Holds(host))
            return PlainAnswers.SayAsync(features, StatusCodes.Status404NotFound, "No such host is served here.");

        if (challenges.AreAt(request.Path))
            return challenges.AnswerAsync(features, host);

        // A client that came to port 80 finds HTTPS at 443, whatever our own ports are behind a forwarding router.
        string port = HostHeader.NamesPort(header) && httpsPort != UsualPort ? $":{httpsPort}" : "";
        string target = $"https://{host}{port}{new PathString(request.Path).ToUriComponent()}{request.QueryString}";
        features.GetRequiredFeature<IHttpResponseFeature>().Headers.Location = target;
        return PlainAnswers.SayAsync(features, StatusCodes.Status308PermanentRedirect, target);
    }
}
