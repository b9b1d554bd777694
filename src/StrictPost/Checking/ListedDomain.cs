using System.Collections.Immutable;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.Text;

namespace StrictPost.Checking;

/// <summary>One entry of a list of domains.</summary>
/// <param name="Line">Where it stands, from 1.</param>
/// <param name="Text">As it stands there; from outside.</param>
/// <param name="Name">The domain, or what is wrong with it.</param>
internal sealed record ListedDomain(int Line, string Text, Parsed<DomainName> Name)
{
    /// <summary>Hosts that used to be its MX, from the column <c>previous_mx</c>.</summary>
    public ImmutableArray<DomainName> PreviousMx { get; init; } = [];
}
