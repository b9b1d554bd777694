namespace StrictPost.Bench.Measuring;

/// <summary>One server, started afresh, measured once.</summary>
/// <param name="Start">From spawning it to the first verified answer.</param>
/// <param name="First">The first fetch of each domain; it warms everything up.</param>
/// <param name="New">Random domains, each fetch on a new connection.</param>
/// <param name="Kept">Many fetches on few connections.</param>
/// <param name="Memory">Bytes resident after all that.</param>
public sealed record ServerRound(TimeSpan Start, PhaseFigures First, PhaseFigures New, PhaseFigures Kept, long Memory)
{
    public int Failures => First.Load.Failures + New.Load.Failures + Kept.Load.Failures;

    public string? FirstFailure => First.Load.FirstFailure ?? New.Load.FirstFailure ?? Kept.Load.FirstFailure;
}
