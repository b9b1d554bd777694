using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using StrictPost.Engine.Intake;
using StrictPost.Engine.Storage.Reports;
using StrictPost.Protocol.MtaSts;
using StrictPost.Server.Hosting;
using StrictPost.Engine.Nodes;

namespace StrictPost.Server.Receiving;

/// <summary>Takes reports that are posted to <c>https://mta-sts.DOMAIN/v1/tlsrpt/SECRET</c> (RFC 8460 §5.5).</summary>
internal sealed class ReportPosts(ReceivingPlan plan, ReportDoor door, TimeProvider time)
{
    /// <summary>How long a report may take; Kestrel cuts off earlier who sends less than 240 bytes a second.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>When to come again after something that passes: reporters send once a day, and have time.</summary>
    private static readonly TimeSpan Later = TimeSpan.FromMinutes(2);

    /// <summary>How many networks may use their whole allowance for one domain, so that no single one can shut the others out.</summary>
    private const int NetworksPerDomain = 10;

    private readonly MinuteRate<ClientNetwork> _fromNetwork = new(plan.PostsPerMinute, time);
    private readonly MinuteRate<string> _toDomain = new((int)Math.Min((long)plan.PostsPerMinute * NetworksPerDomain, int.MaxValue), time);

    /// <summary>Whether a request is for a report address.</summary>
    public static bool AreAt(string path) => path.StartsWith(ReportAddresses.Path, StringComparison.Ordinal);

    /// <summary>Answers a request for an enrolled policy host.</summary>
    public async Task AnswerAsync(IFeatureCollection features, string host)
    {
        var aborted = features.Get<IHttpRequestLifetimeFeature>()?.RequestAborted ?? CancellationToken.None;
        using var deadline = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(aborted, deadline.Token);
        try
        {
            await TakeAsync(features, host[(StsPolicy.HostLabel.Length + 1)..].ToLowerInvariant(), either.Token);
        }
        catch (BadHttpRequestException fault) when (fault.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            await RefuseSizeAsync(features);
        }
        catch (BadHttpRequestException fault)
        {
            await PlainAnswers.SayAsync(features, fault.StatusCode, "The request cannot be read to its end.");
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            await PlainAnswers.SayAsync(features, StatusCodes.Status408RequestTimeout, "That took too long.");
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException)
        {
            // The client is gone, and nothing was accepted.
        }
    }

    private async Task TakeAsync(IFeatureCollection features, string domain, CancellationToken cancellationToken)
    {
        var request = features.GetRequiredFeature<IHttpRequestFeature>();
        var client = features.Get<IHttpConnectionFeature>()?.RemoteIpAddress;
        if (!HttpMethods.IsPost(request.Method))
            await RefuseMethodAsync(features);
        else if (_fromNetwork.TryCount(ClientNetwork.Of(client)) is { } wait)
            await SendAwayAsync(features, StatusCodes.Status429TooManyRequests, wait, "Too many requests from your network.");
        else if (await door.OpensAsync(domain, request.Path[ReportAddresses.Path.Length..], cancellationToken) is not { } known)
            await TryLaterAsync(features);
        else if (!known)
            await PlainAnswers.SayAsync(features, StatusCodes.Status404NotFound, "No reports are taken at this address.");
        else if (_toDomain.TryCount(domain) is { } more)
            await SendAwayAsync(features, StatusCodes.Status429TooManyRequests, more, "Too many reports for this domain.");
        else if (request.Headers.ContentLength > Delivery.MostBytes)
            await RefuseSizeAsync(features);
        else if (!door.HasRoom())
            await TryLaterAsync(features);
        else
            await ReceiveAsync(features, domain, client, cancellationToken);
    }

    private async Task ReceiveAsync(IFeatureCollection features, string domain, IPAddress? client, CancellationToken cancellationToken)
    {
        using var body = door.Hold();
        await ReadAsync(features, body, cancellationToken);
        if (body.Fault == HoldFault.TooLarge)
            await RefuseSizeAsync(features);
        else if (body.Fault == HoldFault.NoRoom)
            await TryLaterAsync(features);
        else if (!ReportBytes.MayHoldReport(body.Bytes.Span))
            await PlainAnswers.SayAsync(features, StatusCodes.Status400BadRequest, "This is no report: neither JSON, nor gzip, nor zip, nor a mail.");
        else if (await door.TryAcceptAsync(body.Bytes, WayIn.Https, domain, client, cancellationToken))
            await PlainAnswers.SayAsync(features, StatusCodes.Status201Created, "Accepted.");
        else
            await TryLaterAsync(features);
    }

    /// <summary>Reads the body, as far as it can be held.</summary>
    private static async Task ReadAsync(IFeatureCollection features, HeldBytes body, CancellationToken cancellationToken)
    {
        // One byte more than is taken, so that it is us who notice.
        if (features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = Delivery.MostBytes + 1;
        var input = features.GetRequiredFeature<IRequestBodyPipeFeature>().Reader;
        bool more = true;
        while (more && body.Fault == HoldFault.None)
        {
            var read = await input.ReadAsync(cancellationToken);
            foreach (var segment in read.Buffer)
                body.Append(segment.Span);
            input.AdvanceTo(read.Buffer.End);
            more = !read.IsCompleted;
        }
    }

    private static Task RefuseMethodAsync(IFeatureCollection features)
    {
        features.GetRequiredFeature<IHttpResponseFeature>().Headers.Allow = "POST";
        return PlainAnswers.SayAsync(features, StatusCodes.Status405MethodNotAllowed, "Reports are posted here (RFC 8460), and nothing can be read.");
    }

    private static Task RefuseSizeAsync(IFeatureCollection features) =>
        PlainAnswers.SayAsync(features, StatusCodes.Status413PayloadTooLarge, $"A report may have {Delivery.MostBytes} bytes.");

    private static Task TryLaterAsync(IFeatureCollection features) =>
        SendAwayAsync(features, StatusCodes.Status503ServiceUnavailable, Later, "Reports cannot be stored at the moment.");

    private static Task SendAwayAsync(IFeatureCollection features, int status, TimeSpan wait, string line)
    {
        features.GetRequiredFeature<IHttpResponseFeature>().Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return PlainAnswers.SayAsync(features, status, line);
    }
}
