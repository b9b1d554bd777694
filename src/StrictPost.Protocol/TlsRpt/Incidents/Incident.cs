using System.Collections.Immutable;
using StrictPost.Protocol.Findings;
using StrictPost.Protocol.TlsRpt.Causes;
using StrictPost.Protocol.TlsRpt.Reports;

namespace StrictPost.Protocol.TlsRpt.Incidents;

/// <summary>How an incident stands.</summary>
public enum IncidentState
{
    /// <summary>Nothing says that it is over.</summary>
    Open,

    /// <summary>Those that saw it have since reported sessions without it.</summary>
    Resolved,

    /// <summary>Those that saw it have not reported for so long that nobody knows.</summary>
    NoNews,
}

/// <summary>A day on which an incident grew.</summary>
/// <param name="Day">The day, UTC.</param>
/// <param name="What">What was new, such as <c>microsoft.com sees it, too</c>.</param>
public sealed record Widening(DateOnly Day, string What);

/// <summary>One cause of failures of one domain, over all reporters and days; when it comes back after it was resolved, that is another incident.</summary>
public sealed record Incident
{
    private const int MostHosts = 3;

    /// <summary>What is wrong.</summary>
    public required FindingKind Cause { get; init; }

    /// <summary>How it stands.</summary>
    public required IncidentState State { get; init; }

    /// <summary>Day of the first failure.</summary>
    public required DateOnly Opened { get; init; }

    /// <summary>Day of the last failure.</summary>
    public required DateOnly LastSeen { get; init; }

    /// <summary>Day on which it was certain to be over; null while it is not resolved.</summary>
    public DateOnly? Resolved { get; init; }

    /// <summary>Why it is in this state, in a sentence.</summary>
    public required string StateReason { get; init; }

    /// <summary>How it grew; at most <see cref="IncidentFinder.MostWidenings"/> days.</summary>
    public required ImmutableArray<Widening> Widened { get; init; }

    /// <summary>Who saw it, those first who saw it first.</summary>
    public required ImmutableArray<string> Reporters { get; init; }

    /// <summary>The mail hosts it is about, without those that reports do not name.</summary>
    public required ImmutableArray<string> MxHosts { get; init; }

    /// <summary>Versions of policies that were applied, without those that reports do not show.</summary>
    public required ImmutableArray<string> Versions { get; init; }

    /// <summary>From how many networks it was seen.</summary>
    public required int Networks { get; init; }

    /// <summary>
    /// Failed sessions by what happened to their mail. Of the types of policies that a reporter tells of side by side the largest counts, and
    /// never more than the reporter counts as failed on the day. Failures of several causes can still be the same sessions (RFC 8460 §4.4), so
    /// the sessions of several incidents must not be added.
    /// </summary>
    public required SessionCount Sessions { get; init; }

    /// <summary>All of it in a few plain sentences.</summary>
    public required string Headline { get; init; }

    /// <summary>What to do.</summary>
    public string Fix => FailureCause.Found(
        Cause, MxHosts.IsEmpty ? null : new FailureDetail { ResultText = "", ReceivingMx = Enumeration.Of(MxHosts, MostHosts) }).Fix;
}
