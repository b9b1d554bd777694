using System.Collections.Immutable;
using StrictPost.Protocol.Text;

namespace StrictPost.Protocol.Records;

/// <summary>Where the name of a policy host leads. The family is closed: an alias or addresses, since no name can have both.</summary>
public abstract record PolicyHostLocation
{
    private PolicyHostLocation()
    {
    }

    /// <summary>A host of another name, by CNAME. RFC 8461 §8.2 describes this for policies that a provider hosts.</summary>
    public sealed record Alias(DomainName Host) : PolicyHostLocation;

    /// <summary>One or more addresses.</summary>
    public sealed record Addresses(ImmutableArray<HostAddress> All) : PolicyHostLocation;
}
