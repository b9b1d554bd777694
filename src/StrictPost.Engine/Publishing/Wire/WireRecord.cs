using System.Collections.Immutable;
using System.Net;
using System.Text;
using StrictPost.Protocol.Records;

namespace StrictPost.Engine.Publishing.Wire;

/// <summary>Types of records by their numbers, as far as updates need them.</summary>
internal enum WireType
{
    /// <summary>An IPv4 address.</summary>
    A = 1,

    /// <summary>An alias.</summary>
    Cname = 5,

    /// <summary>The start of a zone.</summary>
    Soa = 6,

    /// <summary>A text.</summary>
    Txt = 16,

    /// <summary>An IPv6 address.</summary>
    Aaaa = 28,

    /// <summary>A signature of a message (RFC 8945).</summary>
    Tsig = 250,
}

/// <summary>What a record says, byte for byte; a name in it is not compressed, and in lower case.</summary>
internal sealed class WireData(byte[] bytes) : IEquatable<WireData>
{
    private const int LongestString = 255;

    public ReadOnlySpan<byte> Bytes => bytes;

    /// <summary>A TXT record's data, cut into strings where one is full.</summary>
    public static WireData OfText(string text)
    {
        var writer = new WireWriter();
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        foreach (byte[] part in utf8.Length == 0 ? [utf8] : utf8.Chunk(LongestString))
            writer.Label(part);
        return new WireData(writer.ToArray());
    }

    /// <summary>An alias's data.</summary>
    public static WireData OfName(string ascii) => new(new WireWriter().Name(ascii).ToArray());

    /// <summary>An address's data.</summary>
    public static WireData OfAddress(HostAddress address) => new(IPAddress.Parse(address.Text).GetAddressBytes());

    /// <summary>The strings of a TXT record joined, as senders read them; null where the data is no TXT data.</summary>
    public string? Joined()
    {
        var reader = new WireReader(bytes);
        var joined = new List<byte>();
        while (!reader.IsAtEnd && !reader.HasFailed)
            joined.AddRange(reader.Bytes(reader.Byte()));
        return reader.HasFailed ? null : Encoding.UTF8.GetString([.. joined]);
    }

    /// <summary>The name that an alias leads to, without trailing dot; null where the data is no name.</summary>
    public string? Target()
    {
        var reader = new WireReader(bytes);
        string name = reader.Name();
        return reader.HasFailed ? null : name;
    }

    /// <inheritdoc/>
    public bool Equals(WireData? other) => other is not null && Bytes.SequenceEqual(other.Bytes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as WireData);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(bytes);
        return hash.ToHashCode();
    }
}

/// <summary>One record of a message.</summary>
/// <param name="Name">The owner, in lower case without trailing dot; bytes that no host name has as <c>\DDD</c>.</param>
/// <param name="Type">The type's number.</param>
/// <param name="Class">The class's number.</param>
/// <param name="Ttl">For how many seconds it may be kept.</param>
/// <param name="Data">What it says.</param>
internal sealed record WireRecord(string Name, WireType Type, int Class, int Ttl, WireData Data);

/// <summary>All records of one name and type: what DNS calls an RRset.</summary>
/// <param name="Type">The type.</param>
/// <param name="Values">Each once, in no order; empty where there is none.</param>
internal sealed record WireSet(WireType Type, ImmutableArray<WireData> Values)
{
    /// <summary>True when both say the same.</summary>
    public bool Holds(WireSet other) => Type == other.Type && Values.Length == other.Values.Length && Values.All(value => other.Values.Contains(value));
}
