using System.Buffers.Binary;
using System.Net.Sockets;
using StrictPost.Lab.Net;

namespace StrictPost.Lab.Dns;

/// <summary>One client's DNS over TCP (RFC 7766): each message is led by its length in two bytes.</summary>
internal sealed class DnsTcpSession(Socket socket, DnsTcpSession.Answering answer, TimeSpan latency, TimeProvider time)
{
    /// <summary>Gives the reply to a message, or null for silence.</summary>
    public delegate byte[]? Answering(ReadOnlySpan<byte> message, bool overTcp);

    /// <summary>Answers until the client goes, or this is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = new NetworkStream(socket, ownsSocket: true);
            await using var line = new DelayedStream(stream, latency, time, cancellationToken);
            var length = new byte[2];
            while (true)
            {
                await line.ReadExactlyAsync(length, cancellationToken);
                var message = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
                await line.ReadExactlyAsync(message, cancellationToken);
                if (answer(message, overTcp: true) is { } reply)
                    await line.WriteAsync((byte[])[(byte)(reply.Length >> 8), (byte)reply.Length, .. reply], cancellationToken);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or SocketException)
        {
            // The client is gone, or the lab stops.
        }
    }
}
