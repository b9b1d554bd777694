using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace StrictPost.Lab.Dns;

/// <summary>Writes the parts of a DNS message one after the other (RFC 1035 §4.1).</summary>
internal sealed class DnsWriter
{
    /// <summary>A pointer to the name of the question, which always stands right after the header.</summary>
    private const ushort QuestionName = 0xC000 | DnsRequest.HeaderBytes;

    private const ushort Internet = 1;

    private readonly ArrayBufferWriter<byte> _bytes = new(initialCapacity: 256);

    public int Length => _bytes.WrittenCount;

    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    public void Byte(byte value) => _bytes.Write([value]);

    public void Word(int value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(_bytes.GetSpan(2), (ushort)value);
        _bytes.Advance(2);
    }

    public void Bytes(ReadOnlySpan<byte> value) => _bytes.Write(value);

    /// <summary>A name without compression; labels that are too long for DNS are cut.</summary>
    public void Name(string name)
    {
        Span<byte> octets = stackalloc byte[63];
        foreach (var label in name.AsSpan().Split('.'))
        {
            var text = name.AsSpan(label);
            if (text.IsEmpty)
                continue;
            int count = Encoding.Latin1.GetBytes(text[..Math.Min(text.Length, octets.Length)], octets);
            Byte((byte)count);
            Bytes(octets[..count]);
        }

        Byte(0);
    }

    /// <summary>A whole record of class IN.</summary>
    /// <param name="owner">Its name; null is the name of the question.</param>
    /// <param name="type">Its type.</param>
    /// <param name="timeToLive">Seconds for which it may be kept.</param>
    /// <param name="data">Writes its data.</param>
    public void Record(string? owner, DnsType type, int timeToLive, Action<DnsWriter> data)
    {
        if (owner is null)
            Word(QuestionName);
        else
            Name(owner);
        Word((ushort)type);
        Word(Internet);
        Word(timeToLive >> 16);
        Word(timeToLive & 0xFFFF);
        var inner = new DnsWriter();
        data(inner);
        Word(inner.Length);
        Bytes(inner._bytes.WrittenSpan);
    }
}
