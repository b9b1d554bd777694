using StrictPost.Protocol.Records;
using StrictPost.Protocol.Text;

namespace StrictPost.Engine.Publishing;

/// <summary>What the text at a name is to be.</summary>
/// <param name="Name">The name; where it is an alias, the text stands at the end of the chain.</param>
/// <param name="Text">The one TXT record; null for none.</param>
/// <param name="Ttl">In seconds.</param>
/// <param name="MayReplace">
/// Of a text that is there now, with null for none: whether it may go. Asked at most twice, between looking and changing, and not where
/// the text is right already, or where there is more than one.
/// </param>
public sealed record TextEdit(DomainName Name, string? Text, int Ttl, Func<string?, bool> MayReplace);

/// <summary>Where a name in a zone of ours is to lead. Such a name is ours alone: whatever alias or addresses it has are replaced.</summary>
/// <param name="Name">The name.</param>
/// <param name="Location">Where to; null for nowhere.</param>
/// <param name="Ttl">In seconds.</param>
public sealed record HostEdit(DomainName Name, PolicyHostLocation? Location, int Ttl);
