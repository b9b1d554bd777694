using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using StrictPost.Engine.Certificates;

namespace StrictPost.Server.Hosting;

/// <summary>Where authorities look for the proof of control over a policy host (RFC 8555 §8.3).</summary>
/// <param name="answers">What they look for; null where nobody asks them for certificates.</param>
internal sealed class HttpChallenges(IChallengeAnswers? answers)
{
    private const string Folder = "/.well-known/acme-challenge/";

    /// <summary>Tokens are random, and of the authority's choice; Let's Encrypt's have 43 characters.</summary>
    private const int LongestToken = 128;

    private static readonly SearchValues<char> Base64Url =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary>Whether a request is one of theirs.</summary>
    public bool AreAt(string path) => answers is not null && path.StartsWith(Folder, StringComparison.Ordinal);

    /// <summary>Answers a request for an enrolled host.</summary>
    public async Task AnswerAsync(IFeatureCollection features, string host)
    {
        var request = features.GetRequiredFeature<IHttpRequestFeature>();
        string token = request.Path[Folder.Length..];
        // RFC 8555 §8.3: a token is base64url; nothing else is looked up.
        bool plausible = token.Length is > 0 and <= LongestToken && !token.AsSpan().ContainsAnyExcept(Base64Url);
        var cancellation = features.Get<IHttpRequestLifetimeFeature>()?.RequestAborted ?? CancellationToken.None;
        string? answer = plausible ? await answers!.FindHttpAsync(host.ToLowerInvariant(), token, cancellation) : null;
        if (answer is null)
            await PlainAnswers.SayAsync(features, StatusCodes.Status404NotFound, "There is no such challenge.");
        else
            await PlainAnswers.SendAsync(features, StatusCodes.Status200OK, "application/octet-stream", Encoding.ASCII.GetBytes(answer));
    }
}
