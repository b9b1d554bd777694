namespace StrictPost.Protocol.Tests.Changes.Simulation;

/// <summary>Changes in a world of senders, caches, delays, faults, crashes and people.</summary>
public sealed class SimulationTests
{
    private const int Histories = 100_000;
    private const int Parts = 10;

    /// <summary>Within so many histories a fault in the machine has to show.</summary>
    private const int Patience = 40_000;

    /// <summary>So many that are told of a fault that does not matter.</summary>
    private const int Harmless = 2_000;

    /// <summary>Steps that can be left out without harm, each with the reason; they stand in the plan because people read it.</summary>
    private static readonly Dictionary<string, string> Spare = new(StringComparer.Ordinal)
    {
        ["Move: no AwaitRecord 1"] = "whoever has the old record still holds the old policy, or fetches the new one: AwaitHorizon waits for the former",
        ["Move: no AwaitHorizon"] = "MoveMail asks the same question before it asks anybody to move",
        ["Leave: no AwaitRecord 1 of leaving"] = "AwaitExpiry waits for senders that look at no record, so it waits for all others, too",
        ["RollBack: no AwaitRecord 1 of leaving"] = "AwaitExpiry waits for senders that look at no record, so it waits for all others, too",
    };

    public static TheoryData<int> AllParts => [.. Enumerable.Range(0, Parts)];

    public static TheoryData<string> Faults => [.. Mutants.All.Select(mutant => mutant.Name).Where(name => !Spare.ContainsKey(name))];

    public static TheoryData<string> SpareFaults => [.. Spare.Keys];

    [Theory]
    [MemberData(nameof(AllParts))]
    public void Changes_AnyHistory_KeepTheirPromises(int part)
    {
        for (int seed = part; seed < Histories; seed += Parts)
        {
            if (History.Tell(seed, Mutant.None) is not null)
                Assert.Fail(Retell(seed));
        }
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void Changes_OneFaultInTheMachine_BreaksAPromise(string name)
    {
        var mutant = Mutants.All.Single(mutant => mutant.Name == name);

        Assert.Contains(Enumerable.Range(0, Patience), seed => History.Tell(seed, mutant) is not null);
    }

    [Theory]
    [MemberData(nameof(SpareFaults))]
    public void Changes_StepThatIsSpare_KeepTheirPromisesWithoutIt(string name)
    {
        var mutant = Mutants.All.Single(mutant => mutant.Name == name);

        Assert.DoesNotContain(Enumerable.Range(0, Harmless), seed => History.Tell(seed, mutant) is not null);
    }

    /// <summary>The end of a history, to find out what went wrong.</summary>
    private static string Retell(int seed)
    {
        var story = new List<string>();
        string? broken = History.Tell(seed, Mutant.None, story);
        return $"history {seed}: {broken}\n{string.Join('\n', story.TakeLast(30))}";
    }
}
