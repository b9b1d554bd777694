namespace StrictPost.Protocol.Tests.Changes.Simulation;

/// <summary>Changes in a world of senders, caches, delays, faults and crashes.</summary>
public sealed class SimulationTests
{
    private const int Histories = 100_000;

    [Fact]
    public void Changes_AnyHistory_KeepTheirPromises()
    {
        for (int seed = 0; seed < Histories; seed++)
            Assert.True(History.Tell(seed, Mutant.None) is not { } broken, $"history {seed}: {History.Tell(seed, Mutant.None)}");
    }
}
