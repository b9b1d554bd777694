using StrictPost.Protocol.Evidence;
using StrictPost.Protocol.MtaSts;
using StrictPost.Protocol.Text;

namespace StrictPost.Engine.Fetching;

/// <summary>How waiting for a body ended.</summary>
/// <param name="IsServed">True when exactly the body was served everywhere.</param>
/// <param name="LastSeen">The last look.</param>
public sealed record ServedOutcome(bool IsServed, PolicyHostEvidence LastSeen);

/// <summary>
/// Waits until a policy host serves exactly one body on every address. The record with a new id must not be published
/// earlier: a sender that sees it and fetches the old body keeps that until it expires (RFC 8461 §5.1 and §8.1).
/// </summary>
public sealed class ServedWait(PolicyHostObserver observer, TimeProvider time)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    /// <summary>Looks again and again, with pauses that grow from 1 to 15 seconds. Looks at least once, and a last time at the end.</summary>
    /// <param name="domain">Whose policy host.</param>
    /// <param name="body">The body, byte for byte.</param>
    /// <param name="patience">How long to wait in all.</param>
    /// <param name="seen">Told after each look.</param>
    /// <param name="cancellationToken">Gives up at once.</param>
    public async Task<ServedOutcome> WaitAsync(
        DomainName domain, ReadOnlyMemory<byte> body, TimeSpan patience, Action<PolicyHostEvidence> seen, CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        for (var pause = FirstPause; ; pause = Shorter(pause * 2, LongestPause))
        {
            var view = await observer.ObserveAsync(domain, cancellationToken);
            seen(view);
            if (IsServed(view, body))
                return new ServedOutcome(IsServed: true, view);

            var left = patience - time.GetElapsedTime(start);
            if (left <= TimeSpan.Zero)
                return new ServedOutcome(IsServed: false, view);
            await Task.Delay(Shorter(pause, left), time, cancellationToken);
        }
    }

    /// <summary>True when every address that can be tried from here serves exactly the body, and DNS has no doubt about the addresses.</summary>
    public static bool IsServed(PolicyHostEvidence view, ReadOnlyMemory<byte> body)
    {
        var tried = Outcomes(view).Where(outcome => outcome is not FetchOutcome.NoRoute).ToList();
        return view.Ipv4.IsCertain && view.Ipv6.IsCertain && tried.Count > 0
            && tried.TrueForAll(outcome => outcome is FetchOutcome.Fetched fetched && fetched.Body.Span.SequenceEqual(body.Span));
    }

    private static IEnumerable<FetchOutcome> Outcomes(PolicyHostEvidence view) => view.Fetches.Select(fetch => FetchOutcome.Of(fetch, view.Host));

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
