namespace StrictPost.Engine.Publishing.Wire;

/// <summary>A question to a zone's own server.</summary>
/// <param name="Name">The name.</param>
/// <param name="Type">The type of records.</param>
internal sealed record ZoneQuestion(string Name, WireType Type)
{
    private const int InClass = 1;

    /// <summary>The message. It asks for no recursion: only what the server knows by itself counts.</summary>
    public byte[] ToMessage(ushort id) => new WireWriter().UInt16(id).UInt16(0).UInt16(1).UInt16(0).UInt16(0).UInt16(0)
        .Name(Name).UInt16((int)Type).UInt16(InClass).ToArray();
}
