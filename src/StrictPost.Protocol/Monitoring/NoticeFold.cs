using System.Collections.Immutable;

namespace StrictPost.Protocol.Monitoring;

/// <summary>What becomes of notices of one incident that wait, to be sent on one way, when another one comes.</summary>
/// <param name="Dropped">Of those that wait, the ones that are not sent any more.</param>
/// <param name="IsAdded">Whether the new one is sent.</param>
public sealed record NoticeFold(ImmutableArray<NoticeKind> Dropped, bool IsAdded)
{
    /// <summary>
    /// What is over before it was told is not told at all, nor is an end that has passed. A text is made when it is sent, so what waits tells of
    /// what is worse since by itself.
    /// </summary>
    /// <param name="waiting">Those that wait and were never tried: whoever got one that was tried is owed its end.</param>
    /// <param name="next">The new one.</param>
    public static NoticeFold With(IReadOnlyCollection<NoticeKind> waiting, NoticeKind next) => next switch
    {
        NoticeKind.Resolved when waiting.Contains(NoticeKind.Opened) || waiting.Contains(NoticeKind.Returned) => new NoticeFold([.. waiting], IsAdded: false),
        NoticeKind.Resolved => new NoticeFold([.. waiting], IsAdded: true),
        NoticeKind.Returned when waiting.Contains(NoticeKind.Resolved) => new NoticeFold([NoticeKind.Resolved], IsAdded: false),
        NoticeKind.Worsened when waiting.Count > 0 => new NoticeFold([], IsAdded: false),
        _ => new NoticeFold([], IsAdded: true),
    };
}
