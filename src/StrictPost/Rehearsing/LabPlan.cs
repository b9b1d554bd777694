using StrictPost.Lab.Scenarios;
using StrictPost.Lab.World;

namespace StrictPost.Rehearsing;

/// <summary>What a lab is to run, and how it is checked.</summary>
/// <param name="World">The world.</param>
/// <param name="About">What it is, in a sentence.</param>
/// <param name="CheckArguments">The arguments of <c>check</c> that fit it, without those that lead into the lab.</param>
/// <param name="Expect">What <c>check</c> must say; null when that is too much to say.</param>
internal sealed record LabPlan(LabWorld World, string About, IReadOnlyList<string> CheckArguments, ScenarioExpectation? Expect)
{
    /// <summary>The same world at a distance; none leaves it as it is.</summary>
    public LabPlan With(LabLatency latency) => latency == LabLatency.None ? this : this with { World = World with { Latency = latency } };
}
