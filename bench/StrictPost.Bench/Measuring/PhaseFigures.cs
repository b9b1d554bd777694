using StrictPost.Bench.Load;

namespace StrictPost.Bench.Measuring;

/// <summary>One phase of load: what the senders saw and what both sides spent.</summary>
/// <param name="Load">As the senders saw it.</param>
/// <param name="ServerCpu">Microseconds of server CPU for each fetch.</param>
/// <param name="ClientCpu">Microseconds of our own CPU for each fetch.</param>
public sealed record PhaseFigures(LoadResult Load, double ServerCpu, double ClientCpu);
