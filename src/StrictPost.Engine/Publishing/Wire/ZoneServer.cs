using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using StrictPost.Engine.Tls;

namespace StrictPost.Engine.Publishing.Wire;

/// <summary>Talks with a zone's primary over TCP, where neither side has to guess at sizes or senders.</summary>
/// <param name="server">Its address.</param>
/// <param name="key">Signs updates.</param>
/// <param name="time">The time of signatures, and how long to wait.</param>
internal sealed class ZoneServer(IPEndPoint server, UpdateKey key, TimeProvider time)
{
    private const int QuestionOperation = 0;
    private const int UpdateOperation = 5;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    /// <summary>Asks without a signature: servers that take updates by key only may still turn signed questions away.</summary>
    public async Task<ServerReply> AskAsync(ZoneQuestion question, CancellationToken cancellationToken)
    {
        ushort id = NewId();
        var (response, why) = await ExchangeAsync(question.ToMessage(id), cancellationToken);
        return Fits(response, id, QuestionOperation) ? new ServerReply.Answer(response!, null, IsProven: false) : new ServerReply.Nothing(why);
    }

    /// <summary>Sends a signed update, and checks who answered.</summary>
    public async Task<ServerReply> UpdateAsync(ZoneUpdate update, CancellationToken cancellationToken)
    {
        ushort id = NewId();
        var (request, mac) = TransactionSignature.Sign(update.ToMessage(id), key, time.GetUtcNow());
        var (response, why) = await ExchangeAsync(request, cancellationToken);
        if (!Fits(response, id, UpdateOperation))
            return new ServerReply.Nothing(why);
        var signature = TransactionSignature.Of(response!);
        bool isProven = signature is not null && signature.Proves(response!, mac, key) && signature.IsRecent(time.GetUtcNow());
        return new ServerReply.Answer(response!, signature, isProven);
    }

    private static ushort NewId() => (ushort)RandomNumberGenerator.GetInt32(ushort.MaxValue + 1);

    private static bool Fits(WireMessage? response, ushort id, int operation) =>
        response is { IsResponse: true, IsTruncated: false } && response.Id == id && response.Operation == operation;

    private async Task<(WireMessage? Response, string Why)> ExchangeAsync(byte[] request, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            var (stream, end) = await TcpConnect.ToAsync(server, either.Token);
            if (stream is null)
                return (null, $"cannot be reached: {end!.Detail}");
            await using (stream)
                return (await ExchangeAsync(stream, request, either.Token), "answered something that is no DNS response to what was asked");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, $"did not answer within {Deadline.TotalSeconds:0} seconds");
        }
        catch (Exception fault) when (fault is IOException or SocketException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return (null, fault is EndOfStreamException ? "hung up without an answer" : $"broke off: {fault.Message}");
        }
    }

    /// <summary>Each message stands behind its length, in two bytes (RFC 1035 §4.2.2), which also is the cap.</summary>
    private static async Task<WireMessage?> ExchangeAsync(NetworkStream stream, byte[] request, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(new WireWriter().Sized(request).ToArray(), cancellationToken);
        byte[] length = new byte[sizeof(ushort)];
        await stream.ReadExactlyAsync(length, cancellationToken);
        byte[] response = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
        await stream.ReadExactlyAsync(response, cancellationToken);
        return WireMessage.Read(response);
    }
}
