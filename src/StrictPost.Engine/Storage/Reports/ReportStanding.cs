using System.Collections.Immutable;
using StrictPost.Engine.Intake;

namespace StrictPost.Engine.Storage.Reports;

/// <summary>What a report counts for.</summary>
public enum ReportStanding
{
    /// <summary>Its sessions are in the sums of the enrolled domains that it is about.</summary>
    Counted,

    /// <summary>The same report is counted already, from a copy that is at least as sure.</summary>
    Copy,

    /// <summary>It is about domains that are not enrolled: kept for when one is, and counted for nothing.</summary>
    Aside,
}

/// <summary>Standings as they are printed and stored.</summary>
public static class ReportStandings
{
    /// <summary>The stable word.</summary>
    public static string ToText(this ReportStanding standing) => standing switch
    {
        ReportStanding.Counted => "counted",
        ReportStanding.Copy => "copy",
        _ => "aside",
    };
}

/// <summary>What became of a delivery, once it was read.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Delivery">What came.</param>
/// <param name="Reading">What was in it.</param>
/// <param name="Standings">What each report in it counts for, in their order; none when another process had stored it already.</param>
public sealed record StoredDelivery(long Id, Delivery Delivery, DeliveryReading Reading, ImmutableArray<ReportStanding> Standings);
