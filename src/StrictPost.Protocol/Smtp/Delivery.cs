using StrictPost.Protocol.Dane;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;

namespace StrictPost.Protocol.Smtp;

/// <summary>Kinds of senders.</summary>
public enum SenderProfile
{
    /// <summary>Validates MTA-STS, and not DANE.</summary>
    HonoursMtaSts,

    /// <summary>Validates DANE, and MTA-STS where DANE has no say (RFC 8461 §2).</summary>
    PrefersDane,

    /// <summary>Encrypts where it can, and checks nobody.</summary>
    IgnoresBoth,
}

/// <summary>What becomes of a mail.</summary>
public enum Delivery
{
    /// <summary>Delivered to a host that is proven, and only to such a one.</summary>
    Deliver,

    /// <summary>Delivered, but whoever stands in the way could read it or take it.</summary>
    DeliverUnprotected,

    /// <summary>Not delivered to this host.</summary>
    Refuse,

    /// <summary>The host could not be asked from here.</summary>
    Unknown,
}

/// <summary>What a connection to a mail host can give.</summary>
public enum ChannelState
{
    /// <summary>TLS with a certificate that proves the host to the trusted authorities (RFC 8461 §4.2).</summary>
    Proven,

    /// <summary>TLS with a certificate that does not.</summary>
    Unproven,

    /// <summary>No TLS.</summary>
    Cleartext,

    /// <summary>It could not be asked.</summary>
    Unknown,
}

/// <summary>Why a sender decides as it does.</summary>
public enum DeliveryReason
{
    /// <summary>No policy applies, or one with mode none.</summary>
    NoPolicy,

    /// <summary>No pattern of the policy covers the host.</summary>
    NotCovered,

    /// <summary>The host does not prove itself with TLS.</summary>
    NotProven,

    /// <summary>The host offers no TLS.</summary>
    NoTls,

    /// <summary>The policy is met, and enforced.</summary>
    PolicyMet,

    /// <summary>The policy is only being tested: whatever it says, mail flows.</summary>
    Testing,

    /// <summary>DANE vouches for the host.</summary>
    DanePassed,

    /// <summary>DANE does not vouch for the host, and nothing overrides that (RFC 8461 §2).</summary>
    DaneFailed,

    /// <summary>Whether DANE applies could not be looked up.</summary>
    DaneLookupFailed,

    /// <summary>The sender does not look.</summary>
    DoesNotLook,

    /// <summary>The host could not be asked.</summary>
    NotAsked,
}

/// <summary>One sender's decision about one mail host.</summary>
public sealed record HostDecision(SenderProfile Profile, Delivery Delivery, DeliveryReason Reason);

/// <summary>What is known of a mail host when a sender decides.</summary>
/// <param name="Host">As the MX record names it.</param>
/// <param name="Channel">What its TLS gives.</param>
/// <param name="Dane">What DANE says.</param>
public sealed record MailHostFacts(DomainName Host, ChannelState Channel, DaneState Dane);

/// <summary>A sender's decision, in one place for whoever asks: validator, resolver, planner.</summary>
public static class SenderDecision
{
    /// <summary>What a sender does with mail to a host under a policy.</summary>
    /// <param name="profile">What the sender looks at.</param>
    /// <param name="policy">The policy in force (<see cref="SenderPolicy"/>), or null.</param>
    /// <param name="host">The host.</param>
    public static HostDecision Of(SenderProfile profile, StsPolicy? policy, MailHostFacts host)
    {
        var (delivery, reason) = profile switch
        {
            SenderProfile.HonoursMtaSts => ByPolicy(policy, host),
            SenderProfile.PrefersDane => ByDane(host) ?? ByPolicy(policy, host),
            _ => host.Channel == ChannelState.Unknown ? NotAsked : (Delivery.DeliverUnprotected, DeliveryReason.DoesNotLook),
        };
        return new HostDecision(profile, delivery, reason);
    }

    private static (Delivery Delivery, DeliveryReason Reason) NotAsked => (Delivery.Unknown, DeliveryReason.NotAsked);

    /// <summary>"MUST NOT allow MTA-STS Policy validation to override a failing DANE validation" (RFC 8461 §2).</summary>
    private static (Delivery Delivery, DeliveryReason Reason)? ByDane(MailHostFacts host) => host.Dane switch
    {
        DaneState.LookupFailed => (Delivery.Refuse, DeliveryReason.DaneLookupFailed),
        DaneState.Passed => (Delivery.Deliver, DeliveryReason.DanePassed),
        DaneState.Failed => (Delivery.Refuse, DeliveryReason.DaneFailed),
        DaneState.Unusable when host.Channel == ChannelState.Cleartext => (Delivery.Refuse, DeliveryReason.NoTls),
        DaneState.Unknown => NotAsked,
        _ => null,
    };

    /// <summary>RFC 8461 §4 and §5: in `testing` mail flows whatever is found, in `none` nothing is looked at.</summary>
    private static (Delivery Delivery, DeliveryReason Reason) ByPolicy(StsPolicy? policy, MailHostFacts host)
    {
        if (policy is null or { Mode: PolicyMode.None })
            return host.Channel == ChannelState.Unknown ? NotAsked : (Delivery.DeliverUnprotected, DeliveryReason.NoPolicy);
        if (policy.Mode == PolicyMode.Testing)
            return host.Channel == ChannelState.Unknown ? NotAsked : (Delivery.DeliverUnprotected, DeliveryReason.Testing);
        if (!policy.Covers(host.Host))
            return (Delivery.Refuse, DeliveryReason.NotCovered);
        return host.Channel switch
        {
            ChannelState.Proven => (Delivery.Deliver, DeliveryReason.PolicyMet),
            ChannelState.Unproven => (Delivery.Refuse, DeliveryReason.NotProven),
            ChannelState.Cleartext => (Delivery.Refuse, DeliveryReason.NoTls),
            _ => NotAsked,
        };
    }
}
