using System.CommandLine;
using System.Collections.Immutable;
using System.Net;
using StrictPost.CommandLine;
using StrictPost.Protocol.Records;
using StrictPost.Protocol.Text;

namespace StrictPost.Publishing;

/// <summary>The options that say what stands in a domain's DNS, shared by <c>records</c> and <c>new</c>.</summary>
internal sealed class PublicationOptions
{
    private const int LongestTtl = 604_800;

    private readonly Option<string?> _policyHost = new("--policy-host")
    {
        Description = "The host that serves the policy: mta-sts.DOMAIN becomes an alias (CNAME) of it.",
        HelpName = "NAME",
    };

    private readonly Option<string[]> _addresses = new("--address")
    {
        Description = "An address of the host that serves the policy: mta-sts.DOMAIN gets A and AAAA records.",
        HelpName = "IP",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<int> _ttl = new("--ttl")
    {
        Description = "How long resolvers may keep the records, in seconds.",
        HelpName = "SECONDS",
        DefaultValueFactory = _ => Publication.UsualTtl,
    };

    private readonly Option<string?> _zone = new("--zone")
    {
        Description = "The DNS zone that the domain is in (default: the domain itself).",
        HelpName = "NAME",
    };

    /// <summary>Gives a verb all of these options.</summary>
    public void AddTo(Command verb)
    {
        foreach (Option option in (Option[])[_policyHost, _addresses, _ttl, _zone])
            verb.Options.Add(option);
    }

    /// <summary>Where the policy host's name leads, as far as the command line says.</summary>
    /// <exception cref="Refusal">A name and addresses at once, or something that is neither.</exception>
    public PolicyHostLocation? Location(ParseResult parsed)
    {
        string? host = parsed.GetValue(_policyHost);
        var addresses = (parsed.GetValue(_addresses) ?? []).Select(Address).ToImmutableArray();
        if (host is not null && !addresses.IsEmpty)
            throw new Refusal("A name cannot be an alias and have addresses at the same time.", "Give either --policy-host or --address.");
        if (host is not null)
            return new PolicyHostLocation.Alias(Refusal.ValueOf(DomainName.Parse(host)));
        return addresses.IsEmpty ? null : new PolicyHostLocation.Addresses(addresses);
    }

    /// <summary>The TTL.</summary>
    /// <exception cref="Refusal">It is out of bounds.</exception>
    public int Ttl(ParseResult parsed) => parsed.GetValue(_ttl) is var ttl and > 0 and <= LongestTtl
        ? ttl
        : throw new Refusal($"{parsed.GetValue(_ttl)} seconds is no sensible TTL.", $"Give --ttl a number from 1 to {LongestTtl}, a week.");

    /// <summary>The zone, or null for the domain itself.</summary>
    /// <exception cref="Refusal">The domain is not in it.</exception>
    public DomainName? Zone(ParseResult parsed, DomainName domain)
    {
        if (parsed.GetValue(_zone) is not { } text)
            return null;
        var zone = Refusal.ValueOf(DomainName.Parse(text));
        return domain.IsAtOrBelow(zone)
            ? zone
            : throw new Refusal($"{domain} is not in the zone {zone}.", "Give --zone the name of the zone that holds the domain.");
    }

    /// <summary>Where addresses lead; null when there are none.</summary>
    public static PolicyHostLocation? Location(ImmutableArray<IPAddress> addresses) => addresses.IsEmpty
        ? null
        : new PolicyHostLocation.Addresses([.. addresses.Select(address => HostAddress.FromBytes(address.GetAddressBytes()))]);

    private static HostAddress Address(string text) => AddressText.Parse(text) is { } address
        ? HostAddress.FromBytes(address.GetAddressBytes())
        : throw new Refusal($"`{text}` is no IP address.", "Give addresses such as 192.0.2.80 or 2001:db8::80, or a name with --policy-host.");
}
