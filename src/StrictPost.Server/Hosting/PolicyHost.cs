using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using StrictPost.Engine.Storage;
using StrictPost.Protocol.MtaSts;
using StrictPost.Server.Receiving;
using StrictPost.Server.Recording;

namespace StrictPost.Server.Hosting;

/// <summary>What stands at <c>https://mta-sts.DOMAIN/</c>: the policy (RFC 8461 §3.3), an address for reports, and a page for people who look.</summary>
internal sealed class PolicyHost(PolicyTable table, HttpChallenges challenges, FetchTally fetches, ReportPosts? reports)
{
    /// <summary>Answers one request that came over TLS, here or at a proxy.</summary>
    /// <param name="features">The request and its answer.</param>
    /// <param name="handshakeName">The name that the client asked for in the handshake; behind a proxy, which vouches for it, the host's.</param>
    public Task AnswerAsync(IFeatureCollection features, string handshakeName)
    {
        var request = features.GetRequiredFeature<IHttpRequestFeature>();
        string host = HostHeader.NameIn(request.Headers.Host.ToString());
        // RFC 9110 §15.5.20: the certificate that the client saw vouches for that name only.
        if (!host.Equals(handshakeName, StringComparison.OrdinalIgnoreCase))
            return PlainAnswers.SayAsync(features, StatusCodes.Status421MisdirectedRequest, "This connection is for another host.");
        if (table.Find(host) is not { } policy)
            return PlainAnswers.SayAsync(features, StatusCodes.Status404NotFound, "There is no policy here any more.");
        if (reports is not null && ReportPosts.AreAt(request.Path))
            return reports.AnswerAsync(features, host);
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
            return RefuseMethodAsync(features);
        // RFC 8555 §8.3: authorities follow a redirect, and some proxies send everything over TLS.
        if (challenges.AreAt(request.Path))
            return challenges.AnswerAsync(features, host);
        return request.Path switch
        {
            StsPolicy.Path => PolicyAsync(features, policy),
            "/" => PageAsync(features, host),
            _ => PlainAnswers.SayAsync(features, StatusCodes.Status404NotFound, $"Nothing is here. The policy is at {StsPolicy.Path}"),
        };
    }

    /// <summary>The ledger counts before the body goes out: what it has too much does no harm.</summary>
    private Task PolicyAsync(IFeatureCollection features, ServedPolicy policy)
    {
        var request = features.GetRequiredFeature<IHttpRequestFeature>();
        if (HttpMethods.IsGet(request.Method))
            fetches.Count(policy, request.Headers.UserAgent.ToString(), features.Get<IHttpConnectionFeature>()?.RemoteIpAddress);
        return PlainAnswers.SendAsync(features, StatusCodes.Status200OK, PlainAnswers.Text, policy.Body!);
    }

    private static Task RefuseMethodAsync(IFeatureCollection features)
    {
        features.GetRequiredFeature<IHttpResponseFeature>().Headers.Allow = "GET, HEAD";
        return PlainAnswers.SayAsync(features, StatusCodes.Status405MethodNotAllowed, "Only GET and HEAD are understood here.");
    }

    private static Task PageAsync(IFeatureCollection features, string host)
    {
        features.GetRequiredFeature<IHttpResponseFeature>().Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'";
        string domain = HtmlEncoder.Default.Encode(host[(StsPolicy.HostLabel.Length + 1)..]);
        string page =
            $"""
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <meta name="color-scheme" content="light dark">
            <title>Mail security of {domain}</title>
            <style>body {"{"} font: 1.1rem/1.6 system-ui, sans-serif; max-width: 36rem; margin: 3rem auto; padding: 0 1rem {"}"}</style>
            <h1>Mail security of {domain}</h1>
            <p>This host tells mail servers how to deliver mail to <strong>{domain}</strong> safely: over an encrypted
            connection, and only to the right hosts. The standard for it is
            <a href="https://www.rfc-editor.org/rfc/rfc8461">MTA-STS (RFC 8461)</a>.</p>
            <p>Mail servers read <a href="{StsPolicy.Path}">the policy</a>. There is nothing else here.</p>
            </html>

            """;
        return PlainAnswers.SendAsync(features, StatusCodes.Status200OK, "text/html; charset=utf-8", Encoding.UTF8.GetBytes(page));
    }
}
