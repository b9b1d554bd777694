using StrictPost.CommandLine;
using StrictPost.Configuration;
using StrictPost.Engine.Dns;
using StrictPost.Engine.Publishing;
using StrictPost.Protocol.Records;
using StrictPost.Publishing;

namespace StrictPost.Changing;

/// <summary>The zones that this installation may write to.</summary>
/// <param name="Publisher">Writes; null where the owner publishes everything.</param>
/// <param name="Delegation">The zone that delegated domains lead to; null where there is none.</param>
/// <param name="Ttl">TTL of what is published, in seconds.</param>
internal sealed record Zones(ZonePublisher? Publisher, DelegationPublisher? Delegation, int Ttl)
{
    /// <summary>None: the owner does it all.</summary>
    public static Zones None { get; } = new(null, null, Publication.UsualTtl);

    /// <summary>What the table <c>[dns]</c> says.</summary>
    /// <exception cref="Refusal">It makes no sense.</exception>
    public static Zones Of(Settings settings, DnsLookups dns, TimeProvider time)
    {
        if (settings.Dns.Publishing() is not { } publishing)
            return None with { Ttl = settings.Dns.Ttl };
        var publisher = new ZonePublisher(publishing, dns, time);
        return new Zones(publisher, DelegationOf(settings, publisher), settings.Dns.Ttl);
    }

    private static DelegationPublisher? DelegationOf(Settings settings, ZonePublisher publisher)
    {
        if (settings.Dns.DelegationZone is not { } zone)
            return null;
        PolicyHostLocation? location = settings.PolicyHost is { } host
            ? new PolicyHostLocation.Alias(host)
            : PublicationOptions.Location(settings.PolicyAddresses);
        return location is null
            ? throw new Refusal("`dns.delegation_zone` is set, and nothing says where policy hosts are.", "Set `policy_addresses` to the public addresses of this installation, or `policy_host` to its name.")
            : new DelegationPublisher(publisher, zone, location, settings.Dns.Ttl);
    }
}
