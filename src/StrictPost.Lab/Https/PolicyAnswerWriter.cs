using Microsoft.AspNetCore.Http;

namespace StrictPost.Lab.Https;

/// <summary>Sends a <see cref="PolicyAnswer"/>, with all its delays and breaks.</summary>
internal sealed class PolicyAnswerWriter(TimeProvider time)
{
    public async Task WriteAsync(PolicyAnswer answer, HttpContext context)
    {
        if (answer.Unanswered)
        {
            context.Abort();
            return;
        }
        await Task.Delay(answer.BeforeHeaders, time, context.RequestAborted);
        WriteHeaders(answer, context.Response);
        // Where bytes are missing, Kestrel notices at the end of the answer and closes the connection in order.
        await WriteBodyAsync(answer, context);
    }

    private static void WriteHeaders(PolicyAnswer answer, HttpResponse response)
    {
        response.StatusCode = answer.Status;
        response.ContentType = answer.MediaType;
        response.Headers.Location = answer.Location;
        if (answer.WithLength)
            response.ContentLength = answer.Body.Length + answer.MissingBytes;
    }

    private async Task WriteBodyAsync(PolicyAnswer answer, HttpContext context)
    {
        var step = answer.BetweenBytes is null ? Math.Max(1, answer.Body.Length) : 1;
        for (var sent = 0; sent < answer.Body.Length; sent += step)
        {
            await context.Response.Body.WriteAsync(answer.Body.Slice(sent, step), context.RequestAborted);
            if (answer.BetweenBytes is { } pause)
            {
                await context.Response.Body.FlushAsync(context.RequestAborted);
                await Task.Delay(pause, time, context.RequestAborted);
            }
        }
    }
}
