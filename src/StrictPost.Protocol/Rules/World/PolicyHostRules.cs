using StrictPost.Protocol.Checking;
using StrictPost.Protocol.Findings;

namespace StrictPost.Protocol.Rules.World;

/// <summary>The policy host's name and addresses (RFC 8461 §3.3).</summary>
internal static class PolicyHostRules
{
    /// <summary>The host's addresses.</summary>
    public static Addresses AddressesOf(DomainReading reading) => new(reading.Evidence.PolicyHost.Ipv4, reading.Evidence.PolicyHost.Ipv6);

    /// <summary>Nothing to fetch from. An alias that leads nowhere is reported as such.</summary>
    public static IEnumerable<Finding> NoAddress(DomainReading reading)
    {
        var addresses = AddressesOf(reading);
        if (!addresses.AreNone || addresses.Target is not null || !Intent.WantsPolicy(reading))
            yield break;
        var kind = addresses.IsNoSuchName ? PolicyHostFindings.Missing : PolicyHostFindings.NoAddress;
        yield return kind.On(reading.Evidence.PolicyHost.Host.Ascii) with { Effect = Effects.OnFetch(reading) };
    }

    public static IEnumerable<Finding> Private(DomainReading reading)
    {
        if (reading.Context.IsPublicInternet && Intent.WantsPolicy(reading) && AddressesOf(reading).Private is { } found)
            yield return PolicyHostFindings.AddressPrivate.On(reading.Evidence.PolicyHost.Host.Ascii, found);
    }
}
