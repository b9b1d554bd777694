using System.Buffers;
using System.Buffers.Binary;

namespace StrictPost.Server.Tls;

/// <summary>How far the first bytes of a connection are a ClientHello.</summary>
internal enum HelloState
{
    /// <summary>So far so good; more must come.</summary>
    Partial,

    /// <summary>It is here.</summary>
    Whole,

    /// <summary>It is malformed, too large, or no TLS at all.</summary>
    Refused,
}

/// <summary>Finds a ClientHello in the records that carry it (RFC 8446 §5.1). Pure: looks, and takes nothing away.</summary>
internal static class ClientHelloRecords
{
    /// <summary>Most bytes of a ClientHello. Real ones have 200 to 2,000.</summary>
    public const int LongestHello = 16 * 1024;

    private const int RecordHeader = 5;
    private const int MessageHeader = 4;
    private const byte HandshakeRecord = 22;
    private const byte ClientHelloMessage = 1;
    private const byte MajorVersion = 3;
    private const int LongestRecord = 16 * 1024;

    /// <summary>More than this is not looked at: one byte a record would make five of one.</summary>
    private const int MostBytes = 2 * LongestHello;

    /// <summary>Reads what has come so far, from the connection's first byte on.</summary>
    /// <param name="bytes">All of it; may go on behind the ClientHello.</param>
    /// <param name="hello">Not null exactly when it is <see cref="HelloState.Whole"/>.</param>
    public static HelloState Read(in ReadOnlySequence<byte> bytes, out ClientHello? hello)
    {
        if (bytes.IsSingleSegment)
            return Read(bytes.FirstSpan, out hello);
        int length = (int)Math.Min(bytes.Length, MostBytes);
        byte[] together = ArrayPool<byte>.Shared.Rent(length);
        bytes.Slice(0, length).CopyTo(together);
        var state = Read(together.AsSpan(0, length), out hello);
        ArrayPool<byte>.Shared.Return(together);
        return state;
    }

    /// <inheritdoc cref="Read(in ReadOnlySequence{byte}, out ClientHello?)"/>
    public static HelloState Read(ReadOnlySpan<byte> bytes, out ClientHello? hello)
    {
        hello = null;
        var rest = bytes;
        var state = TakeRecord(ref rest, out var first);
        if (state == HelloState.Whole)
            state = ReadMessage(first, out hello);
        if (state == HelloState.Partial && !rest.IsEmpty && !first.IsEmpty)
            state = ReadFragments(first, rest, out hello);
        return state == HelloState.Partial && bytes.Length >= MostBytes ? HelloState.Refused : state;
    }

    /// <summary>RFC 8446 §5.1: a message may be cut into several records. Real clients rarely do.</summary>
    private static HelloState ReadFragments(ReadOnlySpan<byte> first, ReadOnlySpan<byte> rest, out ClientHello? hello)
    {
        hello = null;
        byte[] message = ArrayPool<byte>.Shared.Rent(first.Length + rest.Length);
        first.CopyTo(message);
        int gathered = first.Length;
        var state = HelloState.Partial;
        while (state == HelloState.Partial)
        {
            state = TakeRecord(ref rest, out var fragment);
            if (state != HelloState.Whole)
                break;
            fragment.CopyTo(message.AsSpan(gathered));
            gathered += fragment.Length;
            state = ReadMessage(message.AsSpan(0, gathered), out hello);
        }

        ArrayPool<byte>.Shared.Return(message);
        return state;
    }

    /// <summary>Takes one whole record from the front, if it is there.</summary>
    private static HelloState TakeRecord(ref ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> fragment)
    {
        fragment = default;
        if (bytes.Length > 0 && bytes[0] != HandshakeRecord || bytes.Length > 1 && bytes[1] != MajorVersion)
            return HelloState.Refused;
        if (bytes.Length < RecordHeader)
            return HelloState.Partial;
        int length = BinaryPrimitives.ReadUInt16BigEndian(bytes[3..]);
        if (length is 0 or > LongestRecord)
            return HelloState.Refused;
        if (bytes.Length - RecordHeader < length)
            return HelloState.Partial;
        fragment = bytes.Slice(RecordHeader, length);
        bytes = bytes[(RecordHeader + length)..];
        return HelloState.Whole;
    }

    private static HelloState ReadMessage(ReadOnlySpan<byte> message, out ClientHello? hello)
    {
        hello = null;
        if (message.Length > 0 && message[0] != ClientHelloMessage)
            return HelloState.Refused;
        if (message.Length < MessageHeader)
            return HelloState.Partial;
        int length = (message[1] << 16) | BinaryPrimitives.ReadUInt16BigEndian(message[2..]);
        if (length > LongestHello)
            return HelloState.Refused;
        if (message.Length - MessageHeader < length)
            return HelloState.Partial;
        // Nothing but the ClientHello can come before the server has answered.
        return message.Length - MessageHeader == length && ClientHello.TryRead(message[MessageHeader..], out hello)
            ? HelloState.Whole
            : HelloState.Refused;
    }
}
