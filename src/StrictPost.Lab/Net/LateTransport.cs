using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace StrictPost.Lab.Net;

/// <summary>Makes all that a connection of Kestrel's sends arrive later.</summary>
internal sealed class LateTransport(Func<TimeSpan> latency, TimeProvider time)
{
    /// <summary>The connection middleware.</summary>
    public ConnectionDelegate Before(ConnectionDelegate next) => connection => RunAsync(connection, next);

    private async Task RunAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var delay = latency();
        if (delay == TimeSpan.Zero)
        {
            await next(connection);
            return;
        }

        var prompt = connection.Transport;
        await using var line = new DelayedStream(prompt.Output.AsStream(leaveOpen: true), delay, time, connection.ConnectionClosed);
        connection.Transport = new Pipes(prompt.Input, PipeWriter.Create(line, new StreamPipeWriterOptions(leaveOpen: true)));
        try
        {
            await next(connection);
        }
        finally
        {
            connection.Transport = prompt;
        }
    }

    private sealed record Pipes(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
