using System.Collections.Immutable;

namespace StrictPost.Lab.Dns;

/// <summary>What a zone has to say to a question: a chain of aliases, perhaps empty, and the node at its end.</summary>
/// <param name="Links">The names that are aliases, each with where it leads, as they follow one another.</param>
/// <param name="End">The node at the end; its name is the last alias's target, or the name of the question.</param>
/// <param name="Signed">Whether all of it is.</param>
internal sealed record ZoneAnswer(ImmutableArray<ZoneLink> Links, ZoneNode End, bool Signed)
{
    private const int LongestChain = 8;

    /// <summary>Follows aliases as far as the zone knows them, as a resolver does.</summary>
    public static ZoneAnswer To(DnsRequest request, LabZone zone)
    {
        var node = zone.Find(request.Name);
        if (node.Alias is null || request.Type is DnsType.CName or DnsType.Any)
            return new ZoneAnswer([], node, node.Signed);
        var links = ImmutableArray.CreateBuilder<ZoneLink>();
        bool signed = node.Signed;
        while (node.Alias is { } target && links.Count < LongestChain)
        {
            links.Add(new ZoneLink(target, node.TimeToLive));
            node = zone.Find(target);
            signed &= node.Signed;
        }

        return new ZoneAnswer(links.ToImmutable(), node, signed);
    }
}

/// <summary>One alias. Its own name is the previous link's target, or the name of the question.</summary>
internal readonly record struct ZoneLink(string Target, int TimeToLive);
