using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace StrictPost.Engine.Publishing.Wire;

/// <summary>Writes the parts that DNS messages are made of (RFC 1035 §4.1), names without compression.</summary>
internal sealed class WireWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new();

    /// <summary>All that was written.</summary>
    public byte[] ToArray() => _buffer.WrittenSpan.ToArray();

    public WireWriter Bytes(ReadOnlySpan<byte> bytes)
    {
        _buffer.Write(bytes);
        return this;
    }

    public WireWriter UInt16(int value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(_buffer.GetSpan(sizeof(ushort)), checked((ushort)value));
        _buffer.Advance(sizeof(ushort));
        return this;
    }

    public WireWriter UInt32(int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(_buffer.GetSpan(sizeof(int)), value);
        _buffer.Advance(sizeof(int));
        return this;
    }

    /// <summary>Seconds since 1970, as RFC 8945 §4.2 writes them.</summary>
    public WireWriter UInt48(long value) => UInt16((int)(value >> 32)).UInt32(unchecked((int)value));

    /// <summary>Bytes behind their number.</summary>
    public WireWriter Sized(ReadOnlySpan<byte> bytes) => UInt16(bytes.Length).Bytes(bytes);

    /// <summary>A name of ASCII labels without trailing dot, already checked.</summary>
    public WireWriter Name(string ascii)
    {
        foreach (string label in ascii.Split('.', StringSplitOptions.RemoveEmptyEntries))
            Label(Encoding.ASCII.GetBytes(label));
        return Bytes([0]);
    }

    /// <summary>Up to 255 bytes behind their number (RFC 1035 §3.3).</summary>
    public WireWriter Label(ReadOnlySpan<byte> bytes) => Bytes([checked((byte)bytes.Length)]).Bytes(bytes);
}
