using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace StrictPost.Engine.Publishing.Wire;

/// <summary>
/// Reads the parts of a DNS message that somebody else wrote. Nothing throws: what is not there reads as zeros and sets
/// <see cref="HasFailed"/>, so a caller looks once, at the end.
/// </summary>
internal ref struct WireReader(ReadOnlySpan<byte> message, int position = 0)
{
    private const int LongestName = 255;
    private const int PointerBits = 0xC0;

    private readonly ReadOnlySpan<byte> _message = message;

    /// <summary>Where it is.</summary>
    public int Position { get; private set; } = position;

    /// <summary>True once something was not there, or made no sense.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>True when nothing is left.</summary>
    public readonly bool IsAtEnd => Position >= _message.Length;

    public int Byte() => Bytes(1) is [var value] ? value : 0;

    public int UInt16() => Bytes(sizeof(ushort)) is { Length: > 0 } two ? BinaryPrimitives.ReadUInt16BigEndian(two) : 0;

    public int Int32() => Bytes(sizeof(int)) is { Length: > 0 } four ? BinaryPrimitives.ReadInt32BigEndian(four) : 0;

    public long UInt48() => ((long)UInt16() << 32) | (uint)Int32();

    /// <summary>So many bytes; none where fewer are left.</summary>
    public ReadOnlySpan<byte> Bytes(int count)
    {
        if (HasFailed || count > _message.Length - Position)
        {
            HasFailed = true;
            return [];
        }

        Position += count;
        return _message.Slice(Position - count, count);
    }

    /// <summary>
    /// A name, which may lead on to an earlier one by a pointer (RFC 1035 §4.1.4). Pointers must lead back, each further than the one
    /// before, so that a circle is none.
    /// </summary>
    public string Name()
    {
        var name = new StringBuilder();
        int at = Position;
        int floor = Position;
        int? behind = null;
        int length = 1;
        while (true)
        {
            int size = At(at);
            if (size >= PointerBits)
            {
                int target = ((size & ~PointerBits) << 8) | At(at + 1);
                behind ??= at + 2;
                if (target >= floor)
                    return Fail();
                at = floor = target;
                continue;
            }

            length += size + 1;
            if (HasFailed || size > 63 || length > LongestName || at + 1 + size > _message.Length)
                return Fail();
            if (size == 0)
                break;
            Append(name, _message.Slice(at + 1, size));
            at += 1 + size;
        }

        Position = behind ?? at + 1;
        return name.ToString();
    }

    private static void Append(StringBuilder name, ReadOnlySpan<byte> label)
    {
        if (name.Length > 0)
            name.Append('.');
        foreach (byte letter in label)
        {
            if (char.IsAsciiLetterOrDigit((char)letter) || letter is (byte)'-' or (byte)'_')
                name.Append(char.ToLowerInvariant((char)letter));
            else
                name.Append(CultureInfo.InvariantCulture, $"\\{letter:D3}");
        }
    }

    private int At(int index)
    {
        if (index < _message.Length)
            return _message[index];
        HasFailed = true;
        return 0;
    }

    private string Fail()
    {
        HasFailed = true;
        return "";
    }
}
