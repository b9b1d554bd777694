using System.Collections.Immutable;
using StrictPost.Protocol.Findings;

namespace StrictPost.Protocol.Changes;

/// <summary>Refusals that rest on more than one change, or on what a name server said.</summary>
public static class ChangeRefusals
{
    /// <summary>A domain has one change at a time.</summary>
    /// <param name="running">The one that runs.</param>
    /// <param name="what">What it is, such as <c>change 7, promote, since 2026-05-03 12:00 UTC</c>.</param>
    /// <param name="facts">What is seen now; the date comes from that.</param>
    public static Finding OtherRunning(Change running, string what, ChangeFacts facts) =>
        ChangeFindings.OtherRunning.Found(running.Domain.Ascii, Moments.ToText(ChangeForecast.ExpectedEndOf(running, facts)), what);

    /// <summary>What would be overwritten is not what the change saw.</summary>
    /// <param name="found">What is there.</param>
    /// <param name="expected">Ids that would have been replaced; null stands for no record.</param>
    public static Finding RecordEdited(ImmutableArray<string> found, ImmutableArray<string?> expected) =>
        ChangeFindings.RecordEdited.Found(found.IsEmpty ? "no record" : string.Join(" | ", found), string.Join(" or ", expected.Select(id => id ?? "no record")));
}
