using System.Collections.Immutable;

namespace StrictPost.Protocol.Evidence;

/// <summary>One TXT record as DNS holds it.</summary>
/// <param name="Strings">Its character-strings in order; bytes that are no UTF-8 became U+FFFD.</param>
public sealed record TextData(ImmutableArray<string> Strings)
{
    /// <summary>The strings joined without a blank, which is how senders read them (RFC 8461 §3.1).</summary>
    public string Joined() => string.Concat(Strings.IsDefault ? [] : Strings);
}
