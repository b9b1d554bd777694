using System.Collections.Immutable;

namespace StrictPost.Engine.Publishing.Wire;

/// <summary>What a name has and what it is to have, in a zone.</summary>
/// <param name="Zone">The zone's name.</param>
/// <param name="Name">The name, in it.</param>
/// <param name="Before">What must still be there, one set for each type that matters; an empty one for a type that must not be there.</param>
/// <param name="After">What is to be there, of the same types; a type that is not named stays as it is.</param>
/// <param name="Ttl">Of the new records, in seconds.</param>
internal sealed record ZoneUpdate(string Zone, string Name, ImmutableArray<WireSet> Before, ImmutableArray<WireSet> After, int Ttl)
{
    private const int UpdateFlags = 5 << 11;
    private const int InClass = 1;
    private const int NoClass = 254;
    private const int AnyClass = 255;

    /// <summary>
    /// The message, not signed yet. The server compares what must be there, and changes nothing where it differs (RFC 2136 §3.2), so
    /// what somebody wrote in between is never lost.
    /// </summary>
    public byte[] ToMessage(ushort id)
    {
        var changed = After.Where(after => !Before.Any(after.Holds)).ToList();
        var gone = changed.Where(after => Before.Any(before => before.Type == after.Type && !before.Values.IsEmpty)).ToList();
        var writer = new WireWriter().UInt16(id).UInt16(UpdateFlags)
            .UInt16(1).UInt16(Before.Sum(set => Math.Max(1, set.Values.Length)))
            .UInt16(gone.Count + changed.Sum(set => set.Values.Length)).UInt16(0);
        writer.Name(Zone).UInt16((int)WireType.Soa).UInt16(InClass);
        foreach (var set in Before)
            WriteCondition(writer, set);

        // What goes has to go first: an alias may not stand beside anything else.
        foreach (var set in gone)
            Write(writer, set.Type, AnyClass, 0, []);
        foreach (var set in changed)
        {
            foreach (var value in set.Values)
                Write(writer, set.Type, InClass, Ttl, value.Bytes);
        }

        return writer.ToArray();
    }

    /// <summary>"RRset exists (value dependent)", or "RRset does not exist": RFC 2136 §2.4.2 and §2.4.3.</summary>
    private void WriteCondition(WireWriter writer, WireSet set)
    {
        if (set.Values.IsEmpty)
            Write(writer, set.Type, NoClass, 0, []);
        foreach (var value in set.Values)
            Write(writer, set.Type, InClass, 0, value.Bytes);
    }

    private void Write(WireWriter writer, WireType type, int @class, int ttl, ReadOnlySpan<byte> data) =>
        writer.Name(Name).UInt16((int)type).UInt16(@class).UInt32(ttl).Sized(data);
}
