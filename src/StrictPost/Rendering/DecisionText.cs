using System.Text.Json;
using StrictPost.Protocol.Dane;
using StrictPost.Protocol.Smtp;

namespace StrictPost.Rendering;

/// <summary>Senders and their decisions, in words for people and for scripts.</summary>
internal static class DecisionText
{
    /// <summary>The stable word of an enumeration's value, such as <c>honours-mta-sts</c>.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum =>
        JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    /// <summary>What a sender does by habit, as in "a sender that …".</summary>
    public static string Of(SenderProfile profile) => profile switch
    {
        SenderProfile.HonoursMtaSts => "honours MTA-STS",
        SenderProfile.PrefersDane => "prefers DANE",
        _ => "ignores both",
    };

    /// <summary>What it decides, and why.</summary>
    public static string Of(HostDecision decision) => $"{Of(decision.Delivery)} ({Of(decision.Reason)})";

    /// <summary>What becomes of the mail.</summary>
    public static string Of(Delivery delivery) => delivery switch
    {
        Delivery.Deliver => "delivers, protected",
        Delivery.DeliverUnprotected => "delivers, unprotected",
        Delivery.Refuse => "refuses to deliver",
        _ => "unknown",
    };

    /// <summary>Why, as a clause about the host.</summary>
    public static string Of(DeliveryReason reason) => reason switch
    {
        DeliveryReason.NoPolicy => "no policy applies",
        DeliveryReason.NotCovered => "no mx of the policy covers the host",
        DeliveryReason.NotProven => "the certificate does not prove the host",
        DeliveryReason.NoTls => "the host offers no TLS",
        DeliveryReason.PolicyMet => "the policy is met",
        DeliveryReason.Testing => "the policy is only being tested",
        DeliveryReason.DanePassed => "DANE vouches for the host",
        DeliveryReason.DaneFailed => "DANE does not vouch for the host",
        DeliveryReason.DaneLookupFailed => "the TLSA records could not be looked up",
        DeliveryReason.DoesNotLook => "it checks nobody",
        _ => "the host could not be asked from here",
    };

    /// <summary>What DANE says of a host.</summary>
    public static string Of(DaneState state) => state switch
    {
        DaneState.Absent => "has no say",
        DaneState.LookupFailed => "could not be looked up",
        DaneState.Unusable => "no record that can be used",
        DaneState.Passed => "vouches for the host",
        DaneState.Failed => "does not vouch for the host",
        _ => "there are records, and the host could not be asked",
    };
}
