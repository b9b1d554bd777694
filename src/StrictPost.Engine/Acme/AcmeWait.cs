namespace StrictPost.Engine.Acme;

/// <summary>Looks at an object of an authority again until it is final: when the authority says so, else at growing intervals.</summary>
internal sealed class AcmeWait(AcmeSettings settings, TimeProvider time)
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(100);

    /// <summary>The object once it is final, or an error; that it never got there is one too.</summary>
    public async Task<AcmeResult<T>> UntilAsync<T>(
        Func<CancellationToken, Task<AcmeResult<T>>> look, Func<T, bool> isFinal, CancellationToken cancellationToken)
        where T : class
    {
        long start = time.GetTimestamp();
        var wait = settings.FirstWait;
        while (true)
        {
            var seen = await look(cancellationToken);
            if (seen.Value is not { } value || isFinal(value))
                return seen;
            var next = Clamped(seen.RetryAfter ?? wait);
            if (time.GetElapsedTime(start) + next > settings.Patience)
            {
                return new AcmeFault(AcmeFaultKind.TimedOut, $"The authority had not made up its mind after {settings.Patience.TotalSeconds:0} s")
                {
                    RetryAfter = seen.RetryAfter,
                };
            }

            await Task.Delay(next, time, cancellationToken);
            wait *= 2;
        }
    }

    private TimeSpan Clamped(TimeSpan wait) =>
        TimeSpan.FromTicks(Math.Clamp(wait.Ticks, ShortestWait.Ticks, Math.Max(ShortestWait.Ticks, settings.LongestWait.Ticks)));
}
