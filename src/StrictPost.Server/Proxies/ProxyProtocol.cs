using System.Buffers;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using StrictPost.Server.Hosting;

namespace StrictPost.Server.Proxies;

/// <summary>
/// A port where each connection begins with a header of the PROXY protocol. It is believed from trusted proxies; anybody else
/// is cut off, header or not: nobody can speak for another address.
/// </summary>
internal sealed class ProxyProtocol(TrustedProxies trusted, TimeProvider time, ILogger<ProxyProtocol> logger)
{
    /// <summary>How long a proxy may take; it has the header ready.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>How often the log says that somebody was cut off: strangers try every port.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);

    private long _saidAt;

    /// <summary>Puts it in front of everything that is spoken on these ports.</summary>
    public void PutUnder(ListenOptions listen) => listen.Use(next => connection => ServeAsync(connection, next));

    private async Task ServeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        if (!trusted.Hold((connection.RemoteEndPoint as IPEndPoint)?.Address))
        {
            Say(connection.RemoteEndPoint, "it is not among trusted_proxies");
            connection.Abort();
            return;
        }

        try
        {
            if (await ReadAsync(connection) is not { } header)
            {
                Say(connection.RemoteEndPoint, "it sends no header of the PROXY protocol");
                return;
            }

            connection.RemoteEndPoint = header.Client ?? connection.RemoteEndPoint;
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException)
        {
            Say(connection.RemoteEndPoint, fault.Message);
            return;
        }

        await next(connection);
    }

    /// <returns>Null where something else came, or the connection ended.</returns>
    private async ValueTask<ProxyHeader?> ReadAsync(ConnectionContext connection)
    {
        using var deadline = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed, deadline.Token);
        var input = connection.Transport.Input;
        while (true)
        {
            var read = await input.ReadAsync(either.Token);
            var bytes = read.Buffer.Length > ProxyHeader.Longest ? read.Buffer.Slice(0, ProxyHeader.Longest) : read.Buffer;
            var state = ProxyHeader.Read(bytes.IsSingleSegment ? bytes.FirstSpan : bytes.ToArray(), out var header);
            if (header is not null)
            {
                input.AdvanceTo(read.Buffer.GetPosition(header.Length));
                return header;
            }

            input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (state == ProxyHeaderState.Refused || read.IsCompleted || read.IsCanceled)
                return null;
        }
    }

    private void Say(EndPoint? proxy, string reason)
    {
        long now = time.GetUtcNow().Ticks;
        long before = Interlocked.Read(ref _saidAt);
        if (now - before >= Quiet.Ticks && Interlocked.CompareExchange(ref _saidAt, now, before) == before)
            logger.ProxyRefused(proxy, reason);
    }
}
